package org.demarche.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What software that depends on {@code client-sdk} gets with it, as Maven resolved it when it built the module. */
class ConsumersTest {
    private static final Path RESOLVED = Path.of(
            System.getProperty("demarche.root", ".."),
            "client-sdk",
            System.getProperty("demarche.target", "target"),
            "dependencies.txt");

    @Test
    void dependencies_of_client_sdk_bring_grpc() throws IOException {
        assertThat(inherited()).anyMatch(line -> line.startsWith("io.grpc:grpc-netty:"));
    }

    @Test
    void dependencies_of_client_sdk_bring_no_command_line_library() throws IOException {
        assertThat(inherited()).noneMatch(line -> line.startsWith("info.picocli:"));
    }

    @Test
    void dependencies_of_client_sdk_bring_no_logging_backend() throws IOException {
        assertThat(inherited())
                .noneMatch(line -> line.startsWith("ch.qos.logback:")
                        || line.startsWith("org.apache.logging.log4j:")
                        || line.startsWith("log4j:")
                        || (line.startsWith("org.slf4j:") && !line.startsWith("org.slf4j:slf4j-api:")));
    }

    @Test
    void dependencies_of_client_sdk_bring_no_server() throws IOException {
        assertThat(inherited())
                .noneMatch(line -> line.startsWith("org.demarche:demarche-server:")
                        || line.startsWith("org.xerial:")
                        || line.startsWith("org.postgresql:"));
    }

    /** Optional dependencies are a module's own; nobody inherits them. */
    private static List<String> inherited() throws IOException {
        return Files.readAllLines(RESOLVED).stream()
                .map(String::strip)
                .filter(line -> line.contains(":jar:") && !line.contains("(optional)"))
                .toList();
    }
}

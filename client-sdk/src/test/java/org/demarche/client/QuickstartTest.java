package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    @TempDir
    Path directory;

    @Test
    void quickstart_againstAHub_printsEntryAndWhoConcurs() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeskFixture fixture = DeskFixture.inForce(directory);
                Desk desk = fixture.open("NO/watch")) {
            Quickstart.run(desk, new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("entry 21, receipt verified", "[NO]");
    }

    @Test
    void snippet_ofTheReadme_isTheCompiledOne() throws Exception {
        String source = Files.readString(Path.of("src/test/java/org/demarche/client/Quickstart.java"));
        String begin = "// README: begin\n";
        String snippet =
                source.substring(source.indexOf(begin) + begin.length(), source.indexOf("        // README: end"));
        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains("```java\n" + snippet.stripTrailing().stripIndent() + "\n```");
    }
}

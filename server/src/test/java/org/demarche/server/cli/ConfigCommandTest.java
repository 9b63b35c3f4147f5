package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.demarche.command.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub config} as people use it. */
final class ConfigCommandTest {
    @TempDir
    private Path directory;

    private Path dir;
    private String out = "";
    private String err = "";

    private int hub(Object... args) {
        CommandRun run = CommandRun.of(Hub::main, args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    @BeforeEach
    void begin() throws Exception {
        dir = directory.resolve("hub");
        assertThat(hub("keygen", "-d", dir)).isZero();
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = 0\n");
    }

    @Test
    void check_ofWhatIsThere_isOk() {
        assertThat(hub("config", "check", "-d", dir)).as(err).isZero();
        assertThat(out).isEqualTo("ok\n");
    }

    @Test
    void check_ofFilesAndPortsThatCannotBeUsed_saysAllOfThem() throws Exception {
        Files.setPosixFilePermissions(dir.resolve("tls.key"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(dir.resolve("log.passphrase"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(dir.resolve("log.passphrase"), "another");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    dir.resolve("hub.toml"),
                    "[listen]\nport = " + taken.getLocalPort() + "\n[store]\nurl = \"sqlite:missing/hub.sqlite\"\n");
            assertThat(hub("config", "check", "-d", dir)).isEqualTo(5);
        }
        assertThat(err)
                .contains(
                        "tls.key: ",
                        "run: chmod 600 ",
                        "log.keystore: ",
                        "hub.toml line 2, listen.port: cannot listen on 127.0.0.1:",
                        "hub.toml line 4, store.url: the folder of ");
    }

    @Test
    void show_isTomlWithItsOrigins_orJson() throws Exception {
        assertThat(hub("config", "show", "-d", dir)).isZero();
        assertThat(out).contains("port = 0 ", "# hub.toml line 2", "passphrase = \"log.passphrase\"");
        assertThat(out)
                .doesNotContain(Files.readString(dir.resolve("log.passphrase")).strip());
        assertThat(hub("config", "show", "-d", dir, "-o", "json")).isZero();
        assertThat(new ObjectMapper()
                        .readTree(out)
                        .get("listen.port")
                        .get("origin")
                        .textValue())
                .isEqualTo("hub.toml line 2");
    }

    @Test
    void explain_ofASetting_isAllOfIt_andOfAnotherItsLikes() {
        assertThat(hub("config", "explain", "listen.port")).isZero();
        assertThat(out).contains("a whole number from 0 to 65535", "7443", "DEMARCHE__LISTEN__PORT");
        assertThat(hub("config", "explain", "listen.prot")).isEqualTo(2);
        assertThat(err).contains("did you mean listen.port?");
    }
}

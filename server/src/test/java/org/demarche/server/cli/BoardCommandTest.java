package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.demarche.command.CommandRun;
import org.demarche.server.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoardCommandTest {
    @TempDir
    private Path directory;

    private CommandRun board(Object... more) {
        Object[] args = new Object[3 + more.length];
        args[0] = "board";
        args[1] = "-d";
        args[2] = directory;
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandRun.of(Hub::main, args);
    }

    @Test
    void board_ofARunningHub_isItsAddressWithTheToken() throws Exception {
        try (TestHub hub = TestHub.start(directory, "[board]\nport = 0\n")) {
            String url = "http://127.0.0.1:"
                    + hub.process().boardAddress().orElseThrow().getPort() + "/?token="
                    + Files.readString(directory.resolve("board.token")).strip();
            assertThat(board().out()).isEqualTo(url + "\n");
            assertThat(board("-o", "json").out()).isEqualTo("{\"url\":\"" + url + "\"}\n");
            Files.setPosixFilePermissions(
                    directory.resolve("board.token"), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(board().code()).isEqualTo(5);
            assertThat(board().err()).contains("open to others").contains("chmod 600");
        }
        assertThat(board().code()).isEqualTo(5);
        assertThat(board().err()).contains("no hub shows its board from " + directory);
    }

    @Test
    void board_overTls_isItsAddressAlone() throws Exception {
        try (TestHub hub = TestHub.start(directory, "[board]\nport = 0\nmembers = true\n")) {
            assertThat(board().out())
                    .isEqualTo("https://127.0.0.1:"
                            + hub.process().boardAddress().orElseThrow().getPort() + "/\n");
        }
    }

    @Test
    void board_ofAHubWithoutOne_isAnErrorThatSaysWhatToDo() throws Exception {
        Files.write(directory.resolve("hub.toml"), "[listen]\nport = 0\n".getBytes(StandardCharsets.UTF_8));
        assertThat(board().code()).isEqualTo(5);
        assertThat(board().err()).contains("has no [board]: give it one with a port");
    }
}

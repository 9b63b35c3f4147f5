package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.demarche.command.CommandRun;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.backup.TestRecipient;
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

    @Test
    void explain_whereThereIsAHub_saysWhatHoldsAndWhereItComesFrom() throws Exception {
        assertThat(hub("config", "explain", "listen.port", "-d", dir)).as(err).isZero();
        assertThat(out).containsPattern("in force +0\n").containsPattern("from +hub.toml line 2\n");
        assertThat(hub("config", "explain", "limits.batch", "-d", dir)).isZero();
        assertThat(out).containsPattern("in force +256\n").containsPattern("from +default\n");
        assertThat(hub("config", "explain", "store.password", "-d", dir, "-o", "json"))
                .isZero();
        assertThat(new ObjectMapper().readTree(out).get("from").textValue()).isEqualTo("not set");
        Files.writeString(
                dir.resolve("hub.toml"),
                ("[[time_authority]]\nname = \"%s\"\nurl = \"https://%s.example\"\nanchor = \"a.pem\"\n".repeat(2))
                        .formatted("one", "one", "two", "two"));
        assertThat(hub("config", "explain", "time_authority.url", "-d", dir)).isZero();
        assertThat(out)
                .containsPattern("time_authority.0.url +\"https://one.example\" +hub.toml line 3\n")
                .containsPattern("time_authority.1.url +\"https://two.example\" +hub.toml line 7\n");
        assertThat(hub("config", "explain", "time_authority.1.url", "-d", dir)).isZero();
        assertThat(out).contains("time_authority.1.url").doesNotContain("time_authority.0.url");
    }

    @Test
    void explain_whereTheHubCannotBeRead_explainsAllTheSame_andIsFive() throws Exception {
        assertThat(hub("config", "explain", "listen.port", "-d", directory.resolve("none")))
                .isEqualTo(5);
        assertThat(out).contains("a whole number from 0 to 65535").doesNotContain("in force");
        assertThat(err).contains("run demarche hub keygen first");
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = \"x\"\n");
        assertThat(hub("config", "explain", "listen.port", "-d", dir)).isEqualTo(5);
        assertThat(out).contains("a whole number from 0 to 65535");
        assertThat(err).contains("hub.toml line 2, listen.port: ");
    }

    @Test
    void check_connecting_saysOfEachThingWhatCameOfIt() throws Exception {
        assertThat(hub("config", "check", "-d", dir, "--connect")).as(err).isZero();
        assertThat(out)
                .containsPattern("tls key +is that of its certificate, pin sha256:[0-9a-f]{64}, without end\n")
                .containsPattern("log keystore +.*log.key opens: ed25519 sha256:[0-9a-f]{64}\n")
                .containsPattern("calls +a free port of 127.0.0.1\n")
                .containsPattern("tls +can be offered\n")
                .containsPattern("store +.*hub.sqlite does not exist: run demarche hub init first\n")
                .containsPattern("checked +ok\n");
        assertThat(hub("config", "check", "-d", dir, "-o", "json")).isZero();
        assertThat(new ObjectMapper().readTree(out).size()).isEqualTo(1);
    }

    @Test
    void check_connectingToADatabase_readsIt_andElseSaysWhyNot() throws Exception {
        store(SharedPostgres.newDatabase());
        assertThat(hub("config", "check", "-d", dir, "--connect")).as(err).isZero();
        assertThat(out).containsPattern("store +.* holds no log: run demarche hub init first\n");
        store("postgresql://nobody@127.0.0.1:1/log");
        assertThat(hub("config", "check", "-d", dir))
                .as("without --connect nobody is called")
                .isZero();
        assertThat(hub("config", "check", "-d", dir, "--connect")).isEqualTo(5);
        assertThat(out).containsPattern("tls +can be offered\n").doesNotContain("checked");
        assertThat(err).contains("hub.toml line 2, store.url: ").doesNotContain("Exception");
        assertThat(err.lines()).hasSize(2);
    }

    private void store(String url) throws Exception {
        Files.writeString(
                dir.resolve("hub.toml"), "[store]\nurl = \"" + url + "\"\nstandbys = 0\n[listen]\nport = 0\n");
    }

    @Test
    void check_ofEveryPort_saysWhichIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "port = " + taken.getLocalPort() + "\n";
            Files.writeString(
                    dir.resolve("hub.toml"),
                    "[listen]\nport = 0\n[tiles]\n" + port + "[board]\n" + port + "[operations]\n" + port);
            assertThat(hub("config", "check", "-d", dir)).isEqualTo(5);
            assertThat(err)
                    .contains("line 4, tiles.port: ", "line 6, board.port: ", "line 8, operations.port: ")
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void check_ofACertificateForBackups_readsIt() throws Exception {
        TestRecipient.ec("one", 384).certificate(dir.resolve("backup.crt"));
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = 0\n[backup]\nrecipients = [\"backup.crt\"]\n");
        assertThat(hub("config", "check", "-d", dir, "--connect")).as(err).isZero();
        assertThat(out).containsPattern("backups +can be sealed to .*backup.crt\n");
        Files.writeString(dir.resolve("backup.crt"), "none");
        assertThat(hub("config", "check", "-d", dir)).isEqualTo(5);
        assertThat(err).contains("hub.toml line 4, backup.recipients: ", "holds no X.509 certificate");
    }
}

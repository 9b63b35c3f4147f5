package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.demarche.client.exercise.Exercise;
import org.demarche.command.CommandRun;
import org.demarche.server.cli.Hub;
import org.demarche.world.HubChild;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's errors, each answered with one sentence and the right exit code. */
class HubWrongUseIT {
    private static final int USAGE = 2;
    private static final int SETUP = 5;

    @TempDir
    Path directory;

    private World world() {
        return World.draft(directory, Plan.at(3600));
    }

    @Test
    void init_withoutACharter_saysThatItIsMissing() {
        Sentences.require(CommandRun.of(Hub::main, "init", "-d", directory), USAGE, "--charter");
        try (World world = world()) {
            Path missing = directory.resolve("none.toml");
            Sentences.require(
                    CommandRun.of(Hub::main, "init", "-d", world.home().directory(), "--charter", missing),
                    SETUP,
                    missing.toString(),
                    "does not exist");
        }
    }

    @Test
    void init_withoutKeys_saysToMakeThem() {
        Sentences.require(
                CommandRun.of(Hub::main, "init", "-d", directory, "--charter", directory.resolve("any")),
                SETUP,
                "hub.toml",
                "hub keygen");
    }

    @Test
    void init_withAnUnsoundCharter_saysWhatIsWrongAndWhere() throws IOException {
        try (World world = world()) {
            Path charter = Files.writeString(directory.resolve("unsound.toml"), "title = \"Nothing else\"\n");
            Sentences.require(
                    CommandRun.of(Hub::main, "init", "-d", world.home().directory(), "--charter", charter),
                    SETUP,
                    charter.toString(),
                    "status");
        }
    }

    @Test
    void init_onALogThatHasBegun_leavesItAlone() throws IOException {
        try (World world = world()) {
            byte[] before = Files.readAllBytes(world.home().database());
            CommandRun ran = CommandRun.of(
                    Hub::main,
                    "init",
                    "-d",
                    world.home().directory(),
                    "--charter",
                    world.home().directory().resolve("charter.toml"));
            Sentences.require(ran, USAGE, "has begun already");
            assertThat(Files.readAllBytes(world.home().database())).isEqualTo(before);
        }
    }

    @Test
    void keygen_whereKeysAre_overwritesNone() throws IOException {
        try (World world = world()) {
            byte[] key = Files.readAllBytes(world.home().directory().resolve("log.key"));
            Sentences.require(
                    CommandRun.of(Hub::main, "keygen", "-d", world.home().directory()),
                    USAGE,
                    "is not empty",
                    "ever overwritten");
            assertThat(world.home().directory().resolve("log.key")).hasBinaryContent(key);
        }
    }

    @Test
    void run_withoutALog_saysToBeginOne() throws IOException {
        try (World world = world()) {
            Files.delete(world.home().database());
            Sentences.require(CommandRun.of(Hub::main, "run", "-d", world.home().directory()), SETUP, "hub init");
            Sentences.require(
                    CommandRun.of(Hub::main, "status", "-d", world.home().directory()), SETUP, "hub init");
            Sentences.require(
                    CommandRun.of(Hub::main, "fsck", "-d", world.home().directory()), SETUP, "hub init");
        }
    }

    @Test
    void run_withAKeyOpenToOthers_refusesIt() throws IOException {
        try (World world = world()) {
            Path key = world.home().directory().resolve("log.key");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
            Sentences.require(
                    CommandRun.of(Hub::main, "run", "-d", world.home().directory()),
                    SETUP,
                    key.toString(),
                    "chmod 600");
        }
    }

    @Test
    void run_withADamagedKeyOrAWrongPassphrase_saysWhich() throws IOException {
        try (World world = world()) {
            Path passphrase = world.home().directory().resolve("log.passphrase");
            String right = Files.readString(passphrase);
            Files.writeString(passphrase, "wrong\n");
            Sentences.require(
                    CommandRun.of(Hub::main, "run", "-d", world.home().directory()), SETUP, "log.key", "passphrase");
            Files.writeString(passphrase, right);

            Path key = world.home().directory().resolve("log.key");
            String text = Files.readString(key);
            Files.writeString(key, text.substring(0, text.length() / 2));
            Sentences.require(CommandRun.of(Hub::main, "run", "-d", world.home().directory()), SETUP, key.toString());
        }
    }

    @Test
    void run_onAPortThatIsTaken_namesIt() throws IOException {
        try (World world = world();
                ServerSocket other = new ServerSocket(world.home().port(), 1, InetAddress.getLoopbackAddress())) {
            Sentences.require(
                    CommandRun.of(Hub::main, "run", "-d", world.home().directory()),
                    SETUP,
                    "127.0.0.1:" + other.getLocalPort() + " cannot be listened on for calls",
                    "no other process has the port",
                    "hub.toml, [listen]");
        }
    }

    @Test
    void run_twiceOnOneDirectory_isRefused() {
        try (World world = world().start()) {
            Sentences.require(
                    CommandRun.of(Hub::main, "run", "-d", world.home().directory()), SETUP, "another hub runs on");
        }
    }

    @Test
    void run_asAProcess_endsWithTheSameCodeAndSentence() throws IOException {
        try (World world = world();
                ServerSocket other = new ServerSocket(world.home().port(), 1, InetAddress.getLoopbackAddress());
                HubChild child = HubChild.launch(world.home(), List.of())) {
            assertThat(child.exitCode()).isEqualTo(SETUP);
            assertThat(child.said()
                            .lines()
                            .filter(line -> line.startsWith("demarche: error: 127.0.0.1:" + other.getLocalPort())))
                    .hasSize(1);
        }
    }

    @Test
    void config_withSeveralErrors_namesAllOfThem() throws IOException {
        try (World world = world()) {
            Files.writeString(
                    world.home().directory().resolve("hub.toml"),
                    "[listen]\nport = 70000\nprot = 1\n[limits]\nbatch = \"many\"\n");
            Sentences.require(
                    CommandRun.of(
                            Hub::main, "config", "check", "-d", world.home().directory()),
                    SETUP,
                    "listen.port",
                    "listen.prot",
                    "limits.batch");
        }
    }

    @Test
    void fsck_ofADamagedStore_saysWhatAndWhere() throws IOException {
        try (World world = world()) {
            Files.writeString(
                    world.home().database(),
                    "this is no database, and longer than the hundred bytes of a header that the engine reads first");
            Sentences.require(
                    CommandRun.of(Hub::main, "fsck", "-d", world.home().directory()),
                    SETUP,
                    world.home().database().toString());
        }
    }

    @Test
    void command_thatDoesNotExist_isUsage() {
        Sentences.require(CommandRun.of(Hub::main, "strat"), USAGE, "strat");
        Sentences.require(CommandRun.of(Hub::main, "run", "--port", "1"), USAGE, "--port");
    }

    @Test
    void run_whileItsDatabaseIsOutOfReach_saysWhatToDoAndEnds() throws IOException {
        try (World world = world();
                ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            Path config = world.home().directory().resolve("hub.toml");
            Files.writeString(config, Files.readString(config) + """
                    [store]
                    url = "postgresql://hub@127.0.0.1:%d/log"
                    standbys = 0
                    hub = "hub-1"
                    """.formatted(port));
            Sentences.require(
                    CommandRun.of(Hub::main, "run", "-d", world.home().directory()),
                    SETUP,
                    "the database log at 127.0.0.1:" + port + " cannot be reached",
                    "check its hosts and the network; then start the hub again");
        }
    }

    @Test
    void exercise_intoAFolderThatIsNotEmpty_isUsage() throws IOException {
        Files.writeString(directory.resolve("something"), "here");
        System.setProperty(
                "demarche.launcher",
                Path.of(System.getProperty("demarche.root", ".."), "demarche").toString());
        try {
            Sentences.require(
                    CommandRun.of(Exercise::main, "--out", directory), USAGE, directory.toString(), "empty folder");
        } finally {
            System.clearProperty("demarche.launcher");
        }
    }
}

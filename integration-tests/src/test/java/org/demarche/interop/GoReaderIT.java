package org.demarche.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.command.CommandRun;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.interop.GoReader.Ran;
import org.demarche.key.LogSigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Receipt;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubFiles;
import org.demarche.world.Keys;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub as an operator runs it, read by Go's packages for transparent logs. */
@Tag("needs-go")
class GoReaderIT {
    /** More than a full tile, and a tile of the next level. */
    private static final int ENTRIES = 300;

    private static final int EARLIER = 40;

    @TempDir
    private static Path directory;

    private static GoReader reader;
    private static World world;
    private static String vkey;

    @BeforeAll
    static void start() throws Exception {
        reader = GoReader.build(Files.createDirectory(directory.resolve("go")));
        world = World.onRealClocks(Files.createDirectory(directory.resolve("world")), Plan.at(1));
        Path hub = world.home().directory();
        Files.writeString(hub.resolve("hub.toml"), "[tiles]\nport = 0\n", StandardOpenOption.APPEND);
        world.start();
        vkey = Files.readAllLines(hub.resolve(HubFiles.LOG_PUBLIC)).get(0);
        world.wire("UA").reportClock();
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
    }

    private static void growTo(long size) {
        while (world.wire("UA").head().size() < size) {
            world.wire("UA").say("Nothing to report");
        }
    }

    /** The arguments with which a party's machine reads the hub. */
    private static List<String> reading(String name, TlsIdentity identity) throws IOException {
        Path machine = directory.resolve(name);
        if (Files.notExists(machine)) {
            Files.createDirectory(machine);
            SecretFiles.write(machine.resolve("tls.key"), identity.keyPem().getBytes(StandardCharsets.US_ASCII));
            Files.writeString(machine.resolve("tls.crt"), identity.certificatePem());
        }
        String address = Files.readString(world.home().directory().resolve(HubFiles.FILES_ADDRESS))
                .strip();
        return new ArrayList<>(List.of(
                "-url", "https://" + address,
                "-cert", machine.resolve("tls.crt").toString(),
                "-key", machine.resolve("tls.key").toString(),
                "-pin", world.home().pin().hex(),
                "-vkey", vkey));
    }

    private static Ran read(String... more) throws IOException, InterruptedException {
        List<String> arguments = reading("reader", Keys.tls("NO"));
        arguments.addAll(List.of(more));
        return reader.run(arguments);
    }

    @Test
    void log_readFromItsTiles_isOneTreeThatOnlyGrew() throws Exception {
        growTo(EARLIER);
        Path earlier = directory.resolve("earlier.checkpoint");
        Ran first = read("-save", earlier.toString());
        assertThat(first.code()).as(first.said()).isZero();
        growTo(ENTRIES);
        Ran second = read("-old", earlier.toString());
        assertThat(second.code()).as(second.said()).isZero();
        long size = world.wire("UA").head().size();
        assertThat(second.said())
                .contains("checkpoint: size " + size + ", signatures 1 verified, 1 left alone\n")
                .contains("entries: " + size + "\n")
                .contains("inclusion: " + size + " entries\n")
                .contains("consistency: from " + size + " earlier sizes\n")
                .containsPattern("consistency: from the checkpoint of size [0-9]+\n");
    }

    @Test
    void checkpointOfAnotherHistoryUnderTheLogsKey_isNotExtended() throws Exception {
        growTo(EARLIER);
        Path forked = directory.resolve("forked.checkpoint");
        LogSigningKey own = HubFiles.logKey(world.home().config());
        byte[] note = new CheckpointSigner(Plan.ORIGIN, own).sign(new Head(5, Sha256.of()), Instant.now());
        Files.write(forked, note);
        Ran ran = read("-old", forked.toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.said()).contains("reader: consistency: invalid transparency proof");
    }

    @Test
    void anotherLogsKey_opensNothing() throws Exception {
        LogSigningKey foreign = LogSigningKey.generate(new SecureRandom());
        String other = new CheckpointSigner(Plan.ORIGIN, foreign).keys().get(0).text();
        Ran ran = read("-vkey", other);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.said()).contains("reader: the checkpoint: note has no verifiable signatures");
    }

    @Test
    void stranger_isNotLetIn() throws Exception {
        Ran ran = reader.run(reading("stranger", Keys.tls("a stranger")));
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.said()).startsWith("reader: /checkpoint: ");
    }

    @Test
    void tlogProofs_ofABundle_areChecked() throws Exception {
        Receipt receipt = world.wire("UA").say("To be proven");
        UnverifiedEntry entry = UnverifiedEntry.parse(receipt.getEntry().toByteArray());
        Path proofs = directory.resolve("proofs");
        CommandRun evidence = world.liaison(
                "UA/watch",
                "evidence",
                entry.notice().orElseThrow().id().hex(),
                "--out",
                directory.resolve("proven.evidence"),
                "--tlog-proofs",
                proofs);
        assertThat(evidence.code()).as(evidence.err()).isZero();
        Ran ran = reader.run(List.of("-vkey", vkey, "-proofs", proofs.toString()));
        assertThat(ran.code()).as(ran.said()).isZero();
        assertThat(ran.said()).isEqualTo("tlog-proofs: " + proofs.toFile().list().length / 2 + "\n");
        assertThat(proofs.resolve(entry.index() + ".entry"))
                .hasBinaryContent(receipt.getEntry().toByteArray());

        Path last = proofs.resolve(entry.index() + ".entry");
        byte[] changed = Files.readAllBytes(last);
        changed[changed.length - 1] ^= 1;
        Files.write(last, changed);
        Ran lie = reader.run(List.of("-vkey", vkey, "-proofs", proofs.toString()));
        assertThat(lie.code()).isEqualTo(1);
        assertThat(lie.said()).contains(".tlog-proof: invalid transparency proof");
    }
}

package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash may leave of the verified copy. */
class ReplicaTest {
    private static final String ORIGIN = "hub.exercise.example/ceasefire";
    private static final Instant NOW = Instant.ofEpochMilli(Scene.START);

    @TempDir
    Path directory;

    private final Scene scene = Scene.inForce();
    private final List<byte[]> entries =
            scene.entries().stream().map(Entry::bytes).toList();
    private final CheckpointSigner signer = new CheckpointSigner(ORIGIN, TestKeys.log());
    private final Trust trust = new Trust(
            SampleCharter.actual(TestKeys::fingerprint).charter(),
            LogKeys.of(signer.keys()),
            SignatureVerifier.bouncyCastle(),
            InstantSource.fixed(NOW));

    private byte[] checkpoint(long size) {
        return signer.sign(scene.tree().head(size), NOW);
    }

    @BeforeEach
    void takeTen() throws Exception {
        try (Replica replica = Replica.open(directory, trust)) {
            assertThat(replica.accept(0, entries.subList(0, 10), checkpoint(10)))
                    .hasSize(10);
        }
    }

    private Path file() {
        return directory.resolve("entries");
    }

    private void assertGoesOn() throws Exception {
        try (Replica replica = Replica.open(directory, trust)) {
            assertThat(replica.head()).isEqualTo(scene.tree().head(10));
            replica.accept(10, entries.subList(10, 15), checkpoint(15));
            assertThat(replica.entry(12).bytes()).isEqualTo(entries.get(12));
        }
        try (Replica replica = Replica.open(directory, trust)) {
            assertThat(replica.head()).isEqualTo(scene.tree().head(15));
        }
    }

    @Test
    void open_nothingLost_goesOn() throws Exception {
        assertGoesOn();
    }

    @Test
    void open_crashWithinAnEntryBeyondTheHead_goesOn() throws Exception {
        Files.write(file(), new byte[] {0, 0, 9, 0, 1, 2, 3}, StandardOpenOption.APPEND);
        assertGoesOn();
    }

    @Test
    void open_crashBetweenEntriesAndHead_goesOn() throws Exception {
        byte[] head = Files.readAllBytes(directory.resolve("head"));
        try (Replica replica = Replica.open(directory, trust)) {
            replica.accept(10, entries.subList(10, 12), checkpoint(12));
        }
        Files.write(directory.resolve("head"), head);
        assertGoesOn();
    }

    @Test
    void open_entriesCutShort_saysDamagedAndWhere() throws Exception {
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> Replica.open(directory, trust))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends within entry 9");
    }

    @Test
    void open_bitTurned_saysDamaged() throws Exception {
        byte[] whole = Files.readAllBytes(file());
        whole[whole.length - 20] ^= 1;
        Files.write(file(), whole);
        assertThatThrownBy(() -> Replica.open(directory, trust))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void open_notACopy_isLeftAlone() throws Exception {
        Files.writeString(file(), "something else entirely");
        assertThatThrownBy(() -> Replica.open(directory, trust))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a copy of a log");
        assertThat(file()).hasContent("something else entirely");
    }

    @Test
    void open_copyOfAnotherCharter_isRefused() {
        Trust other = new Trust(
                SampleCharter.exercise(TestKeys::fingerprint, 3600).charter(),
                trust.keys(),
                trust.verifier(),
                trust.clock());
        assertThatThrownBy(() -> Replica.open(directory, other))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("as the profile pins");
    }

    @Test
    void accept_lie_takesNothing() throws Exception {
        try (Replica replica = Replica.open(directory, trust)) {
            assertThatThrownBy(() -> replica.accept(10, entries.subList(11, 13), checkpoint(12)))
                    .isInstanceOf(LieException.class);
            assertThat(replica.head()).isEqualTo(scene.tree().head(10));
        }
        assertGoesOn();
    }

    @Test
    void accept_twoReplicasOfOneFolder_shareTheCopy() throws Exception {
        try (Replica one = Replica.open(directory, trust);
                Replica other = Replica.open(directory, trust)) {
            one.accept(10, entries.subList(10, 13), checkpoint(13));
            // The other's stream brings the same entries a moment later, and then more.
            assertThat(other.accept(10, entries.subList(10, 12), checkpoint(12)))
                    .isEmpty();
            assertThat(other.accept(12, entries.subList(12, 16), checkpoint(16)))
                    .hasSize(3);
            assertThat(one.accept(13, entries.subList(13, 16), checkpoint(16))).isEmpty();
            assertThat(one.head())
                    .isEqualTo(other.head())
                    .isEqualTo(scene.tree().head(16));
        }
    }

    /** A head of 13 entries that the log's keys have signed over another history. */
    private byte[] otherThirteen() {
        return signer.sign(new Head(13, scene.tree().head(3).root()), NOW);
    }

    @Test
    void accept_anotherProcessCameToWhatWasSeen_stillFindsTheSplit() throws Exception {
        try (Replica one = Replica.open(directory, trust);
                Replica other = Replica.open(directory, trust)) {
            assertThat(one.see(otherThirteen())).isPresent();
            other.accept(10, entries.subList(10, 15), checkpoint(15));
            assertSplit(() -> one.accept(10, entries.subList(10, 15), checkpoint(15)));
        }
    }

    @Test
    void open_anotherProcessCameToWhatWasSeen_findsTheSplitWithTheNextHead() throws Exception {
        try (Replica one = Replica.open(directory, trust);
                Replica other = Replica.open(directory, trust)) {
            one.see(otherThirteen());
            other.accept(10, entries.subList(10, 15), checkpoint(15));
        }
        try (Replica again = Replica.open(directory, trust)) {
            assertSplit(() -> again.accept(15, List.of(), checkpoint(15)));
        }
    }

    @Test
    void see_smallerHeadAfterAGreater_isJudgedToo() throws Exception {
        try (Replica replica = Replica.open(directory, trust)) {
            replica.see(checkpoint(15));
            replica.see(otherThirteen());
            assertSplit(() -> replica.accept(10, entries.subList(10, 15), checkpoint(15)));
        }
    }

    private static void assertSplit(ThrowingCallable call) {
        LieException lie = catchThrowableOfType(LieException.class, call);
        assertThat(lie).isNotNull();
        assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY);
    }

    @Test
    void hear_headBeyondTheCopy_isNotWhatTheHubHasShown() throws Exception {
        try (Replica replica = Replica.open(directory, trust)) {
            assertThat(replica.hear(checkpoint(15))).isPresent();
            assertThat(replica.greatestSeen()).isEqualTo(10);
            assertThat(replica.greatestKnown()).isEqualTo(15);
        }
        try (Replica again = Replica.open(directory, trust)) {
            assertThat(again.greatestSeen()).isEqualTo(10);
            assertThat(again.greatestKnown()).isEqualTo(15);
            assertThat(again.see(checkpoint(13))).isPresent();
            assertThat(again.greatestSeen()).isEqualTo(13);
            again.accept(10, entries.subList(10, 16), checkpoint(16));
            assertThat(again.greatestKnown()).isEqualTo(16);
        }
    }

    @Test
    void hear_headThatTheEntriesDoNotLeadThrough_isASplitAfterARestartToo() throws Exception {
        try (Replica replica = Replica.open(directory, trust)) {
            replica.hear(otherThirteen());
            assertSplit(() -> replica.see(checkpoint(13)));
        }
        try (Replica again = Replica.open(directory, trust)) {
            assertSplit(() -> again.accept(10, entries.subList(10, 15), checkpoint(15)));
        }
    }
}

package org.demarche.server.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.server.HubException;
import org.demarche.server.TestWitness;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.evidence.Bundles;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.timestamp.Stamped;
import org.demarche.server.witness.OpenedHead;
import org.demarche.server.witness.WitnessedHeads;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restored hub has of the word of witnesses and time authorities: two heads, of 4 and of 6 entries, both witnessed and stamped, as desks keep them. */
final class TestimonyTest {
    private static final Charter CHARTER = SampleCharter.actual(TestimonyTest::fingerprint)
            .witnessedBy("GB")
            .timestampedBy("alpha", "beta")
            .charter();
    private static final TestWitness WITNESS = new TestWitness("GB-w");
    private static final String RESTORED = "restored.sqlite";

    @TempDir
    private Path directory;

    private final List<String> passedOver = new ArrayList<>();
    private LogScene scene;
    private LogStore store;
    private Path copy;

    private static Sha256 fingerprint(String name) {
        return name.endsWith("/certificate")
                ? TestAuthority.named(name.substring(0, name.indexOf('/')))
                        .anchor()
                        .fingerprint()
                : TestWitness.fingerprints(TestKeys::fingerprint).apply(name);
    }

    @BeforeEach
    void grow() throws Exception {
        store = SqliteStore.open(directory.resolve("hub.sqlite"));
        scene = new LogScene(store, CHARTER);
        for (int i = 0; i < 2; i++) {
            scene.growSigned(2);
            stamp(witnessed(0));
        }
        copy = LongLog.copy(
                directory.resolve("copy"),
                LongLog.rows(store),
                scene.log().published().checkpoint().toByteArray());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private long size() {
        return scene.log().published().size();
    }

    private WitnessedHead witnessed(long lateMs) {
        store.cosigned().offer(size(), scene.log().published().checkpoint());
        VerifiedCheckpoint head =
                TestWitness.open(CHARTER, scene.log().published().checkpoint());
        store.cosigned().add(WITNESS.said(head, scene.nowMs() + lateMs));
        store.cosigned().markWitnessed(size());
        return witnessedHeads(scene).covering(size()).map(OpenedHead::message).orElseThrow();
    }

    private static WitnessedHeads witnessedHeads(LogScene of) {
        return new WitnessedHeads(of.log(), of.log().store().cosigned());
    }

    private void stamp(WitnessedHead head) {
        store.stamped().freeze(new FrozenHead(size(), head.toByteString()));
        for (String name : List.of("alpha", "beta")) {
            TestAuthority authority = TestAuthority.named(name);
            store.stamped()
                    .add(new StoredToken(
                            size(),
                            name,
                            ByteString.copyFrom(authority
                                    .token(head.getCheckpoint().toByteArray(), Instant.ofEpochMilli(scene.nowMs()))
                                    .bytes()),
                            ByteString.copyFrom(authority.anchor().bytes())));
        }
    }

    /** The evidence of the notice at an index, by the hub of a log. */
    private static byte[] evidence(LogScene of, long index) {
        LogStore held = of.log().store();
        return new Bundles(of.log(), witnessedHeads(of), new Stamped(of.log(), held.stamped(), of::nowMs))
                .ofNotice(held.entry(index).orElseThrow().identity().orElseThrow())
                .orElseThrow();
    }

    private Path file(String name, byte[] bytes) throws Exception {
        return Files.write(directory.resolve(name), bytes);
    }

    private Restore.Restored restore(Path... evidence) throws HubException {
        FollowerCopy follower = FollowerCopy.open(copy);
        HeldHeads held = new HeldHeads(passedOver::add).of(follower);
        for (Path path : evidence) {
            held.evidence(path);
        }
        Restore restore = Restore.of(
                follower, SeenHeads.of(follower, List.of(TestKeys.log().publicKey())), held);
        Path file = directory.resolve(RESTORED);
        try (LogStore target = SqliteStore.open(file)) {
            UnfinishedStore mark = new UnfinishedStore(directory, new StoreAddress.File(file));
            Restore.Restored restored =
                    restore.into(new Carriage(target, mark, SignatureVerifier.bouncyCastle(), n -> {}), scene.nowMs());
            assertThat(mark.isMarked()).isFalse();
            Fsck.Report report = new Fsck(target, SignatureVerifier.bouncyCastle(), scene.nowMs()).run(n -> {});
            assertThat(report.damage()).isEmpty();
            assertThat(report.misdated()).isEmpty();
            assertThat(report.cosigned()).isEqualTo(restored.cosigned());
            return restored;
        }
    }

    @Test
    void into_copyWithAWitnessedHead_hasIt() throws Exception {
        Files.write(
                copy.resolve("witnessed"),
                witnessedHeads(scene).covering(6).orElseThrow().message().toByteArray());
        Restore.Restored restored = restore();
        assertThat(restored.cosigned()).isEqualTo(1);
        assertThat(restored.witnessed()).isEqualTo(6);
        assertThat(restored.tokens()).isZero();
        try (LogStore target = SqliteStore.openToRead(directory.resolve(RESTORED))) {
            assertThat(target.cosigned().head(6)).isEqualTo(store.cosigned().head(6));
            assertThat(target.cosigned().cosignatures(6))
                    .isEqualTo(store.cosigned().cosignatures(6));
        }
    }

    @Test
    void into_evidenceOfEarlierEntries_isMadeAnewByTheRestoredHub() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("archive/2026"));
        Files.write(folder.resolve("three.evidence"), evidence(scene, 3));
        Files.write(folder.resolve("notes.txt"), new byte[] {1});
        Path other = file("five", evidence(scene, 5));
        Restore.Restored restored = restore(directory.resolve("archive"), other, other);
        assertThat(restored.cosigned()).isEqualTo(2);
        assertThat(restored.witnessed()).isEqualTo(6);
        assertThat(restored.tokens()).isEqualTo(4);
        assertThat(passedOver).isEmpty();
        try (LogScene again = new LogScene(SqliteStore.open(directory.resolve(RESTORED)), CHARTER)) {
            assertThat(again.log().published().size()).isEqualTo(6);
            assertThat(evidence(again, 3)).isEqualTo(evidence(scene, 3));
            assertThat(evidence(again, 5)).isEqualTo(evidence(scene, 5));
        }
    }

    @Test
    void into_afterARestoreThatWasCutOff_takesWhatMoreThereIs() throws Exception {
        Path late = file("late", evidence(scene, 5));
        assertThat(restore(late).tokens()).isEqualTo(2);
        assertThat(restore(late, file("early", evidence(scene, 3))).tokens()).isEqualTo(4);
        try (LogStore target = SqliteStore.openToRead(directory.resolve(RESTORED))) {
            assertThat(target.stamped().heads(1, 10)).isEqualTo(store.stamped().heads(1, 10));
        }
    }

    @Test
    void into_nothingHeld_hasNothing() throws Exception {
        Restore.Restored restored = restore();
        assertThat(restored.cosigned()).isZero();
        assertThat(restored.witnessed()).isZero();
        assertThat(restored.tokens()).isZero();
        assertThat(passedOver).isEmpty();
    }

    @Test
    void into_cosignatureDatedWronglyOrUnderAnothersKey_isNotTaken() throws Exception {
        VerifiedCheckpoint head =
                TestWitness.open(CHARTER, scene.log().published().checkpoint());
        WitnessedHead sound = witnessedHeads(scene).covering(6).orElseThrow().message();
        for (Duration late : List.of(Duration.ofDays(-1), Duration.ofDays(1))) {
            VerifiedCheckpoint misdated = head.plus(WITNESS.lines(head, scene.nowMs() + late.toMillis()));
            Files.write(
                    copy.resolve("witnessed"),
                    sound.toBuilder()
                            .setCheckpoint(ByteString.copyFrom(misdated.note()))
                            .build()
                            .toByteArray());
            assertThat(restore().cosigned()).isZero();
        }
        Files.write(
                copy.resolve("witnessed"),
                sound.toBuilder()
                        .clearWitnessKeys()
                        .addWitnessKeys(new TestWitness("NO-w")
                                .request(head, scene.nowMs())
                                .getKey())
                        .build()
                        .toByteArray());
        assertThat(restore().cosigned()).isZero();
    }

    @Test
    void into_tokensOfAnotherHead_areNotTaken() throws Exception {
        EvidenceBundle three = EvidenceBundle.parseFrom(evidence(scene, 3));
        EvidenceBundle five = EvidenceBundle.parseFrom(evidence(scene, 5));
        Path mixed = file(
                "mixed",
                three.toBuilder()
                        .setTimestamps(0, five.getTimestamps(0))
                        .build()
                        .toByteArray());
        Restore.Restored restored = restore(mixed);
        assertThat(restored.cosigned()).isEqualTo(1);
        assertThat(restored.tokens()).as("the other one").isEqualTo(1);
    }

    @Test
    void of_filesThatAreOfNoUse_arePassedOverAndNamed() throws Exception {
        Files.write(copy.resolve("witnessed"), new byte[] {1, 2, 3});
        Path none = file("none", new byte[] {4, 5});
        EvidenceBundle three = EvidenceBundle.parseFrom(evidence(scene, 3));
        byte[] note = three.getCheckpoint().toByteArray();
        byte[] forged = new String(note, java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst("\\n4\\n", "\n5\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Path unsigned = file(
                "unsigned",
                three.toBuilder()
                        .setCheckpoint(ByteString.copyFrom(forged))
                        .build()
                        .toByteArray());
        assertThat(restore(none, unsigned).cosigned()).isZero();
        assertThat(passedOver).hasSize(3);
        assertThat(passedOver.get(0)).contains("witnessed was passed over: it is no witnessed head");
        assertThat(passedOver.get(1)).contains("none was passed over: not an evidence bundle");
        assertThat(passedOver.get(2)).contains("unsigned was passed over", "log keys have signed");
    }

    @Test
    void of_evidenceUnderAGreaterHead_isRefusedAsAnyHeadThatTheCopyIsBehind() throws Exception {
        Path five = file("five", evidence(scene, 5));
        byte[] head = scene.log().checkpointAt(5).toByteArray();
        LongLog.copy(copy, LongLog.rows(store).subList(0, 5), head);
        assertThatThrownBy(() -> restore(five))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(7))
                .hasMessageContaining("has 5 entries, but this hub has signed for 6 (" + five);
        assertThat(Optional.of(directory.resolve(RESTORED)))
                .hasValueSatisfying(p -> assertThat(p).doesNotExist());
    }

    @Test
    void evidence_whereThereIsNone_saysWhatToGive() {
        assertThatThrownBy(() -> restore(directory.resolve("nothing")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(
                        "nothing does not exist: give an evidence bundle, a misbehaviour file, a signed head, or a folder of them");
    }
}

package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A successor charter names other log keys: every head is judged by those of the charter that governs behind its last entry, and by no others. */
class LogKeyChangeTest {
    private static final String ORIGIN = "hub.exercise.example/ceasefire";
    private static final Instant NOW = Instant.ofEpochMilli(Scene.START);
    private static final LogSigningKey NEXT = LogSigningKey.generate(new SecureRandom());
    private static final CheckpointSigner OLD_LOG = new CheckpointSigner(ORIGIN, TestKeys.log());
    private static final CheckpointSigner NEW_LOG = new CheckpointSigner(ORIGIN, NEXT);

    private static Scene scene;
    private static List<byte[]> entries;
    /** The size of the head over the entry that completes the adoption. */
    private static int adopted;

    @TempDir
    Path directory;

    private Replica replica;

    @BeforeAll
    static void play() {
        scene = Scene.inForce();
        SampleCharter successor = SampleCharter.actual(name -> switch (name) {
                    case "log/ed25519" -> NEXT.publicKey().ed25519Id();
                    case "log/ml-dsa-44" -> NEXT.publicKey().mlDsa44Id();
                    default -> TestKeys.fingerprint(name);
                })
                .following(scene.charter().hash());
        Scene.entry(scene.post("UA", successor.text()));
        for (String party : SampleCharter.PARTIES.keySet()) {
            Scene.entry(scene.assent(party, successor.charter()));
            if (adopted == 0 && scene.charter().version() == 2) {
                adopted = scene.entries().size();
            }
        }
        scene.report("NO/watch");
        entries = scene.entries().stream().map(Entry::bytes).toList();
        assertThat(adopted).isBetween(2, entries.size() - 2);
    }

    @BeforeEach
    void open() throws Exception {
        replica = Replica.open(directory, trust(keys(OLD_LOG, NEW_LOG)));
        replica.accept(0, entries.subList(0, adopted - 1), head(OLD_LOG, adopted - 1));
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
    }

    private static LogKeys keys(CheckpointSigner... logs) {
        List<NoteKey> all = new ArrayList<>();
        List.of(logs).forEach(log -> all.addAll(log.keys()));
        return LogKeys.of(all);
    }

    private static Trust trust(LogKeys keys) {
        return new Trust(
                SampleCharter.actual(TestKeys::fingerprint).charter(),
                keys,
                SignatureVerifier.bouncyCastle(),
                InstantSource.fixed(NOW));
    }

    private static byte[] head(CheckpointSigner log, int size) {
        return log.sign(scene.tree().head(size), NOW);
    }

    private List<Entry> accept(int from, int size, CheckpointSigner log) throws Exception {
        return replica.accept(from, entries.subList(from, size), head(log, size));
    }

    private static void assertSignatureLie(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        LieException lie = catchThrowableOfType(LieException.class, call);
        assertThat(lie).isNotNull();
        assertThat(lie.kind()).isEqualTo(Misbehaviour.SIGNATURE);
    }

    @Test
    void accept_liveOverTheChange_takesHeadsByTheNewKeysFromTheAdoptingEntryOn() throws Exception {
        assertThat(accept(adopted - 1, adopted, NEW_LOG)).hasSize(1);
        assertThat(accept(adopted, adopted + 1, NEW_LOG)).hasSize(1);
        assertThat(replica.charter().version()).isEqualTo(2);
    }

    @Test
    void accept_oldKeysOverTheAdoptingEntry_isALie() {
        assertSignatureLie(() -> accept(adopted - 1, adopted, OLD_LOG));
        assertThat(replica.size()).isEqualTo(adopted - 1);
    }

    @Test
    void accept_newKeysBeforeTheAdoptingEntry_isALie() throws Exception {
        try (Replica other = Replica.open(directory.resolve("other"), trust(keys(OLD_LOG, NEW_LOG)))) {
            assertSignatureLie(() -> other.accept(0, entries.subList(0, adopted - 1), head(NEW_LOG, adopted - 1)));
        }
    }

    @Test
    void accept_allAtOnceAndOpenedAgain_judgesHeadsOnEitherSideByTheirOwnKeys() throws Exception {
        accept(adopted - 1, entries.size(), NEW_LOG);
        replica.close();
        replica = Replica.open(directory, trust(keys(OLD_LOG, NEW_LOG)));
        assertThat(replica.see(head(OLD_LOG, adopted - 1))).isPresent();
        assertThat(replica.see(head(NEW_LOG, adopted))).isPresent();
        assertSignatureLie(() -> replica.see(head(NEW_LOG, adopted - 1)));
        assertSignatureLie(() -> replica.see(head(OLD_LOG, adopted)));
    }

    @Test
    void see_newKeysBeyondTheCopy_waitsUntilTheCopyHasComeThere() throws Exception {
        assertThat(replica.see(head(NEW_LOG, adopted + 1))).isEmpty();
        assertThat(replica.greatestSeen()).isEqualTo(adopted - 1);

        accept(adopted - 1, adopted + 1, NEW_LOG);

        assertThat(replica.see(head(NEW_LOG, adopted + 1))).isPresent();
        assertThat(replica.greatestSeen()).isEqualTo(adopted + 1);
    }

    @Test
    void see_foreignKeysBeyondTheCopy_isALieOnceTheCopyHasComeThere() throws Exception {
        CheckpointSigner foreign = new CheckpointSigner(ORIGIN, LogSigningKey.generate(new SecureRandom()));
        assertThat(replica.see(head(foreign, adopted + 1))).isEmpty();
        accept(adopted - 1, adopted, NEW_LOG);
        assertSignatureLie(() -> accept(adopted, adopted + 1, NEW_LOG));
    }

    @Test
    void see_severalHeadsBeyondTheCopy_judgesEachAsItIsPassed() throws Exception {
        assertThat(replica.see(head(NEW_LOG, adopted + 1))).isEmpty();
        Head other = new Head(adopted + 1, scene.tree().head(3).root());
        assertThat(replica.see(NEW_LOG.sign(other, NOW))).isEmpty();
        Head greater = new Head(Long.MAX_VALUE, other.root());
        assertThat(replica.see(NEW_LOG.sign(greater, NOW))).isEmpty();

        accept(adopted - 1, adopted, NEW_LOG);
        LieException lie = catchThrowableOfType(LieException.class, () -> accept(adopted, adopted + 1, NEW_LOG));
        assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY);
    }

    @Test
    void see_moreHeadsThanAreKept_keepsTheSmallest() throws Exception {
        Head other = new Head(adopted + 1, scene.tree().head(3).root());
        for (int i = 0; i < Horizon.MOST_WAITING; i++) {
            replica.see(NEW_LOG.sign(new Head(Long.MAX_VALUE - i, other.root()), NOW));
        }
        replica.see(NEW_LOG.sign(other, NOW));
        LieException lie = catchThrowableOfType(LieException.class, () -> accept(adopted - 1, adopted + 1, NEW_LOG));
        assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY);
    }

    @Test
    void see_newKeysOverAnotherHistory_isSplitOnceTheCopyHasComeThere() throws Exception {
        Head other = new Head(adopted + 1, scene.tree().head(3).root());
        assertThat(replica.see(NEW_LOG.sign(other, NOW))).isEmpty();
        LieException lie = catchThrowableOfType(LieException.class, () -> accept(adopted - 1, adopted + 2, NEW_LOG));
        assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY);
    }

    @Test
    void see_oldKeysBeyondTheChange_isALieOnceTheCopyHasComeThere() throws Exception {
        assertThat(replica.see(head(OLD_LOG, adopted + 1))).isPresent();
        assertSignatureLie(() -> accept(adopted - 1, adopted + 1, NEW_LOG));
    }

    @Test
    void accept_newKeysNotAtHand_isNoAccusation() throws Exception {
        replica.close();
        replica = Replica.open(directory, trust(keys(OLD_LOG)));
        assertThatThrownBy(() -> accept(adopted - 1, adopted, NEW_LOG))
                .isInstanceOf(MissingLogKeyException.class)
                .hasMessageContaining(NEXT.publicKey().ed25519Id().fingerprint());
        assertThat(replica.size()).isEqualTo(adopted - 1);
    }

    @Test
    void refusal_opened_isJudgedByTheKeysBehindTheHeadThatItNames() throws Exception {
        assertThat(opened(refusal(TestKeys.log(), adopted - 1))).isPresent();
        assertThat(opened(refusal(NEXT, adopted))).isEmpty();
        accept(adopted - 1, adopted, NEW_LOG);
        assertThat(opened(refusal(NEXT, adopted))).isPresent();
        assertThat(opened(refusal(TestKeys.log(), adopted - 1))).isPresent();
        assertThat(opened(refusal(TestKeys.log(), adopted))).isEmpty();
    }

    @Test
    void refusal_ofAnotherLog_isNotTaken() {
        SignedRefusal other = new RefusalSigner(TestKeys.log())
                .sign(refusal(adopted - 1).toBuilder()
                        .setOrigin("another.example/log")
                        .build());
        assertThat(opened(other)).isEmpty();
    }

    private Optional<Refusal> opened(SignedRefusal signed) {
        return new RefusalCheck(replica, trust(keys(OLD_LOG, NEW_LOG))).open(signed);
    }

    private static SignedRefusal refusal(LogSigningKey log, int size) {
        return new RefusalSigner(log).sign(refusal(size));
    }

    private static Refusal refusal(int size) {
        Head head = scene.tree().head(size);
        return Refusal.newBuilder()
                .setOrigin(ORIGIN)
                .setNotice(scene.tree().head(1).root().byteString())
                .setReason(Reason.CHARTER_CHANGED.name())
                .setSentence("because")
                .setSize(head.size())
                .setRoot(head.root().byteString())
                .setRefusedAtMs(1)
                .build();
    }
}

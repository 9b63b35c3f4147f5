package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.Code;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.HubException;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.FollowerCopy;
import org.demarche.server.carry.HeldHeads;
import org.demarche.server.carry.LongLog;
import org.demarche.server.carry.Restore;
import org.demarche.server.carry.SeenHeads;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.evidence.Bundles;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.timestamp.Stamped;
import org.demarche.server.witness.WitnessedHeads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A successor charter names another key pair for the log. */
final class LogKeyChangeTest {
    private static final List<String> OTHERS =
            List.of("US", "NO", "GB", "FR", "DE", "PL", "TR", "IS", "SE", "FI", "DK");

    @TempDir
    private Path directory;

    private final LogSigningKey next = LogSigningKey.generate(new SecureRandom());
    private Charter successor;
    private Submission last;

    /** Everything up to the assent that completes the adoption of the successor, which is offered too. */
    private void adoptSuccessor(LogScene scene) {
        Charter first = scene.log().published().governance().charter();
        successor = SampleCharter.actual(name -> switch (name) {
                    case "log/ed25519" -> next.publicKey().ed25519Id();
                    case "log/ml-dsa-44" -> next.publicKey().mlDsa44Id();
                    default -> TestKeys.fingerprint(name);
                })
                .following(first.hash())
                .charter();
        OTHERS.forEach(party -> scene.commit(scene.assent(party, first)));
        assertThat(scene.log().published().governance().inForce()).isTrue();
        scene.commit(scene.post(successor));
        scene.commit(scene.assent("UA", successor));
        for (String party : OTHERS) {
            last = scene.assent(party, successor);
            scene.commit(last);
        }
    }

    private static boolean verifies(ByteString checkpoint, LogSigningKey key) {
        try {
            new CheckpointVerifier("hub.exercise.example/ceasefire", key.publicKey()).open(checkpoint.toByteArray());
            return true;
        } catch (NoteException e) {
            return false;
        }
    }

    @Test
    void adoption_keysAtHand_signsLaterHeadsWithTheNewOnesAndEarlierHeadsWithTheOld() throws Exception {
        long size;
        try (LogScene scene = new LogScene(directory, TestKeys.log(), next)) {
            adoptSuccessor(scene);
            assertThat(last.answer().join()).isInstanceOf(Answer.Logged.class);
            size = scene.log().published().size();
            check(scene, size);
        }
        try (LogScene reopened = new LogScene(directory, TestKeys.log(), next)) {
            check(reopened, size);
        }
        assertThatThrownBy(() -> new LogScene(directory, TestKeys.log()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("log.other_keystores");
        assertThatThrownBy(() -> new LogScene(directory, next))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("version 1");
    }

    private void check(LogScene scene, long size) {
        assertThat(scene.log().published().governance().charter().version()).isEqualTo(2);
        assertThat(verifies(scene.log().published().checkpoint(), next)).isTrue();
        assertThat(verifies(scene.log().checkpointAt(size - 1), TestKeys.log()))
                .as("before the adopting entry")
                .isTrue();
        assertThat(verifies(scene.log().checkpointAt(size - 1), next)).isFalse();
    }

    @Test
    void adoption_keysAtHand_everythingThatIsSignedLaterIsUnderTheNewOnes() throws Exception {
        try (LogScene scene = new LogScene(directory, TestKeys.log(), next)) {
            adoptSuccessor(scene);
            HubLog log = scene.log();
            SignedRefusal refusal = new Refusals(log, () -> 1)
                    .sign(
                            UnverifiedNotice.parse(scene.message("late").bytes().toByteArray()),
                            new Answer.Refused(new Refusal(Reason.KEY_UNKNOWN, "not in force")))
                    .orElseThrow();
            assertThat(RefusalVerifier.open(refusal, next.publicKey())).isPresent();
            assertThat(RefusalVerifier.open(refusal, TestKeys.log().publicKey()))
                    .isEmpty();

            Receipts receipts = new Receipts(log);
            StoredEntry early = log.store().entry(1).orElseThrow();
            assertThat(verifies(receipts.of(early).getCheckpoint(), next))
                    .as("a receipt is under the newest head, however old its entry")
                    .isTrue();
        }
    }

    @Test
    void evidence_ofWhatTheOldCharterGoverned_isUnderTheOldKeysAndProven() throws Exception {
        try (LogScene scene = new LogScene(directory, TestKeys.log(), next)) {
            Submission early = Submission.of(scene.message("before"));
            scene.commit(early);
            adoptSuccessor(scene);
            assertProven(scene, early, TestKeys.log());
            assertProven(scene, last, next);
            scene.turnTo(successor);
            Submission late = Submission.of(scene.message("after"));
            scene.commit(late);
            assertProven(scene, late, next);
            assertProven(scene, early, TestKeys.log());
        }
    }

    @Test
    void evidence_ofAHubThatOnlyReads_isUnderTheHeadsThatWereLeftAndProven() throws Exception {
        try (LogScene scene = new LogScene(directory, TestKeys.log(), next)) {
            Submission early = Submission.of(scene.message("before"));
            scene.commit(early);
            adoptSuccessor(scene);
            HeadShelf shelf = new HeadShelf();
            new HeadTrail(scene.log(), shelf, 1).leave();
            long size = scene.log().published().size();
            assertThat(shelf.lasting()).as("the last under the replaced pair").containsExactly(size - 1);
            List<NoteKey> keys = new ArrayList<>(new CheckpointSigner(LongLog.ORIGIN, TestKeys.log()).keys());
            keys.addAll(new CheckpointSigner(LongLog.ORIGIN, next).keys());
            HubLog reading = new HubLog(
                    scene.store(),
                    new StoredHeads(shelf, "the database", LogKeys.of(keys), () -> 1),
                    SignatureVerifier.bouncyCastle(),
                    1 << 20);
            assertThat(reading.published().head())
                    .isEqualTo(scene.log().published().head());
            assertProven(reading, early, TestKeys.log());
            assertProven(reading, last, next);
        }
    }

    private static void assertProven(LogScene scene, Submission notice, LogSigningKey key) throws Exception {
        assertProven(scene.log(), notice, key);
    }

    private static void assertProven(HubLog log, Submission notice, LogSigningKey key) throws Exception {
        byte[] bundle = new Bundles(
                        log,
                        new WitnessedHeads(log, log.store().cosigned()),
                        new Stamped(
                                log,
                                log.store().stamped(),
                                () -> log.published().lastAcceptedAtMs()))
                .ofNotice(notice.identity().orElseThrow())
                .orElseThrow();
        assertThat(verifies(EvidenceBundle.parseFrom(bundle).getCheckpoint(), key))
                .isTrue();
        Sha256 pinned = SampleCharter.actual(TestKeys::fingerprint).charter().hash();
        assertThat(Verification.verify(bundle, pinned, Optional.empty(), SignatureVerifier.bouncyCastle())
                        .verdict()
                        .code())
                .isEqualTo(Code.PROVEN);
    }

    @Test
    void adoption_keysMissing_isNotTakenAndTheLogGoesOn() throws Exception {
        try (LogScene scene = new LogScene(directory)) {
            adoptSuccessor(scene);
            assertThat(((Answer.Refused) last.answer().join()).refusal().reason())
                    .isEqualTo(Reason.NOT_READY);
            assertThat(scene.log().published().governance().charter().version()).isEqualTo(1);
            // In a batch, only the adoption stays out.
            Submission before = Submission.of(scene.message("x"));
            Submission after = Submission.of(scene.message("y"));
            Submission adoption = scene.assent(OTHERS.get(OTHERS.size() - 1), successor);
            scene.commit(before, adoption, after);
            assertThat(before.answer().join()).isInstanceOf(Answer.Logged.class);
            assertThat(((Answer.Refused) adoption.answer().join()).refusal().reason())
                    .isEqualTo(Reason.NOT_READY);
            assertThat(after.answer().join()).isInstanceOf(Answer.Logged.class);
            assertThat(scene.log().published().governance().charter().version()).isEqualTo(1);
        }
    }

    @Test
    void restore_ofACopyUnderTheNewKeys_goesByThoseThatGovernAtItsHead() throws Exception {
        List<LogPublicKey> keys = List.of(TestKeys.log().publicKey(), next.publicKey());
        Path state = directory.resolve("state");
        Head head;
        try (LogScene scene = new LogScene(directory, TestKeys.log(), next)) {
            adoptSuccessor(scene);
            head = scene.log().published().head();
            LongLog.copy(state, LongLog.rows(scene.log().store()), LongLog.note(LongLog.ORIGIN, next, head));
        }
        assertThat(restored(state, keys, "sound.sqlite").head()).isEqualTo(head);
        // The replaced pair belongs to this log, but signs nothing here any more.
        Files.write(state.resolve("head"), LongLog.note(LongLog.ORIGIN, TestKeys.log(), head));
        assertThatThrownBy(() -> restored(state, keys, "unsound.sqlite"))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(13))
                .hasMessageContaining("not those of the charter in force");
    }

    private Carriage.Carried restored(Path state, List<LogPublicKey> keys, String name) throws HubException {
        Path file = directory.resolve(name);
        try (LogStore store = SqliteStore.open(file)) {
            FollowerCopy copy = FollowerCopy.open(state);
            return Restore.of(copy, SeenHeads.of(copy, keys), new HeldHeads(said -> {}))
                    .into(
                            new Carriage(
                                    store,
                                    new UnfinishedStore(directory, new StoreAddress.File(file)),
                                    SignatureVerifier.bouncyCastle(),
                                    n -> {}),
                            0)
                    .carried();
        }
    }
}

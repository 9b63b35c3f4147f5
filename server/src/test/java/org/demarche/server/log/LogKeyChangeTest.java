package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogSigningKey;
import org.demarche.refusal.Reason;
import org.demarche.server.store.StoreException;
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
                .hasMessageContaining("log.next_keystore");
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
    void adoption_keysMissing_isNotTakenAndTheLogGoesOn() throws Exception {
        try (LogScene scene = new LogScene(directory)) {
            adoptSuccessor(scene);
            assertThat(((Answer.Refused) last.answer().join()).refusal().reason())
                    .isEqualTo(Reason.NOT_READY);
            assertThat(scene.log().published().governance().charter().version()).isEqualTo(1);
            Submission message = Submission.of(scene.message("x"));
            scene.commit(message);
            assertThat(message.answer().join()).isInstanceOf(Answer.Logged.class);
        }
    }
}

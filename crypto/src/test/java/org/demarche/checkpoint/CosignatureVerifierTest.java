package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.demarche.merkle.Head;
import org.junit.jupiter.api.Test;

class CosignatureVerifierTest {
    private static final String NAME = "witness.example/w1";
    private static final Instant LATER = TestLog.AT.plusSeconds(7);
    private static final Cosigner COSIGNER = new Cosigner(NAME, TestLog.WITNESS_KEY);
    private static final CosignatureVerifier VERIFIER = new CosignatureVerifier(NAME, TestLog.WITNESS_KEY.publicKey());

    @Test
    void check_cosigned_isValidAtItsTime() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        List<NoteSignature> lines = COSIGNER.cosign(checkpoint, LATER.plusMillis(900));
        assertThat(VERIFIER.check(checkpoint, lines)).isEqualTo(new Cosignature.Valid(LATER));
        VerifiedCheckpoint cosigned = checkpoint.plus(lines);
        assertThat(VERIFIER.check(cosigned)).isEqualTo(new Cosignature.Valid(LATER));
        assertThat(new CheckpointVerifier(TestLog.ORIGIN, TestLog.KEY.publicKey())
                        .open(cosigned.note())
                        .signatures())
                .hasSize(4);
    }

    @Test
    void check_twoTimes_countsTheLater() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        List<NoteSignature> early = COSIGNER.cosign(checkpoint, TestLog.AT);
        List<NoteSignature> late = COSIGNER.cosign(checkpoint, LATER);
        assertThat(VERIFIER.check(checkpoint, List.of(early.get(0), late.get(1))))
                .isEqualTo(new Cosignature.Valid(LATER));
        assertThat(VERIFIER.check(checkpoint, List.of(late.get(0), early.get(1))))
                .isEqualTo(new Cosignature.Valid(LATER));
    }

    @Test
    void check_oneOfTheTwo_doesNotCount() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        List<NoteSignature> lines = COSIGNER.cosign(checkpoint, LATER);
        assertThat(VERIFIER.check(checkpoint)).isEqualTo(new Cosignature.Absent());
        assertThat(VERIFIER.check(checkpoint, List.of(lines.get(0)))).isEqualTo(new Cosignature.Absent());
        assertThat(VERIFIER.check(checkpoint, List.of(lines.get(1)))).isEqualTo(new Cosignature.Absent());
    }

    @Test
    void check_otherHeadOrOrigin_isFalse() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        Head next = new Head(TestLog.HEAD.size() + 1, TestLog.HEAD.root());
        for (Checkpoint other :
                List.of(new Checkpoint(TestLog.ORIGIN, next), new Checkpoint("log.example/other", TestLog.HEAD))) {
            byte[] note = new CheckpointSigner(other.origin(), TestLog.KEY).sign(other.head(), TestLog.AT);
            VerifiedCheckpoint foreign = new CheckpointVerifier(other.origin(), TestLog.KEY.publicKey()).open(note);
            List<NoteSignature> lines = COSIGNER.cosign(foreign, LATER);
            assertThat(VERIFIER.check(checkpoint, lines)).isInstanceOf(Cosignature.False.class);
            assertThat(VERIFIER.check(checkpoint, List.of(lines.get(0)))).isInstanceOf(Cosignature.False.class);
            assertThat(VERIFIER.check(checkpoint, List.of(lines.get(1)))).isInstanceOf(Cosignature.False.class);
        }
    }

    @Test
    void check_everyChangedByteOfALine_isFalse() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        List<NoteSignature> lines = COSIGNER.cosign(checkpoint, LATER);
        for (int which = 0; which < 2; which++) {
            byte[] bytes = lines.get(which).signature().toByteArray();
            int step = which == 0 ? 1 : 23;
            for (int place = 0; place < bytes.length; place += place < 8 ? 1 : step) {
                byte[] changed = bytes.clone();
                changed[place] ^= (byte) 0x80;
                NoteSignature line = new NoteSignature(NAME, lines.get(which).keyId(), ByteString.copyFrom(changed));
                assertThat(VERIFIER.check(checkpoint, List.of(line, lines.get(1 - which))))
                        .isInstanceOf(Cosignature.False.class);
            }
        }
    }

    @Test
    void check_otherLinesThatAreFalse_takeNothingAwayFromThisWitness() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        List<NoteSignature> lines = new ArrayList<>();
        for (NoteSignature own : COSIGNER.cosign(checkpoint, LATER)) {
            ByteString broken = ByteString.copyFrom(new byte[own.signature().size()]);
            lines.add(new NoteSignature("witness.example/w2", own.keyId(), broken));
            lines.add(new NoteSignature(NAME, own.keyId() + 1, broken));
            lines.add(own);
        }
        assertThat(VERIFIER.check(checkpoint.plus(lines))).isEqualTo(new Cosignature.Valid(LATER));
    }

    @Test
    void check_impossibleTimeOrLength_isFalseAndNoException() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        for (NoteSignature line : COSIGNER.cosign(checkpoint, LATER)) {
            for (long timeS : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800L}) {
                ByteString time = ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, timeS));
                NoteSignature changed = new NoteSignature(
                        NAME, line.keyId(), time.concat(line.signature().substring(8)));
                assertThat(VERIFIER.check(checkpoint, List.of(changed))).isInstanceOf(Cosignature.False.class);
            }
            NoteSignature cut =
                    new NoteSignature(NAME, line.keyId(), line.signature().substring(0, 7));
            assertThat(VERIFIER.check(checkpoint, List.of(cut))).isInstanceOf(Cosignature.False.class);
        }
    }

    @Test
    void check_anotherName_isNotThisWitness() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        CosignatureVerifier other = new CosignatureVerifier("witness.example/w2", TestLog.WITNESS_KEY.publicKey());
        List<NoteSignature> lines = COSIGNER.cosign(checkpoint, LATER);
        assertThat(other.check(checkpoint, lines)).isEqualTo(new Cosignature.Absent());
        // Renamed together with its key id, only the ML-DSA-44 line gives itself away: it binds the name.
        List<NoteKey> keys = new Cosigner("witness.example/w2", TestLog.WITNESS_KEY).keys();
        List<NoteSignature> renamed = List.of(
                new NoteSignature(
                        keys.get(0).name(), keys.get(0).id(), lines.get(0).signature()),
                new NoteSignature(
                        keys.get(1).name(), keys.get(1).id(), lines.get(1).signature()));
        assertThat(other.check(checkpoint, renamed)).isInstanceOf(Cosignature.False.class);
    }

    @Test
    void check_theLogsOwnKeyAsWitness_needsItsOwnCosignature() throws NoteException {
        CosignatureVerifier log = new CosignatureVerifier(TestLog.ORIGIN, TestLog.KEY.publicKey());
        assertThat(log.check(TestLog.checkpoint())).isEqualTo(new Cosignature.Absent());
    }

    @Test
    void timeOf_oneLineByItself_isItsTime() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        List<NoteSignature> lines = COSIGNER.cosign(checkpoint, LATER.plusMillis(900));
        assertThat(VERIFIER.keys()).isEqualTo(COSIGNER.keys());
        for (int i = 0; i < 2; i++) {
            NoteKey key = VERIFIER.keys().get(i);
            assertThat(CosignatureVerifier.timeOf(lines.get(i), key, checkpoint.checkpoint()))
                    .contains(LATER);
            assertThat(CosignatureVerifier.timeOf(lines.get(1 - i), key, checkpoint.checkpoint()))
                    .as("by the other key")
                    .isEmpty();
            assertThat(CosignatureVerifier.timeOf(
                            lines.get(i), key, new Checkpoint("log.example/other", checkpoint.head())))
                    .isEmpty();
        }
    }

    @Test
    void timeOf_aLineOfALogsOwnKey_isNone() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        NoteKey key = new CheckpointSigner(TestLog.ORIGIN, TestLog.KEY).keys().get(0);
        NoteSignature line = checkpoint.signatures().get(0);
        assertThat(line.by(key)).isTrue();
        assertThat(CosignatureVerifier.timeOf(line, key, checkpoint.checkpoint()))
                .isEmpty();
    }

    @Test
    void cosign_timeOutOfRange_isRefused() throws NoteException {
        VerifiedCheckpoint checkpoint = TestLog.checkpoint();
        assertThatThrownBy(() -> COSIGNER.cosign(checkpoint, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

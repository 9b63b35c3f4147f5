package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;

class CheckpointVerifierTest {
    private static final byte[] NOTE = TestLog.note();
    private static final CheckpointVerifier VERIFIER = new CheckpointVerifier(TestLog.ORIGIN, TestLog.KEY.publicKey());

    @Test
    void open_signedCheckpoint_isTheHead() throws NoteException {
        VerifiedCheckpoint opened = VERIFIER.open(NOTE);
        assertThat(opened.head()).isEqualTo(TestLog.HEAD);
        assertThat(opened.checkpoint().origin()).isEqualTo(TestLog.ORIGIN);
        assertThat(opened.signedAt()).isEqualTo(TestLog.AT);
        assertThat(opened.note()).isEqualTo(NOTE);
        assertThat(opened.signatures()).hasSize(2);
    }

    @Test
    void open_emptyLog_isTheEmptyHead() throws NoteException {
        Head empty = new Head(0, Merkle.EMPTY_ROOT);
        byte[] note = new CheckpointSigner(TestLog.ORIGIN, TestLog.KEY).sign(empty, TestLog.AT);
        assertThat(VERIFIER.open(note).head()).isEqualTo(empty);
    }

    @Test
    void open_everyChangedByte_neverOpens() {
        for (int place = 0; place < NOTE.length; place++) {
            byte[] changed = NOTE.clone();
            changed[place] ^= 1;
            assertThatThrownBy(() -> VERIFIER.open(changed))
                    .as("place %d", place)
                    .isInstanceOf(NoteException.class);
        }
    }

    @Test
    void open_everyValueOfEveryByteOfTheText_neverOpens() {
        int text = new String(NOTE, StandardCharsets.UTF_8).indexOf("\n\n") + 2;
        for (int place = 0; place < text; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = NOTE.clone();
                changed[place] = (byte) value;
                if (!Arrays.equals(changed, NOTE)) {
                    assertThatThrownBy(() -> VERIFIER.open(changed)).isInstanceOf(NoteException.class);
                }
            }
        }
    }

    @Test
    void open_everyProperPrefix_isRefused() {
        for (int length = 0; length < NOTE.length; length++) {
            byte[] prefix = Arrays.copyOf(NOTE, length);
            assertThatThrownBy(() -> VERIFIER.open(prefix))
                    .as("length %d", length)
                    .isInstanceOf(NoteException.class);
        }
    }

    @Test
    void open_oneSignatureTaken_isRefused() throws NoteException {
        Note note = Note.parse(NOTE);
        for (int kept = 0; kept < 2; kept++) {
            byte[] stripped =
                    Note.of(note.text(), List.of(note.signatures().get(kept))).bytes();
            assertThat(reason(VERIFIER, stripped)).isEqualTo(Reason.SIGNATURE_INVALID);
        }
    }

    @Test
    void open_oneSignatureOfAnotherHead_isRefused() throws NoteException {
        Head other = new Head(TestLog.HEAD.size() + 1, TestLog.HEAD.root());
        Note mine = Note.parse(NOTE);
        Note theirs = Note.parse(new CheckpointSigner(TestLog.ORIGIN, TestLog.KEY).sign(other, TestLog.AT));
        for (int i = 0; i < 2; i++) {
            List<NoteSignature> mixed = List.of(
                    (i == 0 ? theirs : mine).signatures().get(0),
                    (i == 0 ? mine : theirs).signatures().get(1));
            assertThat(reason(VERIFIER, Note.of(mine.text(), mixed).bytes())).isEqualTo(Reason.SIGNATURE_INVALID);
        }
    }

    @Test
    void open_anotherLogOrKey_isRefused() {
        CheckpointVerifier otherOrigin = new CheckpointVerifier("log.example/other", TestLog.KEY.publicKey());
        CheckpointVerifier otherKey = new CheckpointVerifier(TestLog.ORIGIN, TestLog.WITNESS_KEY.publicKey());
        assertThat(reason(otherOrigin, NOTE)).isEqualTo(Reason.FIELD_INVALID);
        assertThat(reason(otherKey, NOTE)).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    void open_unknownSignatures_areLeftAlone() throws NoteException {
        byte[] lines = "— log.example/plan AAAAAQU=\n— stranger AAAAAgU=\n".getBytes(StandardCharsets.UTF_8);
        VerifiedCheckpoint more = VERIFIER.open(NOTE).plus(NoteSignature.parseLines(lines));
        assertThat(more.signatures()).hasSize(4);
        assertThat(VERIFIER.open(more.note()).head()).isEqualTo(TestLog.HEAD);
    }

    @Test
    void sign_timeOutOfRange_isRefused() {
        CheckpointSigner signer = new CheckpointSigner(TestLog.ORIGIN, TestLog.KEY);
        for (Instant at : List.of(Instant.EPOCH, Instant.MIN, Instant.MAX)) {
            assertThatThrownBy(() -> signer.sign(TestLog.HEAD, at)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new CheckpointSigner("a b", TestLog.KEY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statement_isTheSpecificationsStructure() {
        byte[] encoded = new SubtreeStatement("w", 1, "lo", 0, 258, Sha256.of()).encode();
        byte[] expected = ("subtree/v1\n\0" + "\1w" + "\0\0\0\0\0\0\0\1" + "\2lo" + "\0\0\0\0\0\0\0\0"
                        + "\0\0\0\0\0\0\1\2")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Arrays.copyOf(encoded, encoded.length - 32)).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
                .isEqualTo(Sha256.of().bytes());
    }

    private static Reason reason(CheckpointVerifier verifier, byte[] note) {
        return catchThrowableOfType(NoteException.class, () -> verifier.open(note))
                .refusal()
                .reason();
    }
}

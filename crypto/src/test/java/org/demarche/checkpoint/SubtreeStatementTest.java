package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSignatures;
import org.junit.jupiter.api.Test;

class SubtreeStatementTest {
    /** Root of the leaves 8 to 13 of the log example.com/log. */
    private static final Sha256 ROOT =
            Sha256.copyOf(Base64.getDecoder().decode("E7ERCtFloiK1fdb+B6/dLG0pM1nmIR0ETKBSauCjtVw="));

    /**
     * A key, and a signature of it that another implementation made: filippo.io/torchwood, as the tests of
     * github.com/transparency-dev/formats have it ({@code TestMLDSAVerifyTorchwood}).
     */
    @Test
    void encode_statementThatAnotherImplementationSigned_verifies() throws IOException, NoteException {
        String[] vector = vector().split("\n", 2);
        NoteKey key = NoteKey.parse(vector[0]);
        assertThat(key.type()).isEqualTo(NoteKeyType.ML_DSA_44);
        assertThat(key.id()).isEqualTo(0x7118e8f9);
        assertThat(key.text()).isEqualTo(vector[0]);
        NoteSignature line = NoteSignature.parseLines(vector[1].getBytes(StandardCharsets.UTF_8))
                .get(0);
        assertThat(line.by(key)).isTrue();
        assertThat(line.line()).isEqualTo(vector[1]);

        SubtreeStatement signed = new SubtreeStatement(key.name(), 0, "example.com/log", 8, 13, ROOT);
        SubtreeStatement other = new SubtreeStatement(key.name(), 0, "example.com/log", 8, 14, ROOT);
        assertThat(verify(key, line, signed)).isTrue();
        assertThat(verify(key, line, other)).isFalse();
    }

    @Test
    void statement_partWithTime_isRefused() {
        assertThatThrownBy(() -> new SubtreeStatement("w", 1, "log", 8, 13, ROOT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubtreeStatement("w", -1, "log", 0, 13, ROOT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubtreeStatement("w", 0, "log", 8, 7, ROOT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubtreeStatement("", 0, "log", 0, 7, ROOT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SubtreeStatement("x".repeat(256), 0, "log", 0, 7, ROOT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean verify(NoteKey key, NoteSignature line, SubtreeStatement statement) {
        byte[] signature = line.signature().substring(8).toByteArray();
        return LogSignatures.verifyMlDsa44(key.publicKey().toByteArray(), statement.encode(), signature);
    }

    private static String vector() throws IOException {
        try (InputStream in = SubtreeStatementTest.class.getResourceAsStream("subtree-cosignature.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

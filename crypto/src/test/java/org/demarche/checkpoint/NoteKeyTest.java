package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.demarche.key.LogSignatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteKeyTest {
    /** C2SP signed-note, the worked example. */
    private static final String EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE_NOTE = "This is an example message.\n\n"
            + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    /** A witness that others run: a key of type 0x04. */
    private static final String WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    @Test
    void parse_theSpecificationsExample_verifiesItsNote() throws NoteException {
        NoteKey key = NoteKey.parse(EXAMPLE);
        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key.type()).isEqualTo(NoteKeyType.ED25519);
        assertThat(key.id()).isEqualTo(0x530d903a);
        assertThat(key.text()).isEqualTo(EXAMPLE);

        Note note = Note.parse(EXAMPLE_NOTE.getBytes(StandardCharsets.UTF_8));
        byte[] signature = note.signature(key).orElseThrow().signature().toByteArray();
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        assertThat(LogSignatures.verifyEd25519(key.publicKey().toByteArray(), text, signature))
                .isTrue();
        text[0] ^= 1;
        assertThat(LogSignatures.verifyEd25519(key.publicKey().toByteArray(), text, signature))
                .isFalse();
    }

    @Test
    void parse_aWitnessOfOthers_hasItsKeyId() throws NoteException {
        NoteKey key = NoteKey.parse(WITNESS);
        assertThat(key.type()).isEqualTo(NoteKeyType.ED25519_COSIGNATURE);
        assertThat(key.id()).isEqualTo(0xda77ade7);
        assertThat(key.text()).isEqualTo(WITNESS);
    }

    @Test
    void text_ofOurOwnKeys_isReadBack() throws NoteException {
        for (NoteKey key : new CheckpointSigner(TestLog.ORIGIN, TestLog.KEY).keys()) {
            assertThat(NoteKey.parse(key.text())).isEqualTo(key);
        }
        for (NoteKey key : new Cosigner("witness.example/w", TestLog.WITNESS_KEY).keys()) {
            assertThat(NoteKey.parse(key.text())).isEqualTo(key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo++AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+",
                "example.com/foo+530d903a+AQ==",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
                "example com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(NoteException.class);
    }

    @Test
    void parse_enormousText_isRefused() {
        assertThatThrownBy(() -> NoteKey.parse("+".repeat(3000)))
                .isInstanceOf(NoteException.class)
                .hasMessage("key: 3000 characters (expected: at most 2048)");
    }
}

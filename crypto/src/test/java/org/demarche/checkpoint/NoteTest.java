package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final String LINE = "— example.com/foo AAAAAQU=\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text\n\n— a AAAAAQU=\n",
                "\n\n— a AAAAAQU=\n",
                "a\n\nb\n\n— a AAAAAQU=\n",
                "a\n\n\n\n— a AAAAAQU=\n",
                "— a AAAAAQU=\n\n— a AAAAAQU=\n",
                "è subito sera\n\n— sera.example/è AAAAAQU=\n— sera.example/è AAAAAgU=\n",
                "text\n\n— a/\u200B AAAAAQUGBw==\n"
            })
    void parse_note_printsTheSameBytes(String note) throws NoteException {
        assertThat(new String(parse(note).bytes(), StandardCharsets.UTF_8)).isEqualTo(note);
    }

    @Test
    void parse_textWithEmptyLines_splitsAtTheLast() throws NoteException {
        Note note = parse("a\n\nb\n\n\n" + LINE);
        assertThat(note.text()).isEqualTo("a\n\nb\n\n");
        assertThat(note.signatures())
                .containsExactly(new NoteSignature("example.com/foo", 1, ByteString.copyFrom(new byte[] {5})));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n" + LINE,
                "text\n\nno signature\n",
                "text\n\n— example.com/foo AAAAAQU=",
                "text\n\n— example.com/foo AAAAAQU=\n\n",
                "text\n\n— example.com/foo AAAAAQU=\r\n",
                "te\txt\n\n" + LINE,
                "te\0xt\n\n" + LINE,
                "text\n\n- example.com/foo AAAAAQU=\n",
                "text\n\n– example.com/foo AAAAAQU=\n",
                "text\n\n—example.com/foo AAAAAQU=\n",
                "text\n\n—  AAAAAQU=\n",
                "text\n\n— \n",
                "text\n\n— \u00A0 AAAAAQU=\n",
                "text\n\n— a\u0085b AAAAAQU=\n",
                "text\n\n— a\u2003b AAAAAQU=\n",
                "text\n\n— a\u3000b AAAAAQU=\n",
                "text\n\n— a+b AAAAAQU=\n",
                "text\n\n— a  AAAAAQU=\n",
                "text\n\n— a AAAAAQU= \n",
                "text\n\n— a AAAAAQU\n",
                "text\n\n— a AAAAAQV=\n",
                "text\n\n— a AAAA AQU=\n",
                "text\n\n— a AAAAAQ_=\n",
                "text\n\n— a AAAAAQ==\n",
                "text\n\n— a AAAA\n",
                "text\n\n— a\n",
                "text\n\n" + LINE + LINE
            })
    void parse_anythingElse_isMalformed(String note) {
        assertThat(refusal(note)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void parse_badUtf8_isMalformed() {
        byte[] overlong = ("text\n\n" + LINE).getBytes(StandardCharsets.UTF_8);
        overlong[0] = (byte) 0xC0;
        overlong[1] = (byte) 0x80;
        assertThatThrownBy(() -> Note.parse(overlong))
                .isInstanceOf(NoteException.class)
                .hasMessage("note: not text in UTF-8");
    }

    @Test
    void parse_capOfSignatures_isKept() throws NoteException {
        StringBuilder note = new StringBuilder("text\n\n");
        for (int i = 0; i < Note.MAX_SIGNATURES; i++) {
            note.append("— w").append(i).append(" AAAAAQU=\n");
        }
        assertThat(parse(note.toString()).signatures()).hasSize(Note.MAX_SIGNATURES);
        assertThat(refusal(note + "— more AAAAAQU=\n")).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void parse_capOfBytes_isKept() throws NoteException {
        String fits = "x".repeat(Note.MAX_BYTES - 2 - LINE.getBytes(StandardCharsets.UTF_8).length) + "\n\n" + LINE;
        assertThat(parse(fits).signatures()).hasSize(1);
        assertThat(refusal("x" + fits)).isEqualTo(Reason.TOO_LARGE);
        assertThatThrownBy(() -> NoteSignature.parseLines(new byte[Note.MAX_BYTES + 1]))
                .isInstanceOf(NoteException.class);
    }

    @Test
    void plus_sameKey_keepsTheEarlier() throws NoteException {
        Note note = parse("text\n\n" + LINE);
        NoteSignature sameKey = new NoteSignature("example.com/foo", 1, ByteString.copyFrom(new byte[] {9}));
        NoteSignature other = new NoteSignature("example.com/foo", 2, ByteString.copyFrom(new byte[] {9}));
        Note more = note.plus(List.of(sameKey, other, other));
        assertThat(more.signatures()).containsExactly(note.signatures().get(0), other);
        assertThat(Note.parse(more.bytes())).isEqualTo(more).hasSameHashCodeAs(more);
    }

    @Test
    void parseLines_ofAnAnswer_areThoseOfTheNote() throws NoteException {
        String lines = LINE + "— w AAAAAQU=\n";
        assertThat(NoteSignature.parseLines(lines.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(parse("t\n\n" + lines).signatures());
        assertThatThrownBy(() -> NoteSignature.parseLines(new byte[0])).isInstanceOf(NoteException.class);
        assertThatThrownBy(() -> NoteSignature.parseLines("\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(NoteException.class);
    }

    @Test
    void parse_everyChangedByte_printsWhatItTook() {
        byte[] original = ("a\n\nb\n\n" + LINE + "— w AAAAAQUGBw==\n").getBytes(StandardCharsets.UTF_8);
        for (int place = 0; place < original.length; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = original.clone();
                changed[place] = (byte) value;
                try {
                    assertThat(Note.parse(changed).bytes()).isEqualTo(changed);
                } catch (NoteException e) {
                    assertThat(e.refusal().sentence()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void base64_everyLastDigit_hasOneSpelling() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        int taken = 0;
        for (char digit : alphabet.toCharArray()) {
            String text = "AAA" + digit + "A" + digit + "==";
            taken += Canonical.base64(text).isPresent() ? 1 : 0;
            Canonical.base64(text)
                    .ifPresent(b -> assertThat(Base64.getEncoder().encodeToString(b.toByteArray()))
                            .isEqualTo(text));
        }
        assertThat(taken).isEqualTo(4);
    }

    private static Note parse(String note) throws NoteException {
        return Note.parse(note.getBytes(StandardCharsets.UTF_8));
    }

    private static Reason refusal(String note) {
        NoteException refused = catchThrowableOfType(NoteException.class, () -> parse(note));
        return refused == null ? null : refused.refusal().reason();
    }
}

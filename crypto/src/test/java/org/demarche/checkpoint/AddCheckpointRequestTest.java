package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddCheckpointRequestTest {
    private static final String HASH = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String NOTE = "log.example/plan\n2\n" + HASH + "\n\n— log.example/plan AAAAAQU=\n";

    private static AddCheckpointRequest parse(String body) throws NoteException {
        return AddCheckpointRequest.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_specExampleInForm_givesItsParts() throws NoteException {
        AddCheckpointRequest request = parse("old 1\n" + HASH + "\n\n" + NOTE);
        assertThat(request.oldSize()).isEqualTo(1);
        assertThat(request.proof()).containsExactly(Sha256.copyOf(new byte[Sha256.LENGTH]));
        assertThat(request.note().bytes()).isEqualTo(NOTE.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "old 1\n",
                "old 1\n" + NOTE,
                "\n\n" + NOTE,
                "new 1\n\n" + NOTE,
                "old\n\n" + NOTE,
                "old  1\n\n" + NOTE,
                "old 01\n\n" + NOTE,
                "old -1\n\n" + NOTE,
                "old +1\n\n" + NOTE,
                "old 9223372036854775808\n\n" + NOTE,
                "old 1 \n\n" + NOTE,
                "old 1\r\n\r\n" + NOTE,
                "OLD 1\n\n" + NOTE,
                "old 1\nAAAA\n\n" + NOTE,
                "old 1\n" + HASH + " \n\n" + NOTE,
                "old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\n" + NOTE,
                "old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n" + NOTE,
                "old 1\n\nlog.example/plan\n2\n" + HASH + "\n",
            })
    void parse_anythingElse_isMalformed(String body) {
        assertThat(catchThrowableOfType(NoteException.class, () -> parse(body))
                        .refusal()
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void parse_emptyLineWithinTheNotesText_belongsToTheNote() throws NoteException {
        AddCheckpointRequest request = parse("old 0\n\na\n\nb\n\n— a AAAAAQU=\n");
        assertThat(request.note().text()).isEqualTo("a\n\nb\n");
    }

    @Test
    void parse_63LinesOfProof_areTakenAnd64Refused() throws NoteException {
        assertThat(parse("old 1\n" + (HASH + "\n").repeat(63) + "\n" + NOTE).proof())
                .hasSize(63);
        assertThatThrownBy(() -> parse("old 1\n" + (HASH + "\n").repeat(64) + "\n" + NOTE))
                .isInstanceOf(NoteException.class)
                .hasMessageContaining("more than 63 lines of proof");
        assertThatThrownBy(() -> new AddCheckpointRequest(
                        1, Collections.nCopies(64, Sha256.of()), Note.parse(NOTE.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_moreBytesThanAnyRequestHas_isTooLarge() {
        assertThat(catchThrowableOfType(
                                NoteException.class,
                                () -> AddCheckpointRequest.parse(new byte[AddCheckpointRequest.MAX_BYTES + 1]))
                        .refusal()
                        .reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Property
    void parse_whatWasPrinted_isTheSame(
            @ForAll @LongRange(min = 0) long old, @ForAll @Size(max = 63) List<@IntRange(max = 255) Integer> seeds)
            throws NoteException {
        List<Sha256> proof = seeds.stream()
                .map(seed -> Sha256.of(new byte[] {seed.byteValue()}))
                .toList();
        AddCheckpointRequest request = new AddCheckpointRequest(old, proof, Note.parse(TestLog.note()));
        assertThat(AddCheckpointRequest.parse(request.bytes())).isEqualTo(request);
    }

    @Test
    void parse_everyByteChanged_isRefusedOrPrintsBack() {
        byte[] body = ("old 21\n" + HASH + "\n\n" + NOTE).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < body.length; at++) {
            for (int change : new int[] {1, 0x20, 0x80}) {
                byte[] changed = body.clone();
                changed[at] ^= (byte) change;
                assertPrintsBack(changed);
            }
            assertPrintsBack(Arrays.copyOf(body, at));
        }
    }

    private static void assertPrintsBack(byte[] body) {
        try {
            assertThat(AddCheckpointRequest.parse(body).bytes()).isEqualTo(body);
        } catch (NoteException refused) {
            assertThat(refused.refusal().reason()).isIn(Reason.MALFORMED, Reason.TOO_LARGE);
        }
    }
}

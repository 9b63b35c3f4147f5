package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.demarche.hash.Sha256;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Proofs;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {
    private static final String HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=";
    private static final String NOTE = """
            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            — example.com/fancylog hI2DJwAA
            """;

    /** The specification's example, with signatures that are not cut short. */
    private static final String EXAMPLE =
            "c2sp.org/tlog-proof@v1\nextra YWdl\nindex 73894\n" + HASH + "\n" + HASH + "\n\n" + NOTE;

    private static TlogProof parse(String text) throws NoteException {
        return TlogProof.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parse_theSpecificationsExample_isReadAndPrintedAgain() throws NoteException {
        TlogProof proof = parse(EXAMPLE);
        assertThat(proof.extra()).contains(ByteString.copyFromUtf8("age"));
        assertThat(proof.index()).isEqualTo(73_894);
        assertThat(proof.inclusion()).hasSize(2);
        assertThat(proof.checkpoint().origin()).isEqualTo("example.com/fancylog");
        assertThat(proof.checkpoint().head().size()).isEqualTo(109_482);
        assertThat(new String(proof.bytes(), StandardCharsets.UTF_8)).isEqualTo(EXAMPLE);
        assertThat(TlogProof.recognizes(proof.bytes())).isTrue();
        assertThat(TlogProof.recognizes(NOTE.getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(TlogProof.recognizes(new byte[0])).isFalse();
    }

    @Test
    void parse_proofWithoutHashes_isThatOfATreeOfOne() throws NoteException {
        assertThat(parse("c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE).inclusion())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v1\n",
                "c2sp.org/tlog-proof@v1\n\n",
                "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n" + NOTE,
                " c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nextra YWdl\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\nextra YWdl\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nextra YWdl\nextra YWdl\nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nextra YWdk \nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nextra YWd\nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nExtra YWdl\nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 00\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex +1\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex -1\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 1 \n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex  1\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\nindex 0\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\n" + HASH + " \n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlR=\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\n\n\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\n" + NOTE,
                "c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE + "\n",
                "c2sp.org/tlog-proof@v1\nindex 0\n\nsome text\n\n— example.com/fancylog hI2DJwAA\n",
            })
    void parse_anythingElse_isMalformed(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        NoteException.class,
                        e -> assertThat(e.refusal().reason()).isEqualTo(Reason.MALFORMED));
    }

    @Test
    void parse_caps_areKept() throws NoteException {
        String most = "c2sp.org/tlog-proof@v1\nindex 0\n" + (HASH + "\n").repeat(TlogProof.MAX_HASHES) + "\n" + NOTE;
        assertThat(parse(most).inclusion()).hasSize(TlogProof.MAX_HASHES);
        assertThatThrownBy(() -> parse(most.replace("index 0\n", "index 0\n" + HASH + "\n")))
                .hasMessage("tlog-proof: 64 hashes (expected: at most 63)");
        assertThatThrownBy(() -> TlogProof.parse(new byte[TlogProof.MAX_BYTES + 1]))
                .isInstanceOfSatisfying(
                        NoteException.class,
                        e -> assertThat(e.refusal().reason()).isEqualTo(Reason.TOO_LARGE));
        String extra = "A".repeat(TlogProof.MAX_EXTRA_BYTES / 3 * 4 + 4);
        assertThatThrownBy(() -> parse("c2sp.org/tlog-proof@v1\nextra " + extra + "\nindex 0\n\n" + NOTE))
                .hasMessage("tlog-proof: extra is not 1 to 16384 bytes in canonical base64");
    }

    @Test
    void proof_outOfItsLimits_isNotMade() throws NoteException {
        Note note = Note.parse(NOTE.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> new TlogProof(Optional.empty(), -1, List.of(), note))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TlogProof(Optional.empty(), 0, Collections.nCopies(64, Sha256.of()), note))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TlogProof(Optional.of(ByteString.EMPTY), 0, List.of(), note))
                .isInstanceOf(IllegalArgumentException.class);
        Note noCheckpoint = Note.of("text\n", note.signatures());
        assertThatThrownBy(() -> new TlogProof(Optional.empty(), 0, List.of(), noCheckpoint))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void includes_everyEntryOfATree_andNoOther() throws NoteException {
        MemoryTree tree = new MemoryTree();
        for (int i = 0; i < 11; i++) {
            tree.append(Merkle.leaf(new byte[] {(byte) i}));
        }
        byte[] note = new CheckpointSigner("log.example", TestLog.KEY).sign(tree.head(11), Instant.ofEpochSecond(1));
        for (int i = 0; i < 11; i++) {
            TlogProof proof = new TlogProof(Optional.empty(), i, Proofs.inclusion(i, 11, tree), Note.parse(note));
            for (int other = 0; other < 11; other++) {
                assertThat(TlogProof.parse(proof.bytes()).includes(Merkle.leaf(new byte[] {(byte) other})))
                        .isEqualTo(other == i);
            }
        }
    }

    @Test
    void parse_everyValueOfEveryByte_printsWhatItTook() {
        byte[] file = EXAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            for (int value = 0; value < 256; value++) {
                changed[i] = (byte) value;
                printsWhatItTook(changed);
            }
            printsWhatItTook(Arrays.copyOf(file, i));
        }
    }

    @Property
    void parse_anyProof_isTheIdentity(
            @ForAll @LongRange(min = 0) long index,
            @ForAll @IntRange(max = TlogProof.MAX_HASHES) int hashes,
            @ForAll @Size(max = 40) byte[] extra)
            throws NoteException {
        TlogProof proof = new TlogProof(
                Optional.of(ByteString.copyFrom(extra)).filter(e -> !e.isEmpty()),
                index,
                Collections.nCopies(hashes, Sha256.of(extra)),
                Note.parse(NOTE.getBytes(StandardCharsets.UTF_8)));
        assertThat(TlogProof.parse(proof.bytes())).isEqualTo(proof);
    }

    @Property
    void parse_anyText_printsWhatItTook(@ForAll @Size(max = 60) @ByteRange(min = 10, max = 122) byte[] text) {
        printsWhatItTook(ByteString.copyFromUtf8("c2sp.org/tlog-proof@v1\nindex 0\n")
                .concat(ByteString.copyFrom(text))
                .concat(ByteString.copyFromUtf8("\n\n" + NOTE))
                .toByteArray());
    }

    private static void printsWhatItTook(byte[] bytes) {
        try {
            assertThat(TlogProof.parse(bytes).bytes()).isEqualTo(bytes);
        } catch (NoteException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}

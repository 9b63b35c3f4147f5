package org.demarche.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.demarche.server.TestWitness;
import org.demarche.server.carry.Source;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredToken;
import org.junit.jupiter.api.Test;

final class HeadRecordsTest {
    private static final List<OfferedHead> OFFERED =
            List.of(new OfferedHead(3, bytes("note 3"), true, false), new OfferedHead(9, bytes("note 9"), false, true));
    private static final Source.Word<OfferedHead, StoredCosignature> COSIGNED = new Source.Word<>(
            (from, most) ->
                    OFFERED.stream().filter(h -> h.size() >= from).limit(most).toList(),
            size -> size == 9
                    ? List.of()
                    : List.of(new StoredCosignature(3, "w1", new TestWitness("w1").keys(), bytes("lines"))));
    private static final List<FrozenHead> FROZEN = List.of(new FrozenHead(4, bytes("head 4")));
    private static final Source.Word<FrozenHead, StoredToken> STAMPED = new Source.Word<>(
            (from, most) ->
                    FROZEN.stream().filter(h -> h.size() >= from).limit(most).toList(),
            size -> List.of(new StoredToken(4, "alpha", bytes("token"), bytes("anchor"))));

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static byte[] cosigned(long size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeadRecords.writeCosigned(COSIGNED, size, new DataOutputStream(out));
        return out.toByteArray();
    }

    private static byte[] stamped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeadRecords.writeStamped(STAMPED, 9, new DataOutputStream(out));
        return out.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    @Test
    void read_ofWhatWasWritten_isTheSame() throws IOException {
        Source.Word<OfferedHead, StoredCosignature> read = HeadRecords.readCosigned(in(cosigned(9)));
        assertThat(read.heads().apply(1L, 10)).isEqualTo(OFFERED);
        assertThat(read.heads().apply(4L, 10)).isEqualTo(OFFERED.subList(1, 2));
        assertThat(read.said().apply(3)).isEqualTo(COSIGNED.said().apply(3));
        assertThat(read.said().apply(9)).isEmpty();
        Source.Word<FrozenHead, StoredToken> tokens = HeadRecords.readStamped(in(stamped()));
        assertThat(tokens.heads().apply(1L, 10)).isEqualTo(FROZEN);
        assertThat(tokens.said().apply(4)).isEqualTo(STAMPED.said().apply(4));
    }

    @Test
    void write_ofAShorterLog_leavesGreaterHeadsOut() throws IOException {
        assertThat(HeadRecords.readCosigned(in(cosigned(8))).heads().apply(1L, 10))
                .isEqualTo(OFFERED.subList(0, 1));
    }

    @Test
    void read_ofAnyBytes_endsWithAValueOrAnIOException() throws IOException {
        byte[] whole = cosigned(9);
        for (int i = 0; i < whole.length; i++) {
            byte[] cut = Arrays.copyOf(whole, i);
            assertThatThrownBy(() -> HeadRecords.readCosigned(in(cut))).isInstanceOf(IOException.class);
            byte[] changed = whole.clone();
            changed[i] ^= (byte) 0x81;
            try {
                HeadRecords.readCosigned(in(changed));
            } catch (IOException e) {
                assertThat(e.getClass().getPackageName()).isEqualTo("java.io");
            }
        }
        byte[] more = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> HeadRecords.readCosigned(in(more))).isInstanceOf(IOException.class);
    }
}

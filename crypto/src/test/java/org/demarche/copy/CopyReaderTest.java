package org.demarche.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

class CopyReaderTest {
    private static byte[] written(List<byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(CopyReader.magic());
        for (byte[] entry : entries) {
            out.writeInt(entry.length);
            out.write(entry);
        }
        return bytes.toByteArray();
    }

    private static List<byte[]> read(byte[] copy, int count) throws IOException, RefusedException {
        CopyReader reader = CopyReader.begin(new ByteArrayInputStream(copy));
        List<byte[]> entries = new ArrayList<>();
        while (entries.size() < count) {
            entries.add(reader.next());
            assertThat(reader.index()).isEqualTo(entries.size());
        }
        return entries;
    }

    private static void assertRefused(byte[] copy, int count, String sentence) {
        assertThatThrownBy(() -> read(copy, count))
                .as("%d bytes", copy.length)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().reason()).isEqualTo(Reason.MALFORMED))
                .hasMessageContaining(sentence);
    }

    @Property
    void next_whatWasWritten_isReadBack(@ForAll @Size(min = 1, max = 12) List<@Size(min = 1, max = 400) byte[]> entries)
            throws IOException, RefusedException {
        assertThat(read(written(entries), entries.size())).containsExactlyElementsOf(entries);
    }

    @Test
    void next_cutAtAnyByte_readsWhatIsWholeAndSaysWhereItEnds() throws Exception {
        List<byte[]> entries = List.of(new byte[] {1, 2, 3}, new byte[] {4}, new byte[300]);
        byte[] whole = written(entries);
        int[] ends = {8, 8 + 7, 8 + 7 + 5, whole.length};
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length < ends[0]) {
                assertRefused(cut, 0, "not a copy of a log");
            } else {
                int complete = length < ends[1] ? 0 : length < ends[2] ? 1 : 2;
                assertThat(read(cut, complete)).containsExactlyElementsOf(entries.subList(0, complete));
                assertRefused(cut, complete + 1, "ends within entry " + complete);
            }
        }
    }

    @Test
    void begin_anotherFirstByte_isNoCopy() throws Exception {
        byte[] whole = written(List.of(new byte[] {1}));
        for (int i = 0; i < CopyReader.magic().length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            assertRefused(changed, 0, "not a copy of a log");
        }
    }

    @Test
    void next_lengthOfNoEntry_isRefusedBeforeAnythingIsReadForIt() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, UnverifiedEntry.MAX_BYTES + 1}) {
            byte[] copy = ByteBuffer.allocate(12 + 70_000)
                    .put(CopyReader.magic())
                    .putInt(length)
                    .array();
            assertRefused(copy, 1, "entry 0 has " + Integer.toUnsignedString(length) + " bytes");
        }
    }

    @Test
    void next_longestEntry_isRead() throws Exception {
        byte[] longest = new byte[UnverifiedEntry.MAX_BYTES];
        assertThat(read(written(List.of(longest)), 1)).containsExactly(longest);
    }

    @Test
    void at_inTheMiddle_countsFromThere() throws Exception {
        byte[] copy = written(List.of(new byte[] {1}, new byte[] {2}));
        CopyReader reader = CopyReader.at(1, new ByteArrayInputStream(copy, 8 + 5, copy.length));
        assertThat(reader.next()).containsExactly(2);
        assertThatThrownBy(reader::next).hasMessageContaining("ends within entry 2");
    }
}

package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when a process ends at any byte of what it writes. The file knows nothing of what an entry says. */
class EntryFileTest {
    private static final List<byte[]> COVERED = List.of(bytes(1, 7), bytes(2, 1), bytes(3, 20));
    private static final List<byte[]> TORN = List.of(bytes(4, 9), bytes(5, 300));
    private static final List<byte[]> ANEW = List.of(bytes(6, 5), bytes(7, 5));

    @TempDir
    Path directory;

    private byte[] covered;
    private byte[] whole;

    private static byte[] bytes(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private Path file() {
        return directory.resolve("entries");
    }

    @BeforeEach
    void write() throws IOException {
        try (EntryFile file = EntryFile.open(directory)) {
            file.append(COVERED, new byte[] {3});
            covered = Files.readAllBytes(file());
            file.append(TORN, new byte[] {5});
            whole = Files.readAllBytes(file());
        }
    }

    @Test
    void open_tailTornAtAnyByte_keepsWhatTheHeadCoversAndGoesOn() throws IOException {
        for (int length = covered.length; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try (EntryFile file = EntryFile.open(directory)) {
                assertThat(file.readOn(COVERED.size())).as("%d bytes", length).containsExactlyElementsOf(COVERED);
                file.append(ANEW, new byte[] {5});
                assertThat(file.read(4)).isEqualTo(ANEW.get(1));
            }
            try (EntryFile file = EntryFile.open(directory)) {
                assertThat(file.readOn(5)).endsWith(ANEW.get(0), ANEW.get(1));
            }
        }
    }

    @Test
    void open_coveredPartTornAtAnyByte_saysWhereAndInventsNothing() throws IOException {
        for (int length = 0; length < covered.length; length++) {
            Files.write(file(), Arrays.copyOf(covered, length));
            try (EntryFile file = EntryFile.open(directory)) {
                assertThatThrownBy(() -> file.readOn(COVERED.size()))
                        .as("%d bytes", length)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("ends within entry " + file.count());
            }
        }
    }
}

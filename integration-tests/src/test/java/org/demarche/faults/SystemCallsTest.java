package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCallsTest {
    private static final String WRITE = "11 pwrite64(23</h/hub.sqlite-wal>, \"\"..., 4096, 32) = 4096\n";
    private static final String FLUSH = "11 fdatasync(23</h/hub.sqlite-wal>) = 0\n";
    private static final String SEND = "12 write(45<TCP:[127.0.0.1:7443->127.0.0.1:5000]>, \"\"..., 7321) = 7321\n";

    @TempDir
    Path directory;

    private SystemCalls read(String trace) throws IOException {
        return SystemCalls.read(Files.writeString(directory.resolve("trace"), trace));
    }

    @Test
    void send_afterTheFlush_isCounted() throws IOException {
        SystemCalls calls = read(WRITE + FLUSH + SEND + WRITE + FLUSH + SEND);
        assertThat(calls.early()).isEmpty();
        assertThat(calls.receipts()).isEqualTo(2);
        assertThat(calls.flushesBeforeReceipts()).isEqualTo(2);
    }

    @Test
    void send_beforeTheFlush_isEarly() throws IOException {
        assertThat(read(WRITE + SEND + FLUSH).early()).containsExactly(SEND.strip());
    }

    @Test
    void send_whileTheFlushRuns_isEarly() throws IOException {
        String begun = "11 fsync(23</h/hub.sqlite-wal> <unfinished ...>\n";
        assertThat(read(WRITE + begun + SEND + "11 <... fsync resumed>) = 0\n").early())
                .hasSize(1);
        assertThat(read(WRITE + begun + "11 <... fsync resumed>) = 0\n" + SEND).early())
                .isEmpty();
    }

    @Test
    void send_afterAFlushThatFailed_isEarly() throws IOException {
        assertThat(read(WRITE + "11 fsync(23</h/hub.sqlite-wal>) = -1 EIO (Input/output error)\n" + SEND)
                        .early())
                .hasSize(1);
    }

    @Test
    void send_withoutAnyFlush_isNoReceiptWithAFlushOfItsOwn() throws IOException {
        SystemCalls calls = read(WRITE + FLUSH + SEND + SEND);
        assertThat(calls.receipts()).isEqualTo(2);
        assertThat(calls.flushesBeforeReceipts()).isEqualTo(1);
    }

    @Test
    void send_inParts_isSummed() throws IOException {
        String parts =
                "12 writev(45<TCP:[127.0.0.1:7443->127.0.0.1:5000]>, [{iov_base=\"\"..., iov_len=17}, {iov_base=\"\"..., iov_len=6500}], 2) = 6517\n";
        assertThat(read(WRITE + FLUSH + parts).receipts()).isEqualTo(1);
        String unfinished = "12 write(45<TCP:[127.0.0.1:7443->127.0.0.1:5000]>, \"\"..., 7321 <unfinished ...>\n";
        assertThat(read(WRITE + FLUSH + unfinished).receipts()).isEqualTo(1);
    }
}

package org.demarche.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a traced hub did with its write-ahead log and its connections, read from {@code strace}'s output. The order of its lines is the order in which the tracer let
 * things happen: a thread goes on after a flush only once the line that says so has been written.
 *
 * @param receipts how many receipts were sent: nothing else that the hub sends is as large
 * @param flushesBeforeReceipts how many of them had a flush of the write-ahead log between themselves and the receipt before
 * @param early lines by which more than a control frame was sent while something written to the write-ahead log had not been flushed
 */
record SystemCalls(int receipts, int flushesBeforeReceipts, List<String> early) {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(\\d+<([^>]*(?:->[^>]*)?)>(.*)");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>.*= (-?\\d+).*");
    private static final Pattern RESULT = Pattern.compile(".* = (-?\\d+)[^=]*");
    private static final Pattern PART = Pattern.compile("iov_len=(\\d+)");
    private static final Pattern LENGTH = Pattern.compile(", (\\d+)(?:, [^)]*)?(?:\\)| <unfinished).*");
    private static final int SMALLEST_RECEIPT = 6_000;
    private static final int LARGEST_CONTROL_FRAME = 200;

    /** The command line that traces the command after it, which keeps its own process id. */
    static List<String> tracing(Path trace) {
        return List.of(
                "strace",
                "-D",
                "-f",
                "-qq",
                "-yy",
                "-s",
                "0",
                "-e",
                "signal=none",
                "-e",
                "trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg",
                "-o",
                trace.toString());
    }

    /** Reads a trace. */
    static SystemCalls read(Path trace) throws IOException {
        Reading reading = new Reading();
        Files.readAllLines(trace).forEach(reading::line);
        return new SystemCalls(reading.receipts, reading.flushed, List.copyOf(reading.early));
    }

    private static final class Reading {
        private final Map<String, String> flushing = new HashMap<>();
        private final List<String> early = new ArrayList<>();
        private int receipts;
        private int flushed;
        private boolean dirty;
        private boolean flushedSinceReceipt;

        void line(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                return;
            }
            String thread = parts.group(1);
            Matcher resumed = RESUMED.matcher(parts.group(2));
            if (resumed.matches()) {
                if (flushing.remove(thread) != null) {
                    flush(resumed.group(2));
                }
                return;
            }
            Matcher call = CALL.matcher(parts.group(2));
            if (call.matches()) {
                call(thread, call.group(1), call.group(2), call.group(3), line);
            }
        }

        private void call(String thread, String name, String file, String rest, String line) {
            boolean log = file.endsWith("-wal");
            boolean finished = !rest.contains("<unfinished");
            if (name.endsWith("sync")) {
                Matcher result = RESULT.matcher(rest);
                if (log && finished && result.matches()) {
                    flush(result.group(1));
                } else if (log) {
                    flushing.put(thread, name);
                }
            } else if (log) {
                dirty = true;
            } else if (file.startsWith("TCP")) {
                sent(bytes(rest), line);
            }
        }

        private void flush(String result) {
            if (result.equals("0")) {
                dirty = false;
                flushedSinceReceipt = true;
            }
        }

        private void sent(long bytes, String line) {
            if (dirty && bytes > LARGEST_CONTROL_FRAME) {
                early.add(line);
            }
            if (bytes >= SMALLEST_RECEIPT) {
                receipts++;
                flushed += flushedSinceReceipt ? 1 : 0;
                flushedSinceReceipt = false;
            }
        }

        private static long bytes(String rest) {
            Matcher part = PART.matcher(rest);
            long sum = 0;
            while (part.find()) {
                sum += Long.parseLong(part.group(1));
            }
            Matcher length = LENGTH.matcher(rest);
            return sum > 0 ? sum : length.find() ? Long.parseLong(length.group(1)) : 0;
        }
    }
}

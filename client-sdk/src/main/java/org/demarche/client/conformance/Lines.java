package org.demarche.client.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's output, line by line, read by a thread of its own so that a line can be waited for. */
final class Lines {
    /** No answer is longer. */
    static final int MAX_BYTES = 16 << 20;

    private static final Line END = new Line("", false);

    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    /**
     * A line.
     *
     * @param text without its line feed
     * @param whole whether it was no longer than it may be
     */
    record Line(String text, boolean whole) {}

    Lines(InputStream in) {
        Thread reader = new Thread(() -> read(in), "conformance-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** The next line; empty: there was none in time. */
    Optional<Line> next(Duration within) throws InterruptedException {
        return Optional.ofNullable(lines.poll(within.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Whether this is what stands behind the last line. */
    static boolean isEnd(Line line) {
        return line == END;
    }

    private void read(InputStream in) {
        try (in) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    if (buffer[i] == '\n') {
                        lines.add(new Line(line.toString(StandardCharsets.UTF_8), true));
                        line.reset();
                    } else if (line.size() == MAX_BYTES) {
                        lines.add(new Line("", false));
                        return;
                    } else {
                        line.write(buffer[i]);
                    }
                }
            }
        } catch (IOException e) {
            // The client is gone: what it has said until then counts.
        } finally {
            lines.add(END);
        }
    }
}

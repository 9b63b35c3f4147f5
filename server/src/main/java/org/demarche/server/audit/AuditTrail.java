package org.demarche.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;

/**
 * The file {@code audit.log}: JSON, a line for each act of an operator, in which each line holds the hash of the one before; so what was changed, left out or put in
 * between shows, and what was cut off at the end shows to whoever has kept the last hash. It is only ever appended to, by one process at a time, and is on the disk when
 * {@link #record} returns.
 */
public final class AuditTrail {
    /** Its name in the hub's directory. */
    public static final String FILE = "audit.log";

    private static final Sha256 NONE = Sha256.copyOf(new byte[Sha256.LENGTH]);
    private static final int GREATEST_LINE = 64 * 1024;

    private final Path file;
    private final InstantSource clock;
    private final String who;

    /**
     * The trail of the hub in {@code directory}.
     *
     * @param clock tells when something was done
     * @param who the account of the machine that does it
     */
    public AuditTrail(Path directory, InstantSource clock, String who) {
        this.file = directory.resolve(FILE);
        this.clock = clock;
        this.who = who;
    }

    /**
     * Writes a line.
     *
     * @param details by name; never a secret
     * @throws IOException if it cannot be written; then the act should not be done, where it has not been
     */
    public void record(Act act, Map<String, String> details) throws IOException {
        synchronized (AuditTrail.class) {
            // What this process writes from several threads: a file lock is the whole process's.
            try (FileChannel channel = open();
                    FileLock lock = channel.lock()) {
                append(channel, act, details);
                channel.force(true);
            }
        }
    }

    private FileChannel open() throws IOException {
        boolean isPosix = file.toAbsolutePath()
                .getFileSystem()
                .supportedFileAttributeViews()
                .contains("posix");
        if (!Files.exists(file) && isPosix) {
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        }
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void append(FileChannel channel, Act act, Map<String, String> details) throws IOException {
        byte[] tail = tail(channel);
        boolean torn = tail.length > 0 && tail[tail.length - 1] != '\n';
        byte[] last = last(tail, torn);
        long number = 1;
        Sha256 previous = NONE;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (last.length > 0) {
            previous = Sha256.of(last);
            number = numberOfLast(tail, last) + 1;
        }
        if (torn) {
            out.write('\n');
            AuditLine mended = line(number++, Act.MENDED, Map.of(), previous);
            out.writeBytes(mended.bytes());
            out.write('\n');
            previous = Sha256.of(mended.bytes());
        }
        out.writeBytes(line(number, act, details, previous).bytes());
        out.write('\n');
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        long at = channel.size();
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private AuditLine line(long number, Act act, Map<String, String> details, Sha256 previous) {
        return new AuditLine(
                number, clock.instant().truncatedTo(ChronoUnit.MILLIS), who, act.word(), details, previous);
    }

    /** The end of the file, with at least the last two lines. */
    private static byte[] tail(FileChannel channel) throws IOException {
        int length = (int) Math.min(channel.size(), 2L * GREATEST_LINE);
        ByteBuffer buffer = ByteBuffer.allocate(length);
        long at = channel.size() - length;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position());
            if (read < 0) {
                throw new IOException("the file has become shorter while it was read");
            }
        }
        return buffer.array();
    }

    private static byte[] last(byte[] tail, boolean torn) {
        int end = torn ? tail.length : Math.max(0, tail.length - 1);
        return Arrays.copyOfRange(tail, lineStart(tail, end), end);
    }

    private static int lineStart(byte[] tail, int end) {
        int start = end;
        while (start > 0 && tail[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    /** A line that was cut off has the number that it was to have. */
    private static long numberOfLast(byte[] tail, byte[] last) {
        Optional<AuditLine> whole = AuditLine.parse(last);
        if (whole.isPresent()) {
            return whole.get().number();
        }
        int start = lineStart(tail, tail[tail.length - 1] == '\n' ? tail.length - 1 : tail.length);
        int end = Math.max(0, start - 1);
        return AuditLine.parse(Arrays.copyOfRange(tail, lineStart(tail, end), end))
                        .map(AuditLine::number)
                        .orElse(0L)
                + 1;
    }

    /**
     * A trail that was read.
     *
     * @param lines those that can be read, in their order
     * @param problems what is wrong with it, a sentence each; none: nothing was changed, left out or put in between
     * @param head the hash of the last line, to be kept elsewhere; all zeros: it is empty
     */
    public record Reading(List<AuditLine> lines, List<String> problems, Sha256 head) {
        public Reading {
            lines = List.copyOf(lines);
            problems = List.copyOf(problems);
        }

        /** Whether the trail went through a line with this hash. */
        public boolean passed(Sha256 hash) {
            return head.equals(hash)
                    || lines.stream().anyMatch(line -> line.previous().equals(hash));
        }
    }

    /**
     * Reads all of it.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    public Reading read() throws IOException {
        byte[] all = Files.readAllBytes(file);
        List<AuditLine> lines = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Sha256 previous = NONE;
        long number = 0;
        boolean unreadable = false;
        for (int start = 0; start < all.length; ) {
            int end = start;
            while (end < all.length && all[end] != '\n') {
                end++;
            }
            byte[] bytes = Arrays.copyOfRange(all, start, end);
            Optional<AuditLine> line = end < all.length ? AuditLine.parse(bytes) : Optional.empty();
            number++;
            if (line.isPresent()) {
                check(line.get(), number, previous, unreadable, problems);
                lines.add(line.get());
            } else if (unreadable || end == all.length) {
                problems.add("line " + number + " is no line of an audit trail, or was cut off");
            }
            unreadable = line.isEmpty();
            previous = Sha256.of(bytes);
            start = end + 1;
        }
        if (unreadable && problems.isEmpty()) {
            problems.add("line " + number + " is no line of an audit trail");
        }
        return new Reading(lines, problems, previous);
    }

    private static void check(AuditLine line, long number, Sha256 previous, boolean unreadable, List<String> problems) {
        if (line.number() != number) {
            problems.add("line " + number + " calls itself " + line.number());
        }
        if (!line.previous().equals(previous)) {
            problems.add("line " + number
                    + " does not follow on the line before it: one of them was changed, left out or put in");
        }
        if (unreadable && !line.act().equals(Act.MENDED.word())) {
            problems.add("line " + (number - 1) + " is no line of an audit trail");
        }
    }
}

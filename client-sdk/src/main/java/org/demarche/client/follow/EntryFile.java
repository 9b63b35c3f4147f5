package org.demarche.client.follow;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.demarche.copy.CopyReader;
import org.demarche.disk.DurableFiles;
import org.demarche.refusal.RefusedException;

/**
 * The verified copy on disk: {@code entries}, which only grows, and {@code head}, the newest verified checkpoint, which covers it.
 *
 * <p>{@code entries} is in the format of {@link org.demarche.copy}. What lies beyond the head's size was left by a crash, or is being written by another process of the
 * same desk, and means nothing. Entries are forced to the disk before the head that covers them is. Several processes may read and append: whoever appends holds a lock
 * on {@code entries} and first reads what others have added.
 */
final class EntryFile implements AutoCloseable {
    private static final byte[] MAGIC = CopyReader.magic();
    private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();
    private static final int FIRST_CAPACITY = 1024;

    private final Path head;
    // Not read through the channel: an interrupt of whichever thread is reading would close it for all.
    private final RandomAccessFile file;
    private final FileInputStream reading;
    private long[] ends = new long[FIRST_CAPACITY];
    private int count;

    private EntryFile(Path head, RandomAccessFile file) throws IOException {
        this.head = head;
        this.file = file;
        this.reading = new FileInputStream(file.getFD());
    }

    static EntryFile open(Path directory) throws IOException {
        DurableFiles.createDirectories(directory);
        Path entries = directory.resolve("entries");
        if (!Files.exists(entries)) {
            createEmpty(entries);
        }
        EntryFile file = new EntryFile(directory.resolve("head"), new RandomAccessFile(entries.toFile(), "rw"));
        try (Held lock = file.lock()) {
            file.begin(entries);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return file;
    }

    private static void createEmpty(Path entries) throws IOException {
        try {
            Files.createFile(entries, DurableFiles.permissions("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Another process of this desk begins at the same moment: as good.
            return;
        }
    }

    private void begin(Path entries) throws IOException {
        if (file.length() < MAGIC.length) {
            file.setLength(0);
            file.seek(0);
            file.write(MAGIC);
            file.getFD().sync();
            DurableFiles.forceDirectory(entries);
            return;
        }
        if (!Arrays.equals(MAGIC, bytes(0, MAGIC.length))) {
            throw new IOException(entries + ": not a copy of a log");
        }
    }

    /** Keeps every other desk with this copy, in this process or another, from appending until it is closed. */
    Held lock() throws IOException {
        ReentrantLock here =
                WITHIN_PROCESS.computeIfAbsent(head.toAbsolutePath().normalize(), path -> new ReentrantLock());
        here.lock();
        try {
            return new Held(file.getChannel().lock(), here);
        } catch (IOException | RuntimeException e) {
            here.unlock();
            throw e;
        }
    }

    /** The right to append. */
    record Held(FileLock betweenProcesses, ReentrantLock withinProcess) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                betweenProcesses.release();
            } finally {
                withinProcess.unlock();
            }
        }
    }

    /** The newest verified checkpoint. */
    Optional<byte[]> head() throws IOException {
        return Files.exists(head) ? Optional.of(Files.readAllBytes(head)) : Optional.empty();
    }

    /** A signed head beyond the copy that was kept under this name. */
    Optional<byte[]> kept(String name) throws IOException {
        Path file = head.resolveSibling(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** Keeps a signed head beyond the copy, so that a log which loses it is found out after a restart too. */
    void keep(String name, byte[] checkpoint) throws IOException {
        DurableFiles.write(head.resolveSibling(name), checkpoint);
    }

    /** How many entries have been read or appended so far. */
    int count() {
        return count;
    }

    /** Reads on to {@code size} entries. */
    List<byte[]> readOn(long size) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        file.seek(end(count));
        CopyReader reader = CopyReader.at(count, new BufferedInputStream(reading));
        try {
            while (count < size) {
                byte[] entry = reader.next();
                entries.add(entry);
                remember(end(count) + CopyReader.LENGTH_BYTES + entry.length);
            }
            return entries;
        } catch (RefusedException e) {
            throw new IOException(
                    head.resolveSibling("entries") + ": " + e.refusal().sentence() + " (expected: " + size
                            + " entries, as its head says)",
                    e);
        }
    }

    /** Appends entries and then the head that covers them; both are on the disk when this returns. The lock must be held. */
    void append(List<byte[]> entries, byte[] checkpoint) throws IOException {
        if (!entries.isEmpty()) {
            long end = end(count);
            int total = entries.stream()
                    .mapToInt(e -> CopyReader.LENGTH_BYTES + e.length)
                    .sum();
            ByteBuffer buffer = ByteBuffer.allocate(total);
            entries.forEach(e -> buffer.putInt(e.length).put(e));
            file.setLength(end);
            file.seek(end);
            file.write(buffer.array());
            file.getFD().sync();
            for (byte[] entry : entries) {
                end += CopyReader.LENGTH_BYTES + entry.length;
                remember(end);
            }
        }
        DurableFiles.write(head, checkpoint);
    }

    /** The entry with this index. */
    byte[] read(long index) throws IOException {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: 0 to " + (count - 1) + ")");
        }
        long start = end((int) index) + CopyReader.LENGTH_BYTES;
        return bytes(start, (int) (end((int) index + 1) - start));
    }

    private long end(int entries) {
        return entries == 0 ? MAGIC.length : ends[entries - 1];
    }

    private void remember(long end) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count] = end;
        count++;
    }

    private byte[] bytes(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(position);
        try {
            file.readFully(bytes);
        } catch (EOFException e) {
            throw new IOException(
                    head.resolveSibling("entries") + ": ends within the " + length + " bytes at " + position, e);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

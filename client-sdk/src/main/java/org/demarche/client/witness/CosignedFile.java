package org.demarche.client.witness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.demarche.disk.DurableFiles;
import org.jspecify.annotations.Nullable;

/**
 * What a witness key has cosigned last, beside the key itself: {@code <key>.cosigned}, the note with the log's lines and the witness's own. As long as it is open, a lock
 * on {@code <key>.cosigned.lock} keeps every other process from cosigning with this key.
 */
public final class CosignedFile implements AutoCloseable {
    private static final int LARGEST = org.demarche.checkpoint.Note.MAX_BYTES;

    /**
     * The locks that this process holds. POSIX drops a process's lock on a file when it closes any channel to it, so none is opened to these. Guarded by the class, so that no
     * channel is opened between a look at it and a lock.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final Path held;
    private final FileChannel channel;

    private CosignedFile(Path file, Path held, FileChannel channel) {
        this.file = file;
        this.held = held;
        this.channel = channel;
    }

    /** Where the file of the key in {@code key} is. */
    public static Path of(Path key) {
        return key.resolveSibling(key.getFileName() + ".cosigned");
    }

    /**
     * Opens it for the key in {@code key}, which has cosigned nothing yet if there is no such file.
     *
     * @throws IOException if another process cosigns with this key, or its folder can't be written
     */
    public static synchronized CosignedFile open(Path key) throws IOException {
        Path file = of(key);
        Path lock = lock(file);
        Path real = real(lock);
        if (HELD.contains(real)) {
            throw taken(lock);
        }
        FileChannel channel = FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                DurableFiles.permissions("rw-------"));
        try {
            if (tryLock(channel) == null) {
                throw taken(lock);
            }
            HELD.add(real);
            return new CosignedFile(file, real, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException taken(Path lock) {
        return new IOException(lock + ": another process cosigns with this key, and two must never");
    }

    /** One path for each lock file, whether it is there yet or not. */
    private static Path real(Path lock) throws IOException {
        Path parent = lock.toAbsolutePath().getParent();
        return Files.exists(lock) || parent == null
                ? lock.toRealPath()
                : parent.toRealPath().resolve(lock.getFileName());
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Within this very process.
            return null;
        }
    }

    /** Whether a process cosigns with the key in {@code key} just now. */
    public static synchronized boolean isHeld(Path key) throws IOException {
        Path lock = lock(of(key));
        if (!Files.exists(lock)) {
            return false;
        }
        if (HELD.contains(real(lock))) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        }
    }

    private static Path lock(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** The note that was cosigned last. */
    public Optional<byte[]> last() throws IOException {
        return read(file);
    }

    /** The note that a key has cosigned last, read while another process may hold the file; empty if it has cosigned none. */
    public static Optional<byte[]> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + ": more than " + LARGEST + " bytes: not what a witness has cosigned");
        }
        return Optional.of(Files.readAllBytes(file));
    }

    /** Keeps the note that is cosigned now; it is on the disk when this returns. */
    void write(byte[] note) throws IOException {
        DurableFiles.write(file, note);
    }

    @Override
    public void close() throws IOException {
        synchronized (CosignedFile.class) {
            if (channel.isOpen()) {
                HELD.remove(held);
                channel.close();
            }
        }
    }
}

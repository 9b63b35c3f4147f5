package org.demarche.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes that survive: bytes are forced to the disk under a temporary name, then renamed, then the directory is forced. A reader sees the old file or the new one,
 * never half of one. On a POSIX file system files are made with mode 0600 and directories with 0700.
 */
public final class DurableFiles {
    /** Ending of the temporary name; what ends so was left by a crash and means nothing. */
    public static final String UNFINISHED = ".unfinished";

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final AtomicLong COUNTER = new AtomicLong();

    private DurableFiles() {}

    /** Creates {@code directory} and what is missing above it. */
    public static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions("rwx------"));
        }
    }

    /** Writes {@code bytes} as the whole of {@code file}, replacing what was there. */
    public static void write(Path file, byte[] bytes) throws IOException {
        String unique = "." + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + UNFINISHED;
        Path temporary = file.resolveSibling(file.getFileName() + unique);
        Files.deleteIfExists(temporary);
        try {
            writeDurably(temporary, bytes);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // On a full disk whoever tries again and again would leave as many.
            Files.deleteIfExists(temporary);
        }
        forceDirectory(file);
    }

    private static void writeDurably(Path file, byte[] bytes) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, permissions("rw-------"))) {
            writeFully(channel, ByteBuffer.wrap(bytes));
            channel.force(true);
        }
    }

    /** Removes {@code file} if it is there, for good. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            forceDirectory(file);
        }
    }

    /** Writes all that remains in {@code bytes} at the channel's position. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The attributes for a new file or directory; none where the file system knows no such permissions. */
    public static FileAttribute<?>[] permissions(String form) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(form))}
                : new FileAttribute<?>[0];
    }

    /** Forces the directory of {@code file}, so that a new or removed name survives. */
    public static void forceDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}

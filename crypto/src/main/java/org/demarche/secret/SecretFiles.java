package org.demarche.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.demarche.disk.DurableFiles;

/**
 * Reads and creates files that only their owner may touch. Where the file system has no POSIX permissions (Windows),
 * the folder's own protection has to do.
 */
public final class SecretFiles {
    /** The greatest file that is read: secrets are small. */
    public static final int MAX_LENGTH = 64 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private SecretFiles() {}

    /**
     * The contents of {@code file}.
     *
     * @throws SecretFileException if it is missing, too large, no regular file, or open to anybody but its owner
     * @throws IOException if it cannot be read
     */
    public static byte[] read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new SecretFileException(file + ": missing");
        }
        if (!Files.isRegularFile(file)) {
            throw new SecretFileException(file + ": not a regular file");
        }
        requireClosedToOthers(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
            if (bytes.length > MAX_LENGTH) {
                throw new SecretFileException(
                        file + ": more than " + MAX_LENGTH + " bytes; this is not a secret's file");
            }
            return bytes;
        }
    }

    private static void requireClosedToOthers(Path file) throws IOException {
        if (!hasPosix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(permissions)) {
            throw new SecretFileException(file + ": open to others (" + PosixFilePermissions.toString(permissions)
                    + ", expected: rw-------); run: chmod 600 " + file);
        }
    }

    /**
     * Creates {@code file} with these contents. It is whole, on disk and closed to others from the moment it has its
     * name; a file of that name is never overwritten.
     *
     * @throws SecretFileException if there is such a file already, or no folder to hold it
     * @throws IOException if it cannot be written; then it does not exist
     */
    public static void write(Path file, byte[] contents) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new SecretFileException(file + ": its folder is missing; create it first");
        }
        if (Files.exists(file)) {
            throw new SecretFileException(file + ": exists already; a secret is never overwritten, move it away first");
        }
        Path unnamed = createUnnamed(folder, file);
        try {
            writeDurably(unnamed, contents);
            // A plain move, which refuses to replace what another process may have put there meanwhile.
            Files.move(unnamed, file);
        } catch (FileAlreadyExistsException e) {
            throw new SecretFileException(file + ": exists already; a secret is never overwritten, move it away first");
        } finally {
            Files.deleteIfExists(unnamed);
        }
        DurableFiles.forceDirectory(file);
    }

    private static Path createUnnamed(Path folder, Path file) throws IOException {
        try {
            return Files.createTempFile(folder, ".demarche-", ".new", attributes(folder));
        } catch (NoSuchFileException e) {
            throw new SecretFileException(file + ": its folder is missing; create it first");
        }
    }

    private static void writeDurably(Path file, byte[] contents) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            DurableFiles.writeFully(channel, ByteBuffer.wrap(contents));
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Path folder) {
        return hasPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

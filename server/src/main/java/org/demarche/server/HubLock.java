package org.demarche.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Sees to it that one hub, or one command that must be alone, works on a directory; the operating system lets go of it when the process ends, however it ends. */
public final class HubLock implements AutoCloseable {
    private final FileChannel channel;

    private HubLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws HubException if a hub runs on the directory, or it cannot be locked
     */
    public static HubLock take(Path directory) throws HubException {
        Path file = directory.resolve(HubFiles.LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return new HubLock(channel);
            }
            channel.close();
            throw new HubException("another hub runs on " + directory + ": stop it first");
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Whether a hub runs on the directory. */
    static boolean isHeld(Path directory) throws HubException {
        if (!Files.exists(directory.resolve(HubFiles.LOCK))) {
            return false;
        }
        Path file = directory.resolve(HubFiles.LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return !tryLock(channel);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

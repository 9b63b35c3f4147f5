package org.demarche.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that one hub, or one command that must be alone, works on a directory; the operating system lets go of it when the process ends, however it ends. */
public final class HubLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubLock.class);

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
                nameHolder(channel);
                return new HubLock(channel);
            }
            channel.close();
            throw new HubException("another hub runs on " + directory + ": stop it first");
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Written over what is there, which takes no room; and where there is none, only drain and reload miss it. */
    private static void nameHolder(FileChannel channel) {
        byte[] holder = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            channel.write(ByteBuffer.wrap(holder), 0);
            channel.truncate(holder.length);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", HubFiles.LOCK, e.getMessage());
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

    /** The process that holds it; empty: none does. */
    static Optional<ProcessHandle> holder(Path directory) throws HubException {
        if (!isHeld(directory)) {
            return Optional.empty();
        }
        Path file = directory.resolve(HubFiles.LOCK);
        String text = HubFiles.text(file, "a hub runs on the directory").strip();
        if (!text.matches("[0-9]{1,18}")) {
            throw new HubException(HubException.SETUP, file + " does not name the process that holds it", null);
        }
        return ProcessHandle.of(Long.parseLong(text));
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

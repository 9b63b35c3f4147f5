package org.demarche.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.demarche.disk.DurableFiles;
import org.demarche.hash.Sha256;
import org.demarche.server.config.StoreAddress;

/**
 * The mark of a store that a log is being carried into: a file in the hub's directory, there from before the first entry is written until all have been compared. A
 * hub that ran on such a store would sign heads behind those that the log has shown.
 */
public final class UnfinishedStore {
    private static final String PREFIX = "unfinished-";

    private final Path file;
    private final String store;

    /** The mark of the store at {@code address}, for hubs of this directory. */
    public UnfinishedStore(Path directory, StoreAddress address) {
        this.store = address instanceof StoreAddress.File sqlite
                ? sqlite.path().toAbsolutePath().normalize().toString()
                : address.toString();
        this.file = directory.resolve(
                PREFIX + Sha256.of(store.getBytes(StandardCharsets.UTF_8)).brief());
    }

    /** Whether the other mark is that of the same store. */
    public boolean isAlso(UnfinishedStore other) {
        return file.equals(other.file);
    }

    /** Whether the store is unfinished. */
    public boolean isMarked() {
        return Files.exists(file);
    }

    /**
     * Refuses to go on with a store that is unfinished.
     *
     * @throws HubException if it is
     */
    public void requireFinished() throws HubException {
        if (isMarked()) {
            throw new HubException(
                    "the log in " + store
                            + " is unfinished, restore or migrate was cut off: run the same command again, it goes on where it was");
        }
    }

    /**
     * Marks it, unless it is marked; the mark is on the disk when this returns.
     *
     * @throws HubException if the mark cannot be written
     */
    public void begin() throws HubException {
        if (isMarked()) {
            return;
        }
        try {
            DurableFiles.write(file, (store + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Takes the mark away.
     *
     * @throws HubException if it cannot be
     */
    public void end() throws HubException {
        try {
            DurableFiles.delete(file);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be removed: " + e.getMessage(), e);
        }
    }
}

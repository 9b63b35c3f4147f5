package org.demarche.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.demarche.charter.Charter;
import org.demarche.server.HubException;
import org.demarche.server.LastHead;
import org.demarche.server.carry.SeenHeads;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredHead;

/**
 * How far a backup of a log goes: at least as far as every receipt that was given before it began, and no farther than what is durable. What can be read of a file is; of a
 * database, a standby may answer, so there only what a head covers is, and hubs leave one every second: that is waited for, and what none covers by then is told of.
 */
public final class Extents {
    private static final long WAIT_MS = 5_000;
    private static final int STEP_MS = 100;

    private final long waitMs;

    /** Extents that wait as long as a hub that runs may take. */
    public Extents() {
        this(WAIT_MS);
    }

    /** @param waitMs how long a head is waited for that covers everything, in milliseconds */
    public Extents(long waitMs) {
        this.waitMs = waitMs;
    }

    /**
     * The extent of the log in {@code store} as it is now.
     *
     * @throws HubException if it is empty
     */
    public Backup.Extent of(LogStore store, StoreAddress address, Path directory) throws HubException {
        Optional<byte[]> shown = lastHead(directory);
        long size = store.size();
        if (size == 0) {
            throw new HubException(
                    "the log in " + address + " is empty: there is nothing to keep yet; run demarche hub init first");
        }
        if (store.heads().isPresent()) {
            StoredHead head = covering(store, store.heads().get(), size);
            return extent(
                    store,
                    head.size(),
                    Math.max(0, size - head.size()),
                    Optional.of(head.note().toByteArray()),
                    address);
        }
        return extent(
                store,
                size,
                0,
                shown.or(() -> store.cosigned().newest().map(OfferedHead::note).map(n -> n.toByteArray())),
                address);
    }

    private static Backup.Extent extent(
            LogStore store, long size, long left, Optional<byte[]> head, StoreAddress address) throws HubException {
        Charter first = SeenHeads.genesis(new StoredLog(store, address.toString()));
        return new Backup.Extent(store, size, left, head, first.log().origin());
    }

    /** Read before the size is: what a hub has shown was in its store before. */
    private static Optional<byte[]> lastHead(Path directory) throws HubException {
        Optional<Path> file = new LastHead(directory).file();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file.get()));
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file.get() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private StoredHead covering(LogStore store, HeadStore heads, long size) throws HubException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        Optional<StoredHead> newest = heads.newest();
        while (newest.map(StoredHead::size).orElse(0L) < size && System.nanoTime() < until) {
            pause();
            newest = heads.newest();
        }
        return newest.filter(head -> head.size() <= store.size())
                .orElseThrow(
                        () -> new HubException(
                                "no head in the database covers its entries: start a hub of this log, which leaves one, and take the backup while it runs"));
    }

    private static void pause() throws HubException {
        try {
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException(HubException.SETUP, "interrupted: no backup was made", e);
        }
    }
}

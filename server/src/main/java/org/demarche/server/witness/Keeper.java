package org.demarche.server.witness;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.HubLog;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredCosignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes verified cosignatures down, one after another on a thread of its own, so that a medium which hangs holds up nobody but witnesses; what waits for it is bounded.
 * A cosignature that makes the charter's rule hold makes its head a witnessed one.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int MOST_WAITING = 256;
    private static final int LAST_WRITES_S = 5;

    private final HubLog log;
    private final CosignedHeads store;
    private final WitnessedHeads witnessed;
    private final ThreadPoolExecutor thread;
    private boolean failed;

    Keeper(HubLog log, CosignedHeads store, WitnessedHeads witnessed) {
        this.log = log;
        this.store = store;
        this.witnessed = witnessed;
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), work -> {
                    Thread made = new Thread(work, "cosignatures");
                    made.setDaemon(true);
                    return made;
                });
    }

    /**
     * Keeps a cosignature whose lines were verified.
     *
     * @return once it is durable, whether the charter's rule holds over the head; or, exceptionally, a {@link RefusedException}
     */
    CompletableFuture<Boolean> keep(StoredCosignature cosignature) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(write(cosignature));
                } catch (RefusedException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new RefusedException(
                    Reason.NOT_READY,
                    "too many cosignatures wait, or the hub is stopping; bring it again in a moment"));
        }
        return answer;
    }

    private boolean write(StoredCosignature cosignature) throws RefusedException {
        long size = cosignature.size();
        try {
            if (!store.add(cosignature)) {
                throw new RefusedException(
                        Reason.NOT_FOUND, "the head of " + size + " entries is no longer offered; cosign the newest");
            }
            boolean enough = Said.isEnough(log.reigns().at(size), store.cosignatures(size));
            if (enough && store.head(size).filter(OfferedHead::witnessed).isEmpty()) {
                store.markWitnessed(size);
                witnessed.look();
            }
            failed = false;
            return enough;
        } catch (StoreException e) {
            if (!failed) {
                failed = true;
                LOG.warn("cosignatures could not be stored, witnesses bring them again: {}", e.getMessage());
            }
            boolean full = e.kind() == StoreException.Kind.FULL || e.kind() == StoreException.Kind.READ_ONLY;
            throw new RefusedException(new Refusal(
                    full ? Reason.DISK_FULL : Reason.NOT_READY,
                    "the hub could not store the cosignature; bring it again in a moment"));
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(LAST_WRITES_S, TimeUnit.SECONDS);
    }
}

package org.demarche.server.witness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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
 * Writes verified cosignatures down, on a thread of its own, so that a medium which hangs holds up nobody but witnesses. Whatever has come while it wrote is written next,
 * all with one flush, which entries wait for as well; what waits is bounded. A cosignature that makes the charter's rule hold makes its head a witnessed one.
 */
final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int MOST_WAITING = 256;
    private static final int LAST_WRITES_S = 5;

    private final HubLog log;
    private final CosignedHeads store;
    private final WitnessedHeads witnessed;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final ExecutorService thread;
    private boolean failed;

    /** A cosignature, and who waits until it is durable. */
    private record Waiting(StoredCosignature cosignature, CompletableFuture<Boolean> answer) {
        void refuse(Reason reason, String sentence) {
            answer.completeExceptionally(new RefusedException(new Refusal(reason, sentence)));
        }
    }

    Keeper(HubLog log, CosignedHeads store, WitnessedHeads witnessed) {
        this.log = log;
        this.store = store;
        this.witnessed = witnessed;
        this.thread = Executors.newSingleThreadExecutor(work -> {
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
        Waiting one = new Waiting(cosignature, new CompletableFuture<>());
        boolean taken = waiting.offer(one);
        try {
            if (taken) {
                thread.execute(this::writeWhatWaits);
            }
        } catch (RejectedExecutionException e) {
            taken = false;
        }
        if (!taken) {
            one.refuse(
                    Reason.NOT_READY, "too many cosignatures wait, or the hub is stopping; bring it again in a moment");
        }
        return one.answer();
    }

    /** Called once for each that waits, and does the work of all that do. */
    private void writeWhatWaits() {
        List<Waiting> taken = new ArrayList<>();
        waiting.drainTo(taken);
        if (taken.isEmpty()) {
            return;
        }
        try {
            Map<Long, Boolean> enough =
                    write(taken.stream().map(Waiting::cosignature).toList());
            failed = false;
            taken.forEach(one -> answer(one, enough));
        } catch (StoreException e) {
            if (!failed) {
                failed = true;
                LOG.warn("cosignatures could not be stored, witnesses bring them again: {}", e.getMessage());
            }
            boolean full = e.kind() == StoreException.Kind.FULL || e.kind() == StoreException.Kind.READ_ONLY;
            taken.forEach(one -> one.refuse(
                    full ? Reason.DISK_FULL : Reason.NOT_READY,
                    "the hub could not store the cosignature; bring it again in a moment"));
        } catch (RuntimeException e) {
            taken.forEach(one -> one.answer().completeExceptionally(e));
        }
    }

    /** By the size of each of the heads that are still offered, whether the charter's rule holds over it now. */
    private Map<Long, Boolean> write(List<StoredCosignature> cosignatures) {
        Set<Long> offered = store.add(cosignatures);
        Map<Long, Boolean> enough = new HashMap<>();
        boolean newly = false;
        for (long size : offered) {
            // Read back, since other hubs write too: of two that each bring one of the last two, one at least sees
            // both.
            enough.put(size, Said.isEnough(log.reigns().at(size), store.cosignatures(size)));
            if (enough.get(size)
                    && store.head(size).filter(OfferedHead::witnessed).isEmpty()) {
                store.markWitnessed(size);
                newly = true;
            }
        }
        if (newly) {
            witnessed.look();
        }
        return enough;
    }

    private static void answer(Waiting one, Map<Long, Boolean> enough) {
        long size = one.cosignature().size();
        if (enough.containsKey(size)) {
            one.answer().complete(enough.get(size));
        } else {
            one.refuse(Reason.NOT_FOUND, "the head of " + size + " entries is no longer offered; cosign the newest");
        }
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(LAST_WRITES_S, TimeUnit.SECONDS);
    }
}

package org.demarche.server.door;

import java.util.Optional;
import java.util.function.Supplier;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a caller is told of a failure that is the hub's own: no more than a report id, under which the log output has the rest. That the store can't be read is no defect:
 * the hub goes on when it can.
 */
public final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);

    private static final Refusal NO_STORE = new Refusal(
            Reason.NOT_READY, "the hub cannot read its store at present: try again in a moment, or another hub");

    private final Supplier<String> reportIds;

    /** Mishaps that are named by {@code reportIds}. */
    public Mishaps(Supplier<String> reportIds) {
        this.reportIds = reportIds;
    }

    /**
     * Notes a failure, and says what the caller is told.
     *
     * @param call what failed
     */
    public Refusal refusal(String call, Throwable failure) {
        Optional<StoreException> store = store(failure);
        if (store.isPresent()) {
            LOG.warn("{}: {}", call, store.get().getMessage());
            return NO_STORE;
        }
        String id = reportIds.get();
        LOG.atError()
                .addKeyValue("report", id)
                .addKeyValue("call", call)
                .setCause(failure)
                .log("report {}: {} failed", id, call);
        return new Refusal(
                Reason.INTERNAL, "the hub has met a defect of its own; give its operator this report id: " + id);
    }

    /** The failure of the medium that {@code failure} comes from; one that does not go by is a defect like others. */
    private static Optional<StoreException> store(Throwable failure) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StoreException store && store.kind() != StoreException.Kind.DAMAGED) {
                return Optional.of(store);
            }
        }
        return Optional.empty();
    }
}

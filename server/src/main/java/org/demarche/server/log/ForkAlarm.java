package org.demarche.server.log;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this hub has seen, or was told of, a second history of its log: two heads that cannot both be true. It is never taken back while the hub runs; people have to
 * find out what has happened. Thread-safe.
 */
public final class ForkAlarm {
    private static final Logger LOG = LoggerFactory.getLogger(ForkAlarm.class);

    private final AtomicLongArray raised = new AtomicLongArray(By.values().length);
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> first = Optional.empty();

    /** Whom it is known from. */
    public enum By {
        /** A witness that refuses the log's head, or has cosigned another. */
        WITNESS,
        /** A desk that has signed over a head that the log never had. */
        DESK,
        /** The store: the log's own signature under a head of other entries. */
        STORE
    }

    /**
     * Raises it.
     *
     * @param who names the witness, the party or the store; of a closed set
     * @param sentence what is known, and by whose word
     */
    public void raise(By by, String who, String sentence) {
        raised.incrementAndGet(by.ordinal());
        if (said.add(by + " " + who)) {
            LOG.error("the log may have two histories: {}; see the runbook LogForkDetected", sentence);
        }
        synchronized (this) {
            first = first.or(() -> Optional.of(sentence));
        }
    }

    /** How often it was raised by this. */
    public long raised(By by) {
        return raised.get(by.ordinal());
    }

    /** What it was first raised for, in a sentence; empty: it never was. */
    public Optional<String> first() {
        return first;
    }
}

package org.demarche.server;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once why a hub is not ready, each reason by itself, and when it is ready again. For one thread. */
final class ReadinessWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessWatch.class);

    private final Supplier<Optional<String>> whyNotReady;
    // The reasons since it was last ready.
    private final Set<String> said = new HashSet<>();

    /**
     * A watch.
     *
     * @param whyNotReady why nothing can be taken in at present, in a sentence; empty: it can
     */
    ReadinessWatch(Supplier<Optional<String>> whyNotReady) {
        this.whyNotReady = whyNotReady;
    }

    /** Looks; to be called often. */
    void look() {
        Optional<String> why = whyNotReady.get();
        if (why.isPresent() && said.add(why.get())) {
            LOG.warn("the hub is not ready until this is mended: {}", why.get());
        } else if (why.isEmpty() && !said.isEmpty()) {
            said.clear();
            LOG.warn("the hub is ready again");
        }
    }
}

package org.demarche.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;
import org.demarche.merkle.Head;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the head that a hub has shown last while it runs, and holds the store at its start against the one that was kept before. */
final class HeadKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(HeadKeeper.class);

    private final LastHead lastHead;
    private final Optional<LastHead.Shown> before;
    private volatile boolean kept = true;

    /**
     * The keeper of a hub's directory.
     *
     * @throws HubException if what was kept before cannot be read
     * @throws IOException if what a killed hub has left cannot be removed
     */
    HeadKeeper(Path directory) throws HubException, IOException {
        lastHead = new LastHead(directory);
        lastHead.tidy();
        before = lastHead.shown();
    }

    /**
     * The store must hold what this hub has shown before.
     *
     * @param size the number of its entries
     * @param headAt its heads up to there
     * @throws HubException if it does not
     */
    void requireNotBehind(long size, LongFunction<Head> headAt, Role role, StoreAddress store) throws HubException {
        Optional<LastHead.Difference> difference = before.flatMap(shown -> shown.from(size, headAt));
        if (difference.isEmpty()) {
            return;
        }
        String sentence = store + " " + difference.get().how();
        if (role instanceof Role.Reads && difference.get().behind()) {
            throw new HubException(sentence + ": wait until the standby has caught up, then start the hub again");
        }
        throw new HubException(
                HubException.CONDITION_NOT_MET,
                sentence + ": start no hub of this log on it; put the right store back, or run demarche hub restore",
                null);
    }

    /** Keeps the head of the log as it stands; that it cannot be kept is said once. */
    void keep(Published now) {
        try {
            lastHead.keep(now);
            kept = true;
        } catch (IOException e) {
            if (kept) {
                LOG.warn(
                        "the head that this hub has shown last cannot be kept, so that it would not notice after a restart if its store had gone back: {}",
                        e.getMessage());
            }
            kept = false;
        }
    }
}

package org.demarche.server.console;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.demarche.server.backup.BackupWatch;

/** Looks when the last backup was, on a thread that may wait for the disk. One thread looks, any reads. */
final class BackupLook {
    private final BackupWatch watch;
    private volatile Optional<Seen> seen = Optional.empty();

    /**
     * What was seen.
     *
     * @param watch says what is old
     * @param at when the last backup was; empty: none is known of
     * @param trouble why that cannot be told; empty: it can
     */
    record Seen(BackupWatch watch, Optional<Instant> at, Optional<String> trouble) {}

    BackupLook(BackupWatch watch) {
        this.watch = watch;
    }

    /** Looks again. */
    void look() {
        try {
            seen = Optional.of(new Seen(watch, watch.lastAt(), Optional.empty()));
        } catch (IOException e) {
            seen = Optional.of(new Seen(watch, Optional.empty(), Optional.of(String.valueOf(e.getMessage()))));
        }
    }

    /** What was seen last; empty: nothing yet. */
    Optional<Seen> seen() {
        return seen;
    }
}

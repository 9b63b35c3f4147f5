package org.demarche.server;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.demarche.charter.Expiry;
import org.demarche.escalation.Governance;

/** Tells the operator once a day that the charter's end is near, or has come: a successor takes the assent of governments, which takes its time. */
final class ExpiryWatch {
    private static final long DAY_MS = 86_400_000L;

    private final Supplier<Governance> governing;
    private final LongSupplier wallMs;
    private final Consumer<String> announce;
    private long saidMs = Long.MIN_VALUE;

    ExpiryWatch(Supplier<Governance> governing, LongSupplier wallMs, Consumer<String> announce) {
        this.governing = governing;
        this.wallMs = wallMs;
        this.announce = announce;
    }

    /** Looks at the clock; to be called often. */
    void look() {
        long nowMs = wallMs.getAsLong();
        if (saidMs != Long.MIN_VALUE && nowMs - saidMs < DAY_MS) {
            return;
        }
        Governance now = governing.get();
        Optional<String> warning = now.closed()
                ? Optional.of("the log is closed: it takes nothing more, and stays readable")
                : now.inForce() ? Expiry.warning(now.charter(), nowMs) : Optional.empty();
        warning.ifPresent(w -> {
            saidMs = nowMs;
            announce.accept(w);
        });
    }
}

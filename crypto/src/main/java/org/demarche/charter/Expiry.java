package org.demarche.charter;

import java.util.Optional;
import org.demarche.time.Dtg;

/** What to say of a charter's end, before it comes and after. */
public final class Expiry {
    /** From so long before on people are warned: a successor takes the assent of governments. */
    public static final long WARNED_BEFORE_MS = 90 * 86_400_000L;

    private static final long DAY_MS = 86_400_000L;

    private Expiry() {}

    /** Whether nothing activates under it any more. */
    public static boolean isPast(Charter charter, long nowMs) {
        return nowMs >= charter.expiresMs();
    }

    /** A warning in one sentence, from ninety days before the end on; empty before that, and if the log is closed anyhow. */
    public static Optional<String> warning(Charter charter, long nowMs) {
        long leftMs = charter.expiresMs() - nowMs;
        if (charter.closes() || leftMs > WARNED_BEFORE_MS) {
            return Optional.empty();
        }
        String when = Dtg.of(charter.expiresMs());
        if (leftMs <= 0) {
            return Optional.of(
                    "the charter expired at " + when
                            + ": nothing activates, and only what winds incidents down is taken; the parties can still adopt a successor");
        }
        String left = leftMs < DAY_MS ? "less than a day" : Phrases.count(leftMs / DAY_MS, "day");
        return Optional.of("the charter expires at " + when + ", in " + left
                + ": from then on nothing activates; adopt a successor before that");
    }
}

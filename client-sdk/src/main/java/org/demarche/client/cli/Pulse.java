package org.demarche.client.cli;

import java.time.InstantSource;
import java.util.Optional;
import org.demarche.client.Delivery;
import org.demarche.client.DeskException;
import org.demarche.client.DeskListener;
import org.demarche.client.witness.Witnessing;
import org.demarche.merkle.Head;
import org.demarche.time.Dtg;
import org.demarche.time.PlanTime;

/** Hears from a desk, and knows how fresh what it has heard is. Thread-safe. */
final class Pulse implements DeskListener {
    /** After how long a silence a screen is called stale, in milliseconds. */
    static final long STALE_MS = 5_000;

    private final InstantSource clock;
    private final Runnable news;
    private long heardMs;
    private Optional<DeskException> down = Optional.empty();
    private Optional<DeskException> caution = Optional.empty();
    private Optional<DeskException> ended = Optional.empty();

    /** Begins with what was heard just now; {@code news} is run whenever there is something new to see. */
    Pulse(InstantSource clock, Runnable news) {
        this.clock = clock;
        this.news = news;
        this.heardMs = clock.millis();
    }

    /**
     * How it is at an instant.
     *
     * @param heard how long ago something verified was heard, in words
     * @param stale that it was too long ago, or the line is down, in words
     * @param caution what else to know
     */
    record Beat(String heard, Optional<String> stale, Optional<String> caution) {}

    /** How it is now. */
    synchronized Beat beat() {
        long silentMs = Math.max(0, clock.millis() - heardMs);
        String length = new PlanTime(1).length(silentMs);
        boolean stale = down.isPresent() || silentMs > STALE_MS;
        return new Beat(
                length + " ago",
                stale
                        ? Optional.of("STALE: nothing verified has come for " + length + ", since "
                                + Dtg.toTheSecond(heardMs)
                                + down.map(d -> "; " + d.sentence()).orElse(""))
                        : Optional.empty(),
                caution.map(DeskException::sentence));
    }

    /** Why following has ended for good; empty: it has not. */
    synchronized Optional<DeskException> ended() {
        return ended;
    }

    @Override
    public void onEntry(Delivery entry) {
        hear();
    }

    @Override
    public void onHead(Head head, boolean caughtUp) {
        hear();
    }

    @Override
    public void onWitnessed(Witnessing.Witnessed newest) {
        synchronized (this) {
            caution = Optional.empty();
        }
        hear();
    }

    private void hear() {
        synchronized (this) {
            heardMs = clock.millis();
            down = Optional.empty();
        }
        news.run();
    }

    @Override
    public void onTrouble(DeskException trouble) {
        synchronized (this) {
            if (!trouble.passing()) {
                ended = ended.or(() -> Optional.of(trouble));
            } else if (trouble instanceof DeskException.Unreachable) {
                down = Optional.of(trouble);
            } else {
                caution = Optional.of(trouble);
            }
        }
        news.run();
    }
}

package org.demarche.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Notices;
import org.demarche.client.Pending;

/** One desk. What got no answer is sent again from its outbox, as the software of a liaison desk would. */
final class Speaker implements Runnable {
    private final Desk desk;
    private final String party;
    private final Duration pause;
    private final Journal journal;
    private final CountDownLatch stop;
    private volatile boolean givenUp;

    Speaker(Desk desk, int perSecond, Journal journal, CountDownLatch stop) {
        this.desk = desk;
        this.party = desk.profile().party();
        this.pause = Duration.ofSeconds(1).dividedBy(perSecond);
        this.journal = journal;
        this.stop = stop;
    }

    /** Whether something happened that a desk cannot go on from. */
    boolean hasGivenUp() {
        return givenUp;
    }

    @Override
    public void run() {
        try (desk) {
            for (int number = 1; !stop.await(pause.toMillis(), TimeUnit.MILLISECONDS); number++) {
                try {
                    journal.keep(
                            party,
                            desk.submit(Notices.message(
                                    "Line check", "EXERCISE. Number " + number + " of " + party + ".")));
                } catch (DeskException.Unreachable e) {
                    System.err.println(party + ": no answer: " + e.getMessage());
                    resend();
                }
            }
        } catch (DeskException | IOException | RuntimeException e) {
            givenUp = true;
            System.err.println(party + ": gives up: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until nothing waits, also after the end has been asked for: what was signed is to have its receipt. */
    private void resend() throws DeskException, IOException {
        Optional<Pending> pending = waiting();
        while (pending.isPresent()) {
            try {
                journal.keep(party, desk.resend(pending.get().id()));
            } catch (DeskException.Unreachable e) {
                System.err.println(party + ": no answer yet: " + e.getMessage());
            }
            pending = waiting();
        }
    }

    private Optional<Pending> waiting() throws DeskException {
        return desk.outbox().stream()
                .filter(pending -> pending.status() == Pending.Status.WAITING)
                .findFirst();
    }
}

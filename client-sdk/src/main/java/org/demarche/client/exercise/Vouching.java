package org.demarche.client.exercise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.demarche.client.DeskException;
import org.demarche.hash.Sha256;

/**
 * Tells of the moments that everything hangs on, the start of the clock and each activation, when others than the hub vouch for them. The play does not wait for it.
 * Not thread-safe.
 */
final class Vouching {
    private static final long PAUSE_MS = 500;
    private static final long PATIENCE_MS = 60_000;

    private final Stage stage;
    private final Chronicle chronicle;
    private final Executor desks;
    /** The tiers whose activation is to be vouched for; 0: the start of the clock. */
    private final Deque<Integer> waiting = new ArrayDeque<>();

    private Optional<Future<Optional<Vouched>>> asked = Optional.empty();
    private int seen;
    private long againMs;

    /** Looks at what is there on {@code desks}, since to verify evidence takes its time. */
    Vouching(Stage stage, Chronicle chronicle, Executor desks) {
        this.stage = stage;
        this.chronicle = chronicle;
        this.desks = desks;
    }

    /** Looks whether there is something to tell; to be called often. */
    void attend(Sha256 incident) throws PlayException, InterruptedException {
        collect();
        if (asked.filter(task -> !task.isDone()).isPresent()) {
            return;
        }
        if (asked.isPresent()) {
            Optional<Vouched> vouched = answer(asked.get());
            asked = Optional.empty();
            vouched.ifPresent(v -> chronicle.add(
                    new Happening.Followed(new Turn.Attested(stage.nowMs(), waiting.remove(), v), List.of())));
            againMs = vouched.isPresent() ? stage.nowMs() : stage.nowMs() + PAUSE_MS;
        }
        if (!waiting.isEmpty() && stage.nowMs() >= againMs) {
            int tier = waiting.element();
            FutureTask<Optional<Vouched>> task = new FutureTask<>(() -> stage.vouched(incident, tier));
            desks.execute(task);
            asked = Optional.of(task);
        }
    }

    /** Whether something is still to be told. */
    boolean waits() {
        return !waiting.isEmpty();
    }

    /** When it is given up, if the play has ended at {@code endedMs}. */
    void requirePatience(long endedMs) throws PlayException, InterruptedException {
        if (stage.nowMs() > endedMs + PATIENCE_MS) {
            int tier = waiting.element();
            throw new PlayException((tier == 0 ? "the start of the clock" : "the activation of tier " + tier)
                    + " is not witnessed and stamped as the charter asks, " + PATIENCE_MS / 1000
                    + " s after the play's last step" + stage.unvouched());
        }
    }

    private void collect() {
        List<Happening> all = chronicle.happenings();
        for (Happening happening : all.subList(seen, all.size())) {
            if (happening instanceof Happening.Followed followed) {
                if (followed.turn() instanceof Turn.ClockStarted) {
                    waiting.add(0);
                } else if (followed.turn() instanceof Turn.Activated activated) {
                    waiting.add(activated.tier());
                }
            }
        }
        seen = all.size();
    }

    private static Optional<Vouched> answer(Future<Optional<Vouched>> task) throws PlayException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            // Not visible in the incident's own entries yet, or no answer just now: it is asked again.
            if (cause instanceof DeskException.Invalid || cause instanceof DeskException met && met.passing()) {
                return Optional.empty();
            }
            throw new PlayException("the evidence could not be looked at: " + cause.getMessage(), cause);
        }
    }
}

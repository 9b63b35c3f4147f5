package org.demarche.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.demarche.escalation.Content;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.clock.ClockGuard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that gives notices their place. Whatever has come since the last commit is committed as one batch, so that at low load a notice waits for one
 * flush of the disk, and at high load the flush, and the signature under the head, are shared.
 */
public final class Sequencer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final long LOOK_UP_MS = 100;
    private static final int GATHER_AT_MOST = 16;
    private static final long GATHER_POLL_MS = 1;

    private final HubLog log;
    private final Appender appender;
    private final ClockGuard guard;
    private final int greatestBatch;
    private final IntSupplier onTheirWay;
    private final Consumer<Throwable> onDefect;
    private final Waiting waiting = new Waiting();
    private final Thread thread = new Thread(this::run, "sequencer");
    private volatile boolean closing;

    /**
     * A sequencer, not yet started.
     *
     * @param appender appends to {@code log}
     * @param greatestBatch most entries of one transaction
     * @param onTheirWay how many notices are still to be verified
     * @param onDefect is told when the state in memory can no longer be trusted: the process must end
     */
    public Sequencer(
            HubLog log,
            Appender appender,
            ClockGuard guard,
            int greatestBatch,
            IntSupplier onTheirWay,
            Consumer<Throwable> onDefect) {
        this.log = log;
        this.appender = appender;
        this.guard = guard;
        this.greatestBatch = greatestBatch;
        this.onTheirWay = onTheirWay;
        this.onDefect = onDefect;
    }

    /** Begins to work. */
    public void start() {
        thread.start();
    }

    /** Takes something in. Whoever offers bounds how much waits. */
    public void offer(Submission submission) {
        waiting.add(submission);
        if (closing && waiting.remove(submission)) {
            refuse(
                    List.of(submission),
                    new Refusal(Reason.NOT_READY, "the hub is stopping; send the notice again, to it or to another"));
        }
    }

    /**
     * Others may have written into the log: what they wrote is taken in soon.
     *
     * @return completed, on the sequencer's thread, with whether all of it is; never exceptionally
     */
    public CompletableFuture<Boolean> follow() {
        CompletableFuture<Boolean> followed = waiting.look();
        if (closing) {
            followed.complete(false);
        }
        return followed;
    }

    /** Whether nothing more is logged: it was closed, or has met a defect. */
    public boolean hasStopped() {
        return closing;
    }

    private void run() {
        List<Submission> submissions = new ArrayList<>();
        try {
            while (!closing || !waiting.isEmpty()) {
                waiting.await(LOOK_UP_MS);
                waiting.takeLook().ifPresent(asked -> asked.complete(appender.follow()));
                gather(submissions);
                commit(submissions);
                submissions.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the sequencer has met a defect; nothing more is logged", e);
            closing = true;
            Answer unknown = new Answer.Unknown(
                    "the hub has met a defect of its own and stops; it does not know whether the notice was logged: ask again");
            submissions.forEach(s -> s.answer().complete(unknown));
            waiting.takeLook().ifPresent(asked -> asked.complete(false));
            onDefect.accept(e);
        }
    }

    /**
     * Adds what waits; and while so many are on their way that the next ones would wait anyhow, those too, for a moment: a commit, with its flush and its signatures
     * under a head, costs as much for one as for many. Nothing urgent waits for that.
     */
    private void gather(List<Submission> submissions) throws InterruptedException {
        waiting.drainTo(submissions, greatestBatch);
        for (int times = 0; times < GATHER_AT_MOST && mayGather(submissions); times++) {
            waiting.await(GATHER_POLL_MS);
            waiting.drainTo(submissions, greatestBatch - submissions.size());
        }
    }

    private boolean mayGather(List<Submission> submissions) {
        return !submissions.isEmpty()
                && submissions.size() < greatestBatch
                && onTheirWay.getAsInt() > greatestBatch / 4
                && submissions.stream().noneMatch(s -> s.precedence() == Precedence.PRECEDENCE_FLASH);
    }

    private void commit(List<Submission> submissions) {
        List<Submission> taken = new ArrayList<>(submissions);
        if (!guard.isAgreed(log.published().governance().charter().skewMs())) {
            // Only parties may say that time has passed, as long as nobody confirms the hub's clock.
            List<Submission> marks = submissions.stream()
                    .filter(s -> s.content() instanceof Content.Mark)
                    .toList();
            refuse(marks, new Refusal(Reason.HUB_CLOCK, "clients of two parties must confirm the hub's clock first"));
            taken.removeAll(marks);
        }
        if (!taken.isEmpty()) {
            appender.commit(taken, guard::read);
        }
    }

    private static void refuse(List<Submission> submissions, Refusal refusal) {
        submissions.forEach(s -> s.answer().complete(new Answer.Refused(refusal)));
    }

    /** Commits what waits, and ends. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
        waiting.takeLook().ifPresent(asked -> asked.complete(false));
        List<Submission> rest = new ArrayList<>();
        waiting.drainTo(rest, Integer.MAX_VALUE);
        refuse(rest, new Refusal(Reason.NOT_READY, "the hub is stopping; send the notice again, to it or to another"));
    }
}

package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.Exhibits;
import org.demarche.client.follow.Follower;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.MissingLogKeyException;
import org.demarche.client.follow.Prosecutor;
import org.demarche.client.follow.Replica;
import org.demarche.client.transport.ClockProbe;
import org.demarche.client.transport.LineException;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.client.witness.Witnessing;
import org.demarche.escalation.Entry;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;

/**
 * Whether the hub can be believed, and how far the copy has come. Hears from the follower and from the clock probe; once it is {@link #fail failed} it stays so, and
 * whoever asks is told why.
 */
final class Watch implements Follower.Watcher {
    private static final Duration WITNESSES_LATE = Duration.ofSeconds(60);

    private final Replica replica;
    private final WitnessedHeads witnessed;
    private final Exhibits exhibits;
    private final Prosecutor prosecutor;
    private final InstantSource clock;
    private final Failures failures;
    private final Deliveries deliveries;
    private final int hubs;
    private Optional<DeskException> failed = Optional.empty();
    private boolean suspected;
    private Optional<DeskException> lastTrouble = Optional.empty();
    private Optional<DeskException.ClockSkew> skew = Optional.empty();
    private boolean compared;
    private long caughtUpTo;
    private boolean heard;
    private boolean witnessesLate;
    private int inVain;
    private Optional<DeskException> behind = Optional.empty();

    Watch(
            Replica replica,
            WitnessedHeads witnessed,
            Exhibits exhibits,
            Prosecutor prosecutor,
            InstantSource clock,
            Failures failures,
            Deliveries deliveries,
            int hubs) {
        this.replica = replica;
        this.witnessed = witnessed;
        this.exhibits = exhibits;
        this.prosecutor = prosecutor;
        this.clock = clock;
        this.failures = failures;
        this.deliveries = deliveries;
        this.hubs = hubs;
    }

    /** Throws what ended the trust, if anything did. */
    synchronized void requireTrust() throws DeskException {
        awaitAccusation();
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    /** Throws if the clocks differed when they were last compared. */
    synchronized void requireClock() throws DeskException {
        if (skew.isPresent()) {
            throw skew.get();
        }
    }

    /** How the clocks stood when they were last compared. */
    synchronized Optional<DeskException.ClockSkew> skew() {
        return skew;
    }

    /** Why this machine's clock is not to be relied on, if so: it was not compared with the hub's yet, or differs from it. */
    synchronized Optional<String> clockFault() {
        return compared
                ? skew.map(DeskException::sentence)
                : Optional.of("this machine's clock was not compared with the hub's yet");
    }

    /** While somebody writes down what the hub did, nobody goes on as if it had not. */
    private synchronized void awaitAccusation() throws DeskException {
        while (suspected && failed.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeskException.Unreachable("interrupted", "try again", e);
            }
        }
    }

    /** Ends the trust: makes and keeps what shows it, tells the listeners; returns what to throw. */
    DeskException lied(LieException lie) {
        synchronized (this) {
            try {
                awaitAccusation();
            } catch (DeskException e) {
                return e;
            }
            if (failed.isPresent()) {
                // The follower and a receipt may find the same lie in the same moment.
                return failed.get();
            }
            suspected = true;
        }
        return accuse(lie);
    }

    /** What came with the lie is kept before the hub is asked for anything more, and the trust ends whatever comes of that. */
    private DeskException accuse(LieException lie) {
        Instant found = clock.instant();
        Optional<Path> file = Optional.empty();
        String kept = "; its own bytes are in ";
        String hint = "the evidence could not be written; note the time, call the other parties and the operator";
        DeskException reason;
        try {
            try {
                file = Optional.of(keep(lie, Optional.empty(), found));
            } catch (IOException e) {
                hint = "the evidence could not be written (" + e.getMessage()
                        + "); note the time, call the other parties and the operator";
            }
            Optional<byte[]> proof = lie.claim().flatMap(prosecutor::prove);
            if (proof.isPresent()) {
                file = Optional.of(keep(lie, proof, found));
                kept = "; `demarche verify` convicts it by ";
            }
        } catch (IOException e) {
            hint = "the evidence could not be written (" + e.getMessage()
                    + "); note the time, call the other parties and the operator";
        } finally {
            reason = fail(new DeskException.Misbehaved(
                    lie.kind(),
                    lie.getMessage() + (file.isPresent() ? kept + file.get() : ""),
                    file,
                    file.isPresent()
                            ? "keep the file, call the other parties and the operator; nothing more is sent to this hub"
                            : hint));
        }
        return reason;
    }

    /** A thread that is to end still writes: an interrupt would close the file. */
    private Path keep(LieException lie, Optional<byte[]> proof, Instant found) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return exhibits.keep(
                    lie,
                    proof,
                    replica.charter().log().origin(),
                    replica.charter().hash(),
                    found);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized DeskException fail(DeskException reason) {
        suspected = false;
        boolean first = failed.isEmpty();
        DeskException stands = failed.orElse(reason);
        failed = Optional.of(stands);
        notifyAll();
        if (first) {
            deliveries.trouble(stands);
        }
        return stands;
    }

    /** A fault of this program's own in what is done now and then; it is told, and done again the next time. */
    void faulted(RuntimeException fault) {
        trouble(new DeskException.Misconfigured(
                "the hub's clock and heads could not be looked at: " + fault,
                "it is tried again; if this comes again, report it with this sentence",
                fault));
    }

    /**
     * What came of a probe.
     *
     * @param claimed the size of the head that the hub has shown, true or not
     * @param unanswered why there was no answer, if there was none
     */
    record Probed(long claimed, Optional<DeskException> unanswered) {}

    /** Compares the clocks and looks at the newest head. */
    Probed probe(ClockProbe probe) throws InterruptedException {
        long atLeast = replica.greatestSeen();
        try {
            ClockProbe.Answer answer = probe.ask();
            compare(answer.aheadMs());
            Optional<VerifiedCheckpoint> head = replica.see(answer.checkpoint());
            // Of several hubs of one log, one may be behind what another has shown.
            if (hubs == 1 && head.isPresent() && head.get().head().size() < atLeast) {
                throw replica.rolledBack(head.get());
            }
            tellOfLateWitnesses();
            return new Probed(Replica.claimedSize(answer.checkpoint()), Optional.empty());
        } catch (LineException e) {
            DeskException trouble = failures.of(e, Optional.empty());
            trouble(trouble);
            return new Probed(0, Optional.of(trouble));
        } catch (LieException e) {
            lied(e);
        } catch (IOException e) {
            ended(e);
        }
        return new Probed(0, Optional.empty());
    }

    /** What a hub shows of incidents, under the log's keys. */
    interface States {
        /** The newest. */
        List<SignedState> shown() throws LineException, InterruptedException;
    }

    /** Holds what the hub shows of incidents against the copy. */
    void look(States states) throws InterruptedException {
        try {
            for (SignedState state : states.shown()) {
                replica.requireTrue(state);
            }
        } catch (LineException e) {
            trouble(failures.of(e, Optional.empty()));
        } catch (LieException e) {
            lied(e);
        } catch (IOException e) {
            ended(e);
        }
    }

    private synchronized void compare(long aheadMs) {
        long allowed = replica.charter().skewMs();
        compared = true;
        if (Math.abs(aheadMs) <= allowed) {
            skew = Optional.empty();
            return;
        }
        DeskException.ClockSkew found = new DeskException.ClockSkew(
                aheadMs,
                "the hub's clock is " + Math.abs(aheadMs) + " ms " + (aheadMs > 0 ? "ahead of" : "behind")
                        + " this machine's (the charter allows " + allowed + " ms)",
                "compare this machine's clock with a trusted one; if it is right, call the operator");
        skew = Optional.of(found);
        deliveries.trouble(found);
    }

    /** Entries that the charter wants witnessed and that have not been for a minute, if there are any. */
    Optional<DeskException.NotWitnessed> lateWitnesses() throws IOException {
        Optional<Instant> since = witnessed.waitingSince();
        if (since.isEmpty() || since.get().plus(WITNESSES_LATE).isAfter(clock.instant())) {
            return Optional.empty();
        }
        String rule = replica.charter().witnessed().map(Object::toString).orElse("-");
        String which = witnessed.newest() instanceof Witnessing.Witnessed w
                ? "entries from " + w.size() + " on are not witnessed"
                : "no entry is witnessed";
        return Optional.of(
                new DeskException.NotWitnessed(
                        which + ", the oldest for "
                                + Duration.between(since.get(), clock.instant()).toSeconds()
                                + " s (the charter asks for "
                                + rule + ")",
                        "what was said is in the log and counts; ask the parties whether their witnesses run: `demarche liaison witness run`"));
    }

    /** Once when it begins, and again when it has been over in between. */
    private void tellOfLateWitnesses() throws IOException {
        Optional<DeskException.NotWitnessed> late = heard() ? lateWitnesses() : Optional.empty();
        boolean begins;
        synchronized (this) {
            begins = late.isPresent() && !witnessesLate;
            witnessesLate = late.isPresent();
        }
        if (begins) {
            deliveries.trouble(late.orElseThrow());
        }
    }

    private synchronized boolean heard() {
        return heard;
    }

    @Override
    public void shown(Optional<WitnessedHead> head) throws LieException, IOException {
        Witnessing before = witnessed.newest();
        Optional<String> wrong = witnessed.take(head);
        if (wrong.isPresent()) {
            deliveries.trouble(new DeskException.NotWitnessed(
                    wrong.get(), "nothing of it was believed; tell the operator, and the party whose witness it is"));
        } else if (head.isPresent()) {
            replica.requireSeen(head.get());
        }
        if (witnessed.newest() instanceof Witnessing.Witnessed now && !now.equals(before)) {
            synchronized (this) {
                notifyAll();
            }
            deliveries.witnessed(now);
        }
    }

    /** Waits until the entry with this index is witnessed; returns at once if the charter does not ask for that. */
    synchronized Witnessing awaitWitnessed(long index, Duration longest) throws DeskException {
        long deadline = System.nanoTime() + longest.toNanos();
        long leftMs = longest.toMillis();
        while (failed.isEmpty() && witnessed.of(index) instanceof Witnessing.NotYet && leftMs > 0) {
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeskException.Unreachable("interrupted", "try again", e);
            }
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        requireTrust();
        return witnessed.of(index);
    }

    /** Waits until the copy has {@code size} entries and the hub has once said that this is all. */
    synchronized void await(long size, Duration longest) throws DeskException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (failed.isEmpty() && (!heard || Math.max(caughtUpTo, replica.size()) < size)) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMs <= 0) {
                throw lastTrouble.orElseGet(() -> new DeskException.Unreachable(
                        "the hub did not show its whole log within " + longest.toSeconds() + " s",
                        "try again; what has come is kept",
                        null));
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeskException.Unreachable("interrupted", "try again", e);
            }
            if (hopeless()) {
                throw lastTrouble.orElseThrow();
            }
        }
        requireTrust();
    }

    /**
     * Waits until a hub has shown a log of {@code size} entries, or each has been followed in vain.
     *
     * @return why none has; empty: one has
     */
    synchronized Optional<DeskException> awaitShown(long size, Duration longest) throws DeskException {
        long deadline = System.nanoTime() + longest.toNanos();
        long leftMs = longest.toMillis();
        while (failed.isEmpty() && caughtUpTo < size && inVain < hubs && leftMs > 0) {
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeskException.Unreachable("interrupted", "try again", e);
            }
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        requireTrust();
        return caughtUpTo < size ? behind.or(() -> lastTrouble) : Optional.empty();
    }

    /** Trying again does not make a wrong pin right. */
    private boolean hopeless() {
        return failed.isEmpty()
                && !heard
                && lastTrouble.isPresent()
                && lastTrouble.get() instanceof DeskException.NotTrusted;
    }

    @Override
    public void took(List<Entry> entries, boolean live) {
        deliveries.took(entries, live, clock.millis(), replica.charter().skewMs());
    }

    @Override
    public void headed(VerifiedCheckpoint head, boolean caughtUp) {
        synchronized (this) {
            lastTrouble = Optional.empty();
            if (caughtUp) {
                heard = true;
                caughtUpTo = Math.max(caughtUpTo, head.head().size());
                if (caughtUpTo >= replica.greatestSeen()) {
                    inVain = 0;
                    behind = Optional.empty();
                }
            }
            notifyAll();
        }
        deliveries.headed(head.head(), caughtUp);
    }

    @Override
    public void broke(LineException failure) {
        DeskException trouble = failures.of(failure, Optional.empty());
        synchronized (this) {
            inVain++;
            if (failure.failure() instanceof LineException.Failure.Behind) {
                // It has nothing that the copy has not.
                heard = true;
                behind = Optional.of(trouble);
            }
        }
        trouble(trouble);
    }

    private void trouble(DeskException trouble) {
        synchronized (this) {
            lastTrouble = Optional.of(trouble);
            notifyAll();
        }
        deliveries.trouble(trouble);
    }

    @Override
    public void ended(Exception cause) {
        if (cause instanceof LieException lie) {
            lied(lie);
        } else if (cause instanceof MissingLogKeyException) {
            fail(new DeskException.Misconfigured(
                    String.valueOf(cause.getMessage()),
                    "get the newest file of log keys from the operator, and add it: `demarche liaison profile log-keys FILE`",
                    cause));
        } else if (cause instanceof RefusedException refused) {
            fail(new DeskException.Misconfigured(
                    refused.refusal().sentence(),
                    "this is another log: check hubs, charter and charter_hash in the profile",
                    cause));
        } else {
            fail(new DeskException.Misconfigured(
                    "the desk's copy of the log can't be kept: "
                            + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                    "check the disk and the state folder; if the copy is damaged, move the folder `log` away and connect: it is fetched anew",
                    cause));
        }
    }
}

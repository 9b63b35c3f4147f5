package org.demarche.server.intake;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.log.Answer;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.log.Sequencer;
import org.demarche.server.log.Submission;
import org.demarche.server.store.StoredEntry;

/**
 * Takes notices in. On the caller's thread only what is cheap; both signatures on the pool, FLASH first; then the sequencer. The same notice again gets the same
 * answer at once, whatever has become of its author's quota, clock or keys.
 */
public final class Intake {
    private static final Refusal STOPPING =
            new Refusal(Reason.NOT_READY, "the hub is stopping; send the notice again, to it or to another");

    private static final Answer BEHIND = new Answer.Unknown(
            "the hub cannot read its store, and does not know the head that the notice is anchored over; send it again later, or to another hub");

    private final HubLog log;
    private final ClockGuard guard;
    private final Quotas quotas;
    private final SignatureVerifier verifier;
    private final VerificationPool pool;
    private final Sequencer sequencer;
    private final int mostWaiting;
    private final Anchors anchors;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<CompletableFuture<Answer>, Long> arrivals = new ConcurrentHashMap<>();
    private final Optional<Refusal> closed;
    private volatile Outcomes outcomes = Outcomes.NOBODY;
    private volatile boolean draining;

    /**
     * An intake.
     *
     * @param mostWaiting notices that may wait to be verified or appended; a quarter of them is kept for FLASH
     * @param closed why no notice is taken at all: only what is in the log already is answered; empty: they are
     */
    public Intake(
            HubLog log,
            ClockGuard guard,
            Quotas quotas,
            SignatureVerifier verifier,
            VerificationPool pool,
            Sequencer sequencer,
            int mostWaiting,
            Optional<Refusal> closed) {
        this.log = log;
        this.guard = guard;
        this.quotas = quotas;
        this.verifier = verifier;
        this.pool = pool;
        this.sequencer = sequencer;
        this.mostWaiting = mostWaiting;
        this.closed = closed;
        this.anchors = new Anchors(log, verifier, pool);
    }

    /** From now on {@code told} is told what becomes of notices. */
    public void tell(Outcomes told) {
        outcomes = told;
    }

    /** What a caller brought is no notice. */
    public void unread(Refusal refusal) {
        outcomes.unread(refusal.reason());
    }

    /** From now on only what is in the log already is answered. */
    public void drain() {
        draining = true;
    }

    /**
     * Parses a submission.
     *
     * @throws RefusedException if the bytes are not a notice in the strict encoding and within its limits
     */
    public static UnverifiedNotice parse(ByteString signedNotice) throws RefusedException {
        return UnverifiedNotice.parse(signedNotice.toByteArray());
    }

    /**
     * Takes a notice in.
     *
     * @param notice what {@link #parse} gave
     * @param caller the party that brings it, by its TLS pin; not necessarily the author
     * @param callerClockMs what the caller's clock shows, in milliseconds since 1970 UTC
     * @return the answer, once it is durable; never exceptional
     */
    public CompletableFuture<Answer> submit(UnverifiedNotice notice, String caller, long callerClockMs) {
        guard.report(caller, callerClockMs);
        Optional<StoredEntry> before = log.ofNotice(notice.id());
        if (before.isPresent()) {
            return CompletableFuture.completedFuture(new Answer.Logged(before.get()));
        }
        long cameNanos = System.nanoTime();
        CompletableFuture<Answer> answer = take(notice, caller, callerClockMs);
        answer.thenAccept(a -> outcomes.settled(notice, a, System.nanoTime() - cameNanos));
        return answer;
    }

    private CompletableFuture<Answer> take(UnverifiedNotice notice, String caller, long callerClockMs) {
        Published now = log.published();
        Optional<Refusal> refusal = checkReady()
                .or(() -> checkQuota(notice.notice(), caller))
                .or(() -> guard.check(callerClockMs, now.governance().charter().skewMs()));
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (notice.notice().getAnchor().getSize() <= now.size()) {
            return check(notice);
        }
        // Another hub of this log may have shown the author a head that this one has not taken in yet.
        return sequencer
                .follow()
                .thenCompose(followed -> followed ? check(notice) : CompletableFuture.completedFuture(BEHIND));
    }

    private CompletableFuture<Answer> check(UnverifiedNotice notice) {
        Published now = log.published();
        Optional<Refusal> refusal = anchors.check(notice, now);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(judged(refusal.get(), now));
        }
        boolean flash = notice.notice().getPrecedence() == Precedence.PRECEDENCE_FLASH;
        int most = flash ? mostWaiting : mostWaiting - mostWaiting / 4;
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return refused(new Refusal(Reason.NOT_READY, most + " notices wait already; send it again in a second"));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        arrivals.put(answer, System.nanoTime());
        answer.whenComplete((a, e) -> {
            waiting.decrementAndGet();
            arrivals.remove(answer);
        });
        try {
            pool.execute(notice.notice().getPrecedence(), () -> verify(notice, answer));
        } catch (RejectedExecutionException e) {
            answer.complete(new Answer.Refused(STOPPING));
        }
        return answer;
    }

    /** Whether the hub is stopping. */
    public boolean isDraining() {
        return draining;
    }

    /** How many notices wait to be verified or appended. */
    public int waiting() {
        return waiting.get();
    }

    /** For how long the one of them has waited that came first, in nanoseconds; 0: none waits. */
    public long longestWaitNanos() {
        long nowNanos = System.nanoTime();
        return arrivals.values().stream()
                .mapToLong(came -> Math.max(0, nowNanos - came))
                .max()
                .orElse(0);
    }

    private void verify(UnverifiedNotice notice, CompletableFuture<Answer> answer) {
        Published now = log.published();
        try {
            PublicKey key = now.governance().requireSigningKey(notice);
            Optional<VerifiedNotice> verified = notice.verify(key, verifier);
            if (verified.isEmpty()) {
                answer.complete(judged(
                        new Refusal(
                                Reason.SIGNATURE_INVALID,
                                "a signature under the notice does not verify with key "
                                        + notice.keyId().brief() + "…"),
                        now));
                return;
            }
            Submission submission = Submission.of(verified.get());
            submission.answer().thenAccept(answer::complete);
            sequencer.offer(submission);
        } catch (RefusedException e) {
            answer.complete(judged(e.refusal(), now));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Judged by what was published just then, and by nothing that came since. */
    private Answer judged(Refusal refusal, Published now) {
        return new Answer.Refused(refusal, Optional.of(now.judged(guard.wallMs())));
    }

    private Optional<Refusal> checkReady() {
        return draining ? Optional.of(STOPPING) : closed;
    }

    private Optional<Refusal> checkQuota(Notice notice, String caller) {
        Use use = switch (notice.getBodyCase()) {
            case CHARTER_TEXT, CHARTER_ASSENT, KEY_CHANGE -> Use.ROOT;
            default -> notice.getPrecedence() == Precedence.PRECEDENCE_FLASH ? Use.FLASH : Use.NOTICE;
        };
        boolean taken = use == Use.FLASH ? quotas.takeFlash(caller) : quotas.take(caller, use);
        return taken
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Reason.QUOTA_EXCEEDED,
                        caller + " has sent more than " + quotas.perMinute(use)
                                + " such notices within a minute; wait a little"));
    }

    private static CompletableFuture<Answer> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new Answer.Refused(refusal));
    }
}

package org.demarche.server.quorum;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.log.Answer;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.LogListener;
import org.demarche.server.log.Published;
import org.demarche.server.log.Submission;

/**
 * Has a mark put into the log when an instant has come that moves an incident and nothing else happens. The mark decides nothing, it makes visible; so one that
 * is late, missing or refused changes no outcome.
 */
public final class Deadlines implements LogListener {
    private static final long AGAIN_AFTER_MS = 1_000;

    private final HubLog log;
    private final ClockGuard guard;
    private final LongSupplier wallMs;
    private final Consumer<Submission> sequencer;
    private final Map<Sha256, Due> byIncident = new HashMap<>();
    private final TreeSet<Due> byInstant =
            new TreeSet<>(Comparator.comparingLong(Due::instantMs).thenComparing(Due::incident));

    private record Due(long instantMs, Sha256 incident) {}

    /**
     * Deadlines.
     *
     * @param incidents as they stand when the hub starts
     * @param sequencer takes the marks
     */
    public Deadlines(
            HubLog log,
            ClockGuard guard,
            LongSupplier wallMs,
            Consumer<Submission> sequencer,
            Collection<Incident> incidents) {
        this.log = log;
        this.guard = guard;
        this.wallMs = wallMs;
        this.sequencer = sequencer;
        incidents.forEach(this::put);
    }

    @Override
    public synchronized void grown(Published published, Collection<Incident> moved) {
        moved.forEach(this::put);
    }

    private synchronized void put(Incident incident) {
        take(incident.id());
        // What governance has moved is due at once.
        OptionalLong instant = incident.unmarked() ? OptionalLong.of(0) : incident.nextInstantMs();
        if (instant.isPresent()) {
            add(new Due(instant.getAsLong(), incident.id()));
        }
    }

    private void add(Due due) {
        byIncident.put(due.incident(), due);
        byInstant.add(due);
    }

    private void take(Sha256 incident) {
        Due due = byIncident.remove(incident);
        if (due != null) {
            byInstant.remove(due);
        }
    }

    /** The next instant that moves any incident, in milliseconds since 1970 UTC. */
    public synchronized OptionalLong nextMs() {
        return byInstant.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(byInstant.first().instantMs());
    }

    /** Looks at the clock; to be called often. Does nothing unless clients of two parties agree with the hub's clock. */
    public synchronized void tick() {
        if (byInstant.isEmpty() || byInstant.first().instantMs() > wallMs.getAsLong()) {
            return;
        }
        if (!guard.isAgreed(log.published().governance().charter().skewMs())) {
            return;
        }
        while (!byInstant.isEmpty() && byInstant.first().instantMs() <= wallMs.getAsLong()) {
            Due due = byInstant.first();
            take(due.incident());
            Submission mark = Submission.mark(due.incident());
            mark.answer().thenAccept(answer -> {
                if (answer instanceof Answer.Unknown
                        || answer instanceof Answer.Refused refused
                                && mayPass(refused.refusal().reason())) {
                    again(due.incident());
                }
            });
            sequencer.accept(mark);
        }
    }

    /** Whether the hub's own state is what stands against the mark. */
    private static boolean mayPass(Reason reason) {
        return reason == Reason.HUB_CLOCK || reason == Reason.DISK_FULL || reason == Reason.NOT_READY;
    }

    private synchronized void again(Sha256 incident) {
        if (!byIncident.containsKey(incident)) {
            add(new Due(wallMs.getAsLong() + AGAIN_AFTER_MS, incident));
        }
    }
}

package org.demarche.server.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.HubClock;
import org.demarche.server.clock.Reading;
import org.demarche.server.delivery.Followers;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Quotas;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.log.Standing;
import org.demarche.server.quorum.Incidents;
import org.demarche.server.witness.WitnessedHeads;
import org.demarche.situation.Situation;

/** Looks at the hub, as often as it is asked: at what others keep in memory, and at the last survey. Thread-safe. */
public final class Lookout {
    private static final int CLOSED = 20;
    private static final int CLOSED_LOOKED_AT = 200;

    private final Parts parts;
    private final Surveyor surveyor;
    private final BackupLook backups;

    /**
     * What is looked at.
     *
     * @param whyNotReady why nothing can be appended, in a sentence; empty: it can
     * @param mostWaiting how many notices may wait
     * @param writes whether the hub takes notices in at all
     */
    public record Parts(
            HubLog log,
            Minutes minutes,
            Incidents incidents,
            ClockGuard guard,
            HubClock clock,
            Intake intake,
            int mostWaiting,
            Quotas quotas,
            Followers followers,
            WitnessedHeads witnessed,
            Supplier<Optional<String>> whyNotReady,
            boolean writes) {}

    /** A lookout. */
    Lookout(Parts parts, Surveyor surveyor, BackupLook backups) {
        this.parts = parts;
        this.surveyor = surveyor;
        this.backups = backups;
    }

    /** How many entries the log has. */
    long size() {
        return parts.log().published().size();
    }

    /** Whether there is such an incident. */
    boolean knows(Sha256 incident) {
        return parts.incidents().find(incident).isPresent();
    }

    /**
     * What there is to be seen now.
     *
     * @param also incidents that are to be seen in any case
     * @param pages how many pages are open, and may be
     */
    Situation look(Collection<Sha256> also, Pages pages) {
        return Assembly.of(sight(also, pages));
    }

    /** How many pages are open, and may be. */
    record Pages(int open, int most) {}

    private Sighting sight(Collection<Sha256> also, Pages pages) {
        // First the log, so that nothing besides it is older.
        Published published = parts.log().published();
        long headMs = published.lastAcceptedAtMs();
        long skewMs = published.governance().charter().skewMs();
        long nowMs = parts.guard().read(headMs, skewMs) instanceof Reading.Sound sound
                ? sound.nowMs()
                : parts.clock().wallMs();
        // What a hub that only reads does not know yet could have moved an incident.
        long knownMs = Math.max(headMs, parts.log().knownUntilMs());
        Optional<Survey> survey = surveyor.survey();
        List<Incident> others = new ArrayList<>();
        parts.incidents().newest(Long.MAX_VALUE, CLOSED_LOOKED_AT).stream()
                .map(Standing::incident)
                .filter(i -> i.phase() == Incident.Phase.CLOSED)
                .limit(CLOSED)
                .forEach(others::add);
        also.forEach(id -> parts.incidents().find(id).map(Standing::incident).ifPresent(others::add));
        return new Sighting(
                nowMs,
                Math.min(parts.guard().shownMs(headMs, skewMs), knownMs),
                published,
                parts.incidents().open().stream().map(Standing::incident).toList(),
                others,
                parts.minutes().journal(),
                parts.witnessed().newestSize(),
                survey,
                survey.map(s -> parts.clock().monotonicMs() - s.takenMs()).orElse(0L),
                backups.seen(),
                new Sighting.Pulse(
                        parts.whyNotReady().get(),
                        parts.writes(),
                        parts.guard().isConfirmed(skewMs),
                        parts.intake().waiting(),
                        parts.mostWaiting(),
                        parts.followers().size(),
                        parts.quotas().heldBack(),
                        parts.log().forks().first(),
                        pages.open(),
                        pages.most()));
    }
}

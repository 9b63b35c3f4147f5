package org.demarche.situation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.time.Dtg;
import org.demarche.time.PlanTime;

/**
 * Everything that there is to see at an instant. Immutable.
 *
 * @param nowMs the instant, in milliseconds since 1970 UTC
 * @param governance what governs
 * @param incidents every incident as it is at the instant, in the order in which they were opened
 * @param journal what was said
 * @param log the head of the log
 * @param witnesses how the charter's witnesses stand, in its order
 * @param health how the hub is, in the order in which people look
 */
public record Situation(
        long nowMs,
        Governance governance,
        List<Incident> incidents,
        Journal journal,
        LogHead log,
        List<WitnessStanding> witnesses,
        List<HealthLine> health) {
    private static final int MOST_CLOSED = 20;

    public Situation {
        incidents = List.copyOf(incidents);
        witnesses = List.copyOf(witnesses);
        health = List.copyOf(health);
    }

    /** A situation; time moves the incidents on to the instant. */
    public static Situation at(
            long nowMs,
            Governance governance,
            Collection<Incident> incidents,
            Journal journal,
            LogHead log,
            List<WitnessStanding> witnesses,
            List<HealthLine> health) {
        return new Situation(
                nowMs,
                governance,
                incidents.stream().map(i -> i.at(nowMs, log.size())).toList(),
                journal,
                log,
                witnesses,
                health);
    }

    /** The charter in force, or the draft of version 1. */
    public Charter charter() {
        return governance.charter();
    }

    /** Whether it is an exercise. */
    public boolean exercise() {
        return charter().exercise();
    }

    /** Time of the plan. */
    public PlanTime plan() {
        return new PlanTime(charter().timeScale());
    }

    /** The instant, to the second: {@code 03155107Z FEB 26}. */
    public String dtg() {
        return Dtg.toTheSecond(nowMs);
    }

    /** How long ago the log's head was signed, in the clock's own time. */
    public String headAge() {
        return new PlanTime(1).length(nowMs - log.signedAtMs());
    }

    /** The incidents that are not closed: the one with the nearest deadline first. */
    public List<IncidentView> open() {
        return views(incidents.stream().filter(i -> i.phase() != Incident.Phase.CLOSED))
                .sorted(IncidentView.MOST_URGENT_FIRST)
                .toList();
    }

    /** The closed incidents that were opened last, newest first, at most {@value #MOST_CLOSED}. */
    public List<IncidentView> closed() {
        return views(incidents.stream()
                        .filter(i -> i.phase() == Incident.Phase.CLOSED)
                        .sorted(Comparator.comparingLong(Incident::openedIndex).reversed())
                        .limit(MOST_CLOSED))
                .toList();
    }

    private Stream<IncidentView> views(Stream<Incident> which) {
        return which.flatMap(i -> view(i).stream());
    }

    /** One incident. Empty: there is none, or the journal does not tell of it yet. */
    public Optional<IncidentView> incident(Sha256 id) {
        return incidents.stream().filter(i -> i.id().equals(id)).findFirst().flatMap(this::view);
    }

    private Optional<IncidentView> view(Incident incident) {
        return Optional.ofNullable(journal.incidents().get(incident.id()))
                .map(said -> IncidentView.of(this, incident, said));
    }

    /** How many witnesses keep up. */
    public long witnessesUp() {
        return witnesses.stream()
                .filter(w -> w.level(log.size(), nowMs) == Level.GOOD)
                .count();
    }

    /** Whether the charter's witness rule holds over the witnesses that keep up; GOOD if it has none. */
    public Level witnessLevel() {
        List<String> up = witnesses.stream()
                .filter(w -> w.level(log.size(), nowMs) == Level.GOOD)
                .map(WitnessStanding::name)
                .toList();
        boolean enough =
                charter().witnessed().map(r -> r.holds(new HashSet<>(up))).orElse(true);
        return !enough ? Level.BAD : up.size() < witnesses.size() ? Level.WARN : Level.GOOD;
    }

    /** The worst of {@link #health}; GOOD if nothing is known. */
    public Level healthLevel() {
        return healthLines().stream().findFirst().map(HealthLine::level).orElse(Level.GOOD);
    }

    /** How the hub and the witnesses are: what needs somebody first, otherwise in the order given. */
    public List<HealthLine> healthLines() {
        List<HealthLine> lines = new ArrayList<>(health);
        witnesses.forEach(w -> lines.add(w.line(log.size(), nowMs)));
        lines.sort(Comparator.comparingInt(line -> switch (line.level()) {
            case BAD -> 0;
            case WARN -> 1;
            case UNKNOWN -> 2;
            case GOOD -> 3;
        }));
        return lines;
    }
}

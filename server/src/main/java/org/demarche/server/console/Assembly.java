package org.demarche.server.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.demarche.charter.Charter;
import org.demarche.charter.Expiry;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.server.store.Peer;
import org.demarche.server.witness.WitnessSurvey;
import org.demarche.situation.HealthLine;
import org.demarche.situation.Level;
import org.demarche.situation.LogHead;
import org.demarche.situation.Situation;
import org.demarche.situation.WitnessStanding;
import org.demarche.time.PlanTime;

/** Makes a situation of what was seen. Nothing here looks at anything by itself. */
final class Assembly {
    /** How many open incidents a picture has at the most: whoever reports without end must not make it endless. */
    static final int MOST_OPEN = 100;

    private static final long OLD_SURVEY_MS = 15_000;
    /** Longer than the database takes to fail over. */
    private static final long SILENT_PEER_MS = 60_000;

    /** Those whose clock runs before those with a proposal before the newest. */
    private static final Comparator<Incident> TO_BE_SEEN_FIRST = Comparator.comparing(
                    (Incident i) -> i.clock().isEmpty())
            .thenComparing(i -> i.proposals().isEmpty())
            .thenComparing(Comparator.comparingLong(Incident::openedIndex).reversed());

    private Assembly() {}

    /** The situation. */
    static Situation of(Sighting seen) {
        long size = seen.published().size();
        Map<Sha256, Incident> incidents = new LinkedHashMap<>();
        seen.open().stream().sorted(TO_BE_SEEN_FIRST).limit(MOST_OPEN).forEach(i -> incidents.put(i.id(), i));
        seen.others().forEach(i -> incidents.putIfAbsent(i.id(), i));
        return new Situation(
                seen.nowMs(),
                seen.published().governance(),
                incidents.values().stream()
                        .sorted(Comparator.comparingLong(Incident::openedIndex))
                        .map(i -> i.at(seen.shownMs(), size))
                        .toList(),
                seen.journal(),
                // It was signed when the newest entry had become durable: the same instant, to the eye.
                new LogHead(
                        size,
                        seen.published().head().root(),
                        Math.min(seen.nowMs(), seen.published().lastAcceptedAtMs()),
                        seen.witnessed()),
                witnesses(seen),
                health(seen));
    }

    private static List<WitnessStanding> witnesses(Sighting seen) {
        List<WitnessStanding> all = new ArrayList<>();
        seen.survey().ifPresent(survey -> {
            for (WitnessSurvey.Line line : survey.witnesses()) {
                line.party()
                        .ifPresent(party -> all.add(new WitnessStanding(
                                line.witness(),
                                party,
                                line.size(),
                                line.at()
                                        .map(Instant::toEpochMilli)
                                        .map(OptionalLong::of)
                                        .orElse(OptionalLong.empty()))));
            }
        });
        return all;
    }

    private static List<HealthLine> health(Sighting seen) {
        List<HealthLine> lines = new ArrayList<>();
        Sighting.Pulse pulse = seen.pulse();
        lines.add(pulse.whyNotReady()
                .map(why -> new HealthLine("hub", Level.BAD, "cannot append", why))
                .orElse(new HealthLine("hub", Level.GOOD, pulse.writes() ? "takes notices in" : "reads only", "")));
        lines.add(
                pulse.confirmed()
                        ? new HealthLine("clock", Level.GOOD, "confirmed by parties", "")
                        : new HealthLine(
                                "clock",
                                Level.WARN,
                                "nobody confirms it",
                                "no desk is connected; what time alone brings about is shown when one is"));
        pulse.fork().ifPresent(what -> lines.add(new HealthLine("log", Level.BAD, "may have two histories", what)));
        lines.add(share("intake", pulse.waiting(), pulse.mostWaiting(), "waiting"));
        lines.add(Quota.line(pulse.heldBack()));
        lines.add(new HealthLine("desks", Level.GOOD, pulse.followers() + " streams", ""));
        lines.add(share("board", pulse.pages(), pulse.mostPages(), "pages open"));
        seen.backup().map(backup -> backup(backup, seen.nowMs())).ifPresent(lines::add);
        seen.survey().ifPresent(survey -> {
            survey.stamps().forEach(stamp -> lines.add(stamp(survey, stamp)));
            survey.peers().forEach(peer -> lines.add(peer(peer)));
        });
        if (seen.survey().isPresent() && seen.surveyAgeMs() > OLD_SURVEY_MS) {
            lines.add(new HealthLine(
                    "store",
                    Level.WARN,
                    "silent for " + seen.surveyAgeMs() / 1_000 + " s",
                    "what is said of witnesses, time authorities and other hubs is as old"));
        }
        Charter charter = seen.published().governance().charter();
        Expiry.warning(charter, seen.nowMs())
                .ifPresent(w -> lines.add(new HealthLine("charter", Level.WARN, "ends soon or has ended", w)));
        if (seen.open().size() > MOST_OPEN) {
            lines.add(new HealthLine(
                    "incidents",
                    Level.WARN,
                    MOST_OPEN + " of " + seen.open().size() + " open ones shown",
                    "those whose clock runs first, then the newest; a desk lists all"));
        }
        return lines;
    }

    private static HealthLine share(String name, int used, int most, String what) {
        Level level = used * 10L >= most * 9L ? Level.BAD : used * 2L >= most ? Level.WARN : Level.GOOD;
        return new HealthLine(name, level, used + " of " + most + " " + what, "");
    }

    private static HealthLine backup(BackupLook.Seen backup, long nowMs) {
        String name = "last backup";
        if (backup.trouble().isPresent()) {
            return new HealthLine(
                    name, Level.WARN, "cannot be told", backup.trouble().get());
        }
        boolean old = backup.watch().isOld(backup.at(), Instant.ofEpochMilli(nowMs));
        String value = backup.at()
                .map(at -> new PlanTime(1).length(Math.max(0, nowMs - at.toEpochMilli())) + " ago")
                .orElse("none is known of");
        return old
                ? new HealthLine(
                        name,
                        Level.WARN,
                        value,
                        "wanted every " + backup.watch().wantedHours() + " hours: run demarche hub backup")
                : new HealthLine(name, Level.GOOD, value, "");
    }

    private static HealthLine peer(Peer peer) {
        String name = "hub " + peer.hub();
        return peer.silentMs() > SILENT_PEER_MS
                ? new HealthLine(
                        name,
                        Level.WARN,
                        "silent for " + new PlanTime(1).length(peer.silentMs()),
                        "another hub of this log: it does not run, or does not reach the database")
                : new HealthLine(name, Level.GOOD, "writes", "");
    }

    private static HealthLine stamp(Survey survey, Survey.Stamp stamp) {
        String name = "time authority " + stamp.authority();
        if (stamp.size() == 0) {
            return new HealthLine(
                    name, survey.frozen() == 0 ? Level.UNKNOWN : Level.WARN, "has stamped nothing yet", "");
        }
        return stamp.size() >= survey.frozen()
                ? new HealthLine(name, Level.GOOD, "keeps up", "")
                : new HealthLine(name, Level.WARN, survey.frozen() - stamp.size() + " entries behind", "");
    }
}

package org.demarche.server.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.demarche.charter.Party;
import org.demarche.server.console.Survey;
import org.demarche.server.log.Standing;
import org.demarche.server.witness.WitnessSurvey;

/** The metrics of which there is one for each party, witness, time authority, tier or disk: those that there are at the moment. For one thread. */
final class Gauges {
    private static final String SECONDS = "seconds";

    private final MeterRegistry registry;
    private final Watched hub;
    private final Premises premises;
    private final Map<String, MultiGauge> all = new HashMap<>();
    private volatile double unwitnessedS;

    Gauges(MeterRegistry registry, Watched hub, Premises premises) {
        this.registry = registry;
        this.hub = hub;
        this.premises = premises;
    }

    /** For how long the log has had entries without a quorum of witnesses, in seconds. */
    double unwitnessedS() {
        return unwitnessedS;
    }

    /** Sets them anew. */
    void set(long unwitnessedMs) {
        unwitnessedS = unwitnessedMs / 1_000.0;
        hub.surveyor().survey().ifPresent(survey -> {
            attestation(survey);
            peers(survey);
        });
        incidents();
        unreceived();
        rows(
                "hub.stream.subscribers",
                "Streams that a party has open.",
                "",
                hub.streams().open().entrySet().stream()
                        .map(e -> row("party", e.getKey(), e.getValue()))
                        .toList());
        rows(
                "hub.disk.free",
                "Free where the hub writes.",
                "bytes",
                premises.freeBytes().entrySet().stream()
                        .map(e -> row("place", e.getKey(), e.getValue()))
                        .toList());
        rows(
                "hub.store",
                "Size of the files that the log is kept in.",
                "bytes",
                premises.fileBytes().entrySet().stream()
                        .map(e -> row("file", e.getKey(), e.getValue()))
                        .toList());
    }

    private void peers(Survey survey) {
        rows(
                "hub.peer.last.seen",
                "Since another hub of the log last confirmed a write, by the store's clock.",
                SECONDS,
                survey.peers().stream()
                        .map(p -> row("hub", p.hub(), p.silentMs() / 1_000.0))
                        .toList());
        long size = hub.published().size();
        rows(
                "hub.peer.behind.entries",
                "Entries by which what another hub knew then is behind this one.",
                "",
                survey.peers().stream()
                        .map(p -> row("hub", p.hub(), Math.max(0, size - p.size())))
                        .toList());
    }

    private void unreceived() {
        SortedMap<String, Unreceived.Lack> lacks = hub.unreceived()
                .by(
                        hub.charter().parties().stream()
                                .map(Party::id)
                                .filter(hub.published().governance()::hasDesk)
                                .toList(),
                        hub.clock().wallMs());
        rows(
                "hub.flash.unreceived.notices",
                "FLASH notices of the last day that a party has not acknowledged.",
                "",
                lacks.entrySet().stream()
                        .map(e -> row("party", e.getKey(), e.getValue().notices()))
                        .toList());
        rows(
                "hub.flash.unreceived",
                "Age of the oldest of them; 0: there is none.",
                SECONDS,
                lacks.entrySet().stream()
                        .map(e -> row("party", e.getKey(), e.getValue().oldestMs() / 1_000.0))
                        .toList());
    }

    private void attestation(Survey survey) {
        List<Row<?>> seen = new ArrayList<>();
        List<Row<?>> cosigned = new ArrayList<>();
        List<Row<?>> behind = new ArrayList<>();
        Instant now = Instant.ofEpochMilli(hub.clock().wallMs());
        for (WitnessSurvey.Line line : survey.witnesses()) {
            double age = line.at()
                    .map(at -> Duration.between(at, now).toMillis() / 1_000.0)
                    .orElse(Double.NaN);
            seen.add(row("witness", line.witness(), age));
            cosigned.add(row("witness", line.witness(), line.size()));
            behind.add(row("witness", line.witness(), line.behind()));
        }
        rows("hub.witness.last.seen", "Since a witness last cosigned; NaN: it never has.", SECONDS, seen);
        rows("hub.witness.cosigned.entries", "Entries of the newest head that a witness has cosigned.", "", cosigned);
        rows("hub.witness.behind.entries", "Entries by which that is behind the newest offered head.", "", behind);
        List<Row<?>> stamped = new ArrayList<>();
        List<Row<?>> unstamped = new ArrayList<>();
        for (Survey.Stamp stamp : survey.stamps()) {
            stamped.add(row("authority", stamp.authority(), stamp.size()));
            unstamped.add(row("authority", stamp.authority(), Math.max(0, survey.frozen() - stamp.size())));
        }
        rows(
                "hub.time.authority.stamped.entries",
                "Entries of the newest head that a time authority has stamped.",
                "",
                stamped);
        rows(
                "hub.time.authority.behind.entries",
                "Entries by which that is behind the newest head that it has had time to stamp.",
                "",
                unstamped);
    }

    private void incidents() {
        Countdown countdown = Countdown.of(
                hub.incidents().open().stream().map(Standing::incident).toList(),
                hub.clock().wallMs());
        List<Row<?>> open = new ArrayList<>();
        hub.charter().tiers().forEach(tier -> countdown.open().putIfAbsent(tier.number(), 0));
        countdown.open().putIfAbsent(0, 0);
        countdown.open().forEach((tier, count) -> open.add(row("tier", tier.toString(), count)));
        rows("hub.incidents.open", "Open incidents by the highest tier that is active; 0: none is.", "", open);
        List<Row<?>> deadlines = new ArrayList<>();
        countdown
                .deadlines()
                .forEach((d, s) ->
                        deadlines.add(Row.of(Tags.of("tier", Integer.toString(d.tier()), "clock", d.clock()), s)));
        rows(
                "hub.incident.deadline",
                "To the first time gate (opens), overdue mark (due) or end of a proposal (lapses) of a tier; negative: past.",
                SECONDS,
                deadlines);
        List<Row<?>> missing = new ArrayList<>();
        countdown.missing().forEach((tier, count) -> missing.add(row("tier", tier.toString(), count)));
        rows("hub.quorum.missing", "Parties that the open proposal of a tier lacks, at the least.", "", missing);
    }

    private static Row<?> row(String label, String value, Number number) {
        return Row.of(Tags.of(label, value), number);
    }

    private void rows(String name, String help, String unit, List<? extends Row<?>> rows) {
        all.computeIfAbsent(
                        name,
                        n -> MultiGauge.builder(n)
                                .description(help)
                                .baseUnit(unit.isEmpty() ? null : unit)
                                .register(registry))
                .register(new ArrayList<>(rows), true);
    }
}

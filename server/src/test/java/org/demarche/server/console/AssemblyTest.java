package org.demarche.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.server.backup.BackupWatch;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.log.Published;
import org.demarche.server.store.Peer;
import org.demarche.server.witness.WitnessSurvey;
import org.demarche.situation.HealthLine;
import org.demarche.situation.Level;
import org.demarche.situation.Situation;
import org.demarche.situation.Watchroom;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
    private static final Sighting.Pulse WELL = pulse(Optional.empty(), Collections.emptySortedMap(), Optional.empty());

    private final Watchroom room = Watchroom.exercise();
    private final Sha256 incident = room.at(1).report();

    private static Sighting.Pulse pulse(
            Optional<String> whyNotReady, SortedMap<String, Set<Use>> heldBack, Optional<String> fork) {
        return new Sighting.Pulse(whyNotReady, true, true, 3, 4_096, 20, heldBack, fork, 2, 256);
    }

    private Sighting seen(List<Incident> open, Optional<Survey> survey, long surveyAgeMs, Sighting.Pulse pulse) {
        return seen(open, survey, surveyAgeMs, Optional.empty(), pulse);
    }

    private Sighting seen(
            List<Incident> open,
            Optional<Survey> survey,
            long surveyAgeMs,
            Optional<BackupLook.Seen> backup,
            Sighting.Pulse pulse) {
        Situation now = room.at(2).situation();
        Head head = new Head(now.log().size(), now.log().root());
        return new Sighting(
                room.nowMs(),
                room.nowMs(),
                new Published(head, ByteString.EMPTY, room.nowMs() - 5_000, now.governance(), head.root()),
                open,
                List.of(),
                now.journal(),
                0,
                survey,
                surveyAgeMs,
                backup,
                pulse);
    }

    private HealthLine lastBackup(int wantedHours, Duration ago, Optional<String> trouble) {
        Instant now = Instant.ofEpochMilli(room.at(2).nowMs());
        BackupWatch watch = new BackupWatch(Path.of("backup.last"), now.minus(Duration.ofHours(1)), wantedHours);
        Optional<Instant> at = ago.isZero() ? Optional.empty() : Optional.of(now.minus(ago));
        Optional<BackupLook.Seen> seen = Optional.of(new BackupLook.Seen(watch, at, trouble));
        return line(Assembly.of(seen(open(), Optional.empty(), 0, seen, WELL)), "last backup");
    }

    private List<Incident> open() {
        return List.copyOf(room.scene().ledger().unclosedIncidents());
    }

    private static HealthLine line(Situation situation, String name) {
        return situation.health().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void of_aHubThatIsWell_isGoodThroughout() {
        Situation situation = Assembly.of(seen(open(), Optional.empty(), 0, WELL));
        assertThat(situation.open()).hasSize(1);
        assertThat(situation.incident(incident)).isPresent();
        assertThat(situation.health()).allMatch(l -> l.level() == Level.GOOD);
        assertThat(situation.headAge()).isEqualTo("5 s");
        assertThat(situation.witnesses()).isEmpty();
    }

    @Test
    void of_aHubThatIsNotReady_saysWhy() {
        Situation situation = Assembly.of(seen(
                open(),
                Optional.empty(),
                0,
                new Sighting.Pulse(
                        Optional.of("the disk is full"),
                        true,
                        false,
                        4_000,
                        4_096,
                        0,
                        Collections.emptySortedMap(),
                        Optional.empty(),
                        256,
                        256)));
        assertThat(line(situation, "hub"))
                .isEqualTo(new HealthLine("hub", Level.BAD, "cannot append", "the disk is full"));
        assertThat(line(situation, "clock").level()).isEqualTo(Level.WARN);
        assertThat(line(situation, "intake").level()).isEqualTo(Level.BAD);
        assertThat(line(situation, "board").value()).isEqualTo("256 of 256 pages open");
        assertThat(situation.healthLevel()).isEqualTo(Level.BAD);
    }

    @Test
    void of_backups_saysHowOldTheLastIs() {
        assertThat(lastBackup(26, Duration.ofMinutes(130), Optional.empty()))
                .isEqualTo(new HealthLine("last backup", Level.GOOD, "2 h 10 min ago", ""));
        assertThat(lastBackup(26, Duration.ofHours(30), Optional.empty()))
                .isEqualTo(new HealthLine(
                        "last backup",
                        Level.WARN,
                        "30 h 00 min ago",
                        "wanted every 26 hours: run demarche hub backup"));
        assertThat(lastBackup(0, Duration.ofHours(30), Optional.empty()).level())
                .isEqualTo(Level.GOOD);
        assertThat(lastBackup(26, Duration.ZERO, Optional.empty()))
                .as("the hub has run for an hour")
                .isEqualTo(new HealthLine("last backup", Level.GOOD, "none is known of", ""));
        assertThat(lastBackup(1, Duration.ZERO, Optional.empty()).level()).isEqualTo(Level.WARN);
        assertThat(lastBackup(26, Duration.ZERO, Optional.of("it is too long")))
                .isEqualTo(new HealthLine("last backup", Level.WARN, "cannot be told", "it is too long"));
    }

    @Test
    void of_partiesBeyondTheirQuota_namesThem() {
        SortedMap<String, Set<Use>> held = new TreeMap<>(Map.of("NO", EnumSet.of(Use.NOTICE, Use.FILE)));
        assertThat(line(
                        Assembly.of(seen(open(), Optional.empty(), 0, pulse(Optional.empty(), held, Optional.empty()))),
                        "quotas"))
                .isEqualTo(new HealthLine(
                        "quotas",
                        Level.WARN,
                        "NO is held back",
                        "more within a minute than the limits in hub.toml: NO files of the log, notices"));
        for (String party : List.of("DE", "DK", "EE", "FI", "FR", "GB", "IS")) {
            held.put(party, EnumSet.of(Use.REQUEST));
        }
        assertThat(line(
                                Assembly.of(seen(
                                        open(), Optional.empty(), 0, pulse(Optional.empty(), held, Optional.empty()))),
                                "quotas")
                        .value())
                .isEqualTo("DE DK EE FI FR GB and 2 more are held back");
        assertThat(line(Assembly.of(seen(open(), Optional.empty(), 0, WELL)), "quotas")
                        .value())
                .isEqualTo("nobody is held back");
    }

    @Test
    void of_aSecondHistory_isTheFirstThingToBeSeen() {
        Situation situation = Assembly.of(seen(
                open(),
                Optional.empty(),
                0,
                pulse(Optional.empty(), Collections.emptySortedMap(), Optional.of("a witness refuses"))));
        assertThat(situation.healthLines().get(0))
                .isEqualTo(new HealthLine("log", Level.BAD, "may have two histories", "a witness refuses"));
    }

    @Test
    void of_otherHubs_saysWhichIsSilent() {
        Survey survey = new Survey(
                List.of(), 0, List.of(), List.of(new Peer("hub-2", 40, 900), new Peer("hub-3", 12, 125_000)), 0);
        Situation situation = Assembly.of(seen(open(), Optional.of(survey), 0, WELL));
        assertThat(line(situation, "hub hub-2").level()).isEqualTo(Level.GOOD);
        assertThat(line(situation, "hub hub-3"))
                .isEqualTo(new HealthLine(
                        "hub hub-3",
                        Level.WARN,
                        "silent for 2 min 05 s",
                        "another hub of this log: it does not run, or does not reach the database"));
    }

    @Test
    void of_aSurvey_saysWhoKeepsUp() {
        Instant now = Instant.ofEpochMilli(room.at(2).nowMs());
        Survey survey = new Survey(
                List.of(
                        new WitnessSurvey.Line("w1", Optional.of("NO"), Optional.empty(), 9_999, Optional.of(now), 0),
                        new WitnessSurvey.Line("stranger", Optional.empty(), Optional.empty(), 1, Optional.of(now), 0)),
                20,
                List.of(new Survey.Stamp("alpha", 20), new Survey.Stamp("bravo", 12), new Survey.Stamp("charlie", 0)),
                List.of(),
                0);
        Situation situation = Assembly.of(seen(open(), Optional.of(survey), 60_000, WELL));
        assertThat(situation.witnesses()).singleElement().satisfies(w -> {
            assertThat(w.name()).isEqualTo("w1");
            assertThat(w.party()).isEqualTo("NO");
        });
        assertThat(line(situation, "time authority alpha").level()).isEqualTo(Level.GOOD);
        assertThat(line(situation, "time authority bravo").value()).isEqualTo("8 entries behind");
        assertThat(line(situation, "time authority charlie").level()).isEqualTo(Level.WARN);
        assertThat(line(situation, "store").value()).isEqualTo("silent for 60 s");
    }

    @Test
    void of_moreOpenIncidentsThanFit_showsThoseWhoseClockRunsAndSaysSo() {
        room.at(1).violation(incident);
        Sha256 other = room.report();
        List<Incident> many = new ArrayList<>(Collections.nCopies(
                Assembly.MOST_OPEN, room.scene().ledger().incident(other).orElseThrow()));
        // As many as fit are newer than the one whose clock runs.
        many.add(0, room.scene().ledger().incident(incident).orElseThrow());
        Situation situation = Assembly.of(seen(many, Optional.empty(), 0, WELL));
        assertThat(situation.incident(incident)).isPresent();
        assertThat(line(situation, "incidents").value())
                .isEqualTo(Assembly.MOST_OPEN + " of " + (Assembly.MOST_OPEN + 1) + " open ones shown");
    }
}

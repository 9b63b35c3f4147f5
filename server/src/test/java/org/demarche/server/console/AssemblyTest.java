package org.demarche.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.server.log.Published;
import org.demarche.server.witness.WitnessSurvey;
import org.demarche.situation.HealthLine;
import org.demarche.situation.Level;
import org.demarche.situation.Situation;
import org.demarche.situation.Watchroom;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
    private static final Sighting.Pulse WELL = new Sighting.Pulse(Optional.empty(), true, true, 3, 4_096, 20, 2, 256);

    private final Watchroom room = Watchroom.exercise();
    private final Sha256 incident = room.at(1).report();

    private Sighting seen(List<Incident> open, Optional<Survey> survey, long surveyAgeMs, Sighting.Pulse pulse) {
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
                pulse);
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
                new Sighting.Pulse(Optional.of("the disk is full"), true, false, 4_000, 4_096, 0, 256, 256)));
        assertThat(line(situation, "hub"))
                .isEqualTo(new HealthLine("hub", Level.BAD, "cannot append", "the disk is full"));
        assertThat(line(situation, "clock").level()).isEqualTo(Level.WARN);
        assertThat(line(situation, "intake").level()).isEqualTo(Level.BAD);
        assertThat(line(situation, "board").value()).isEqualTo("256 of 256 pages open");
        assertThat(situation.healthLevel()).isEqualTo(Level.BAD);
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

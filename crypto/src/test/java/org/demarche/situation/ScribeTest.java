package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.Position;
import org.junit.jupiter.api.Test;

class ScribeTest {
    private final Watchroom room = Watchroom.actual();
    private final Sha256 incident = room.at(1).report();

    private Proceedings said() {
        return room.situation().journal().incidents().get(incident);
    }

    @Test
    void add_entries_tellsWhoAndWhatNewestFirst() {
        room.violation(incident);
        Journal journal = room.situation().journal();
        assertThat(journal.size()).isEqualTo(room.scene().entries().size());
        assertThat(journal.tape()).hasSize((int) Math.min(Scribe.TAPE, journal.size()));
        assertThat(journal.tape().get(0).who()).isEqualTo("FR/watch");
        assertThat(journal.tape().get(0).what()).isEqualTo("finds: violation");
        assertThat(said().spoken()).hasSize(4);
        assertThat(said().opening().precedence()).isEqualTo("FLASH");
    }

    @Test
    void add_withoutEnd_keepsTheNewestAndCountsTheRest() {
        room.violation(incident);
        List<Entry> entries = room.scene().entries();
        Scribe scribe = new Scribe();
        Entry last = entries.get(entries.size() - 1);
        entries.forEach(e -> scribe.add(e, room.scene().governance()));
        for (int i = 0; i < 2 * Scribe.OF_AN_INCIDENT; i++) {
            scribe.add(last, room.scene().governance());
        }
        Proceedings kept = scribe.journal().incidents().get(incident);
        assertThat(kept.spoken()).hasSize(Scribe.OF_AN_INCIDENT);
        assertThat(kept.spoken().size() + kept.earlier()).isEqualTo(4L + 2 * Scribe.OF_AN_INCIDENT);
        assertThat(kept.opening().notice()).contains(incident);
        assertThat(scribe.journal().tape()).hasSize(Scribe.TAPE);
    }

    @Test
    void add_ofManyIncidents_keepsTheNewestOfAll() {
        Scribe scribe = new Scribe();
        List<Entry> entries = room.scene().entries();
        Entry report = entries.get(entries.size() - 1);
        Sha256 other = room.report();
        Entry another = room.scene().entries().get(entries.size());
        scribe.add(report, room.scene().governance());
        scribe.add(another, room.scene().governance());
        for (int i = 0; i < Scribe.IN_ALL; i++) {
            scribe.add(i % 2 == 0 ? report : another, room.scene().governance());
        }
        scribe.journal()
                .incidents()
                .values()
                .forEach(p -> assertThat(p.spoken().size()).isLessThanOrEqualTo(Scribe.OF_AN_INCIDENT));
        assertThat(scribe.journal().incidents()).containsKeys(incident, other);
    }

    @Test
    void add_receivedAfterAPosition_keepsThePosition() {
        Sha256 proposal = Scene.id(room.scene().propose(incident, 1, "UA/watch"));
        room.received(incident, proposal, "NO/watch");
        assertThat(said().position(proposal, "NO")).contains(Position.POSITION_RECEIVED);
        room.scene().concur(incident, proposal, "NO/watch");
        room.received(incident, proposal, "NO/minister");
        assertThat(said().position(proposal, "NO")).contains(Position.POSITION_CONCUR);
        assertThat(said().position(proposal, "PL")).isEmpty();
    }

    @Test
    void moved_quorumComesAndGoes_keepsTheFirstMomentOfTheLastTime() {
        room.at(2).violation(incident);
        Sha256 proposal = Scene.id(room.at(3).scene().propose(incident, 3, "UA/watch"));
        assertThat(course(3).proposedMs()).isEqualTo(OptionalLong.of(Scene.START + 3 * 3_600_000L));
        assertThat(course(3).metMs()).isEmpty();
        room.at(4);
        Watchroom.ELEVEN.forEach(p -> room.scene().concur(incident, proposal, p + "/watch", p + "/minister"));
        room.scene().concur(incident, proposal, "UA/watch", "UA/minister", "US/watch", "US/principal");
        assertThat(course(3).metMs()).isEqualTo(OptionalLong.of(Scene.START + 4 * 3_600_000L));
        room.at(5).scene().acknowledge(incident, proposal, Position.POSITION_DECLINE, "US/watch");
        assertThat(course(3).metMs()).isEmpty();
        room.at(6).scene().concur(incident, proposal, "US/watch");
        assertThat(course(3).metMs()).isEqualTo(OptionalLong.of(Scene.START + 6 * 3_600_000L));
    }

    @Test
    void moved_activation_isTheInstantOfTheFold() {
        room.at(2).tierOne(incident);
        assertThat(course(1).activeMs()).isEqualTo(OptionalLong.of(Scene.START + 2 * 3_600_000L));
    }

    @Test
    void add_correction_marksTheNoticeThatItIsAbout() {
        Scene.entry(room.scene()
                .offer(
                        "UA/watch",
                        Scene.in(incident)
                                .addReferences(incident.byteString())
                                .setCorrection(Correction.newBuilder()
                                        .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                                        .setText("It was thunder."))));
        long index = room.scene().entries().size() - 1;
        IncidentView view = room.situation().incident(incident).orElseThrow();
        assertThat(view.notices().get(0).caution()).isEqualTo("withdrawn in entry " + index);
    }

    private Course course(int tier) {
        return said().courses().getOrDefault(tier, Course.NONE);
    }
}

package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.demarche.charter.Charter;
import org.demarche.escalation.Scene;
import org.junit.jupiter.api.Test;

class SituationTest {
    @Test
    void witnessLevel_enoughKeepUp_saysThatOneDoesNot() {
        Situation situation = Watchroom.exercise().at(1).situation();
        assertThat(situation.witnessesUp()).isEqualTo(2);
        assertThat(situation.witnessLevel()).isEqualTo(Level.WARN);
        assertThat(situation.healthLines().get(0).level()).isEqualTo(Level.WARN);
        assertThat(situation.dtg()).isEqualTo("01070000Z MAR 26");
    }

    @Test
    void level_witness_isMeasuredByHeadAndTime() {
        assertThat(new WitnessStanding("w", "NO", 0, OptionalLong.empty()).level(9, 0))
                .isEqualTo(Level.BAD);
        assertThat(new WitnessStanding("w", "NO", 9, OptionalLong.empty()).level(9, 0))
                .isEqualTo(Level.GOOD);
        WitnessStanding behind = new WitnessStanding("w", "NO", 8, OptionalLong.of(0));
        assertThat(behind.level(9, WitnessStanding.LONGEST_BEHIND_MS)).isEqualTo(Level.GOOD);
        assertThat(behind.level(9, WitnessStanding.LONGEST_BEHIND_MS + 1)).isEqualTo(Level.WARN);
    }

    @Test
    void charter_draft_showsWhoIsMissing() {
        Watchroom room = Watchroom.draft();
        Charter charter = room.scene().charter();
        Scene.entry(room.scene().assent("UA", charter));
        CharterView view = CharterView.of(room.situation());
        assertThat(view.inForce()).isFalse();
        assertThat(view.gauge().missing()).isEqualTo("US, and 10 more of coalition");
        assertThat(view.parties().stream().filter(CharterView.PartyView::assented))
                .hasSize(1);
        assertThat(view.parties().get(0).root().brought()).isTrue();
        assertThat(view.parties().get(1).desks().get(0).keys()).noneMatch(CharterView.Key::brought);
        assertThat(view.assent().missed()).isTrue();
    }

    @Test
    void axis_longIncident_growsInHalfDays() {
        Watchroom room = Watchroom.actual();
        var incident = room.at(1).report();
        room.violation(incident);
        assertThat(room.at(20)
                        .situation()
                        .incident(incident)
                        .orElseThrow()
                        .moments()
                        .axis())
                .isEqualTo(84);
        assertThat(room.at(101)
                        .situation()
                        .incident(incident)
                        .orElseThrow()
                        .moments()
                        .axis())
                .isEqualTo(108);
    }
}

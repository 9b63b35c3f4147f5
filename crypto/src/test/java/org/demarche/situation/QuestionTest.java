package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.demarche.charter.Party;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private final Watchroom room = Watchroom.actual();
    private final Sha256 incident = room.at(1).report();

    private Question last() {
        List<Question> questions =
                room.situation().incident(incident).orElseThrow().questions();
        return questions.get(questions.size() - 1);
    }

    private Question.Cell cell(String party) {
        return last().cells().stream()
                .filter(c -> c.party().equals(party))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cells_anyQuestion_standInTheChartersOrder() {
        assertThat(last().cells())
                .extracting(Question.Cell::party)
                .containsExactlyElementsOf(
                        room.scene().charter().parties().stream().map(Party::id).toList())
                .startsWith("UA", "US");
    }

    @Test
    void proposal_positions_haveTheirSigns() {
        room.violation(incident);
        Sha256 proposal = Scene.id(room.scene().propose(incident, 3, "UA/watch"));
        room.scene().concur(incident, proposal, "UA/watch", "UA/minister", "GB/watch");
        room.received(incident, proposal, "PL/watch");
        Scene.entry(room.scene().acknowledge(incident, proposal, Position.POSITION_DECLINE, "ES/watch"));
        assertThat(Stream.of("UA", "GB", "PL", "ES", "US").map(p -> cell(p).sign()))
                .containsExactly(Sign.YES, Sign.PARTLY, Sign.RECEIVED, Sign.NO, Sign.NOTHING);
        assertThat(cell("UA").words()).isEqualTo("Kyiv, Activate tier 3: concurs");
        assertThat(cell("GB").words()).isEqualTo("London, Activate tier 3: some desks concur, too few");
        assertThat(last().missed()).isTrue();
        assertThat(last().missing()).contains("US", "GB", "PL").doesNotContain("UA", "ES");
    }

    @Test
    void proposal_partyThatDoesNotCount_isNotAsked() {
        Scene.entry(room.scene().propose(incident, 2, "UA/watch"));
        assertThat(cell("US").sign()).isEqualTo(Sign.NOT_ASKED);
        assertThat(cell("US").words()).endsWith("its word does not count here");
    }

    @Test
    void asked_clockDoesNotRun_isTheFindingThatItWaitsFor() {
        assertThat(room.situation().incident(incident).orElseThrow().asked())
                .extracting(q -> q.group() + " " + q.heading())
                .containsExactly("Finding violation");
        assertThat(last().missing()).contains("US", "GB").doesNotContain("UA", "PL");
    }

    @Test
    void asked_openProposal_leavesOutWhatIsSettled() {
        room.violation(incident);
        Scene.entry(room.scene().propose(incident, 1, "UA/watch"));
        assertThat(room.situation().incident(incident).orElseThrow().asked())
                .extracting(q -> q.group() + " " + q.heading())
                .containsExactly("Activate tier 1");
    }

    @Test
    void sign_everyone_hasItsOwnWordsAndAscii() {
        assertThat(Sign.values())
                .extracting(Sign::ascii)
                .doesNotHaveDuplicates()
                .allMatch(a -> a.matches("[ -~]{2}"));
        assertThat(Sign.values()).extracting(Sign::words).doesNotHaveDuplicates();
        assertThat(Sign.NO.on(true)).isEqualTo("✖");
        assertThat(Sign.NO.on(false)).isEqualTo("NO");
    }
}

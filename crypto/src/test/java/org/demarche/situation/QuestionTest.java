package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.charter.Party;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
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
        return cell(last(), party);
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
        assertThat(cell("UA").words()).matches("Kyiv, Activate tier 3: concurs, entry \\d+");
        assertThat(cell("GB").words()).matches("London, Activate tier 3: some desks concur, too few, entry \\d+");
        assertThat(last().missed()).isTrue();
        assertThat(last().missing()).contains("US", "GB", "PL").doesNotContain("UA", "ES");
    }

    @Test
    void proposal_partyThatDoesNotCount_isNotAsked() {
        Scene.entry(room.scene().propose(incident, 2, "UA/watch"));
        assertThat(cell("US").sign()).isEqualTo(Sign.NOT_ASKED);
        assertThat(cell("US").words()).endsWith("its word does not count here");
    }

    private Question report() {
        return room.situation().incident(incident).orElseThrow().questions().get(0);
    }

    private static Question.Cell cell(Question question, String party) {
        return question.cells().stream()
                .filter(c -> c.party().equals(party))
                .findFirst()
                .orElseThrow();
    }

    private long newest() {
        return room.scene().entries().size() - 1;
    }

    @Test
    void cell_acknowledgement_namesTheEntryThatTakesThePosition() {
        room.violation(incident);
        Sha256 proposal = Scene.id(room.scene().propose(incident, 3, "UA/watch"));
        room.received(incident, proposal, "PL/watch");
        long received = newest();
        Scene.entry(room.scene().acknowledge(incident, proposal, Position.POSITION_DECLINE, "GB/watch"));
        long declined = newest();
        // Of two desks one has declined before the other concurs: the party declines.
        room.scene().concur(incident, proposal, "GB/minister");
        room.received(incident, proposal, "PL/minister");
        assertThat(cell("PL").entry()).contains(received);
        assertThat(cell("PL").words()).endsWith(", entry " + received);
        assertThat(cell("GB").sign()).isEqualTo(Sign.NO);
        assertThat(cell("GB").entry()).contains(declined);
        assertThat(cell("US").entry()).isEmpty();
        room.scene().concur(incident, proposal, "GB/watch");
        assertThat(cell("GB").sign()).isEqualTo(Sign.YES);
        assertThat(cell("GB").entry()).contains(newest());
    }

    @Test
    void cell_entryThatIsNotToldAnyMore_isNamedWithoutLeadingAnywhere() {
        room.received(incident, incident, "PL/watch");
        long received = newest();
        assertThat(cell(report(), "PL").entry()).contains(received);
        for (int i = 0; i < Scribe.OF_AN_INCIDENT; i++) {
            room.received(incident, incident, "NO/watch");
        }
        assertThat(cell(report(), "PL").entry()).isEmpty();
        assertThat(cell(report(), "PL").words()).endsWith(", entry " + received);
    }

    @Test
    void report_flashThatIsNotAcknowledgedInTime_isOverdueUntilItIs() {
        room.received(incident, incident, "PL/watch");
        room.at(1.2);
        assertThat(cell(report(), "NO").sign()).isEqualTo(Sign.NOTHING);
        room.at(1.25);
        assertThat(cell(report(), "NO").sign()).isEqualTo(Sign.OVERDUE);
        assertThat(cell(report(), "NO").words()).matches("Oslo, Report received: no word, overdue since .*Z.*");
        assertThat(cell(report(), "PL").sign()).isEqualTo(Sign.RECEIVED);
        assertThat(cell(report(), "UA").sign()).as("its author").isEqualTo(Sign.NOT_ASKED);
        assertThat(report().missing()).contains("NO").doesNotContain("UA");
        room.received(incident, incident, "NO/watch");
        assertThat(cell(report(), "NO").sign()).isEqualTo(Sign.RECEIVED);
    }

    @Test
    void report_ofAPartyThatHasBroughtNoKeys_isNotOverdue() {
        Watchroom few = Watchroom.draft();
        Charter charter = few.scene().charter();
        List.of("UA", "US", "NO", "GB", "FR", "DE", "PL", "TR", "IS", "SE", "FI", "DK")
                .forEach(party -> Scene.entry(few.scene().assent(party, charter)));
        Sha256 id = few.at(1).report();
        Question asked =
                few.at(3).situation().incident(id).orElseThrow().questions().get(0);
        assertThat(cell(asked, "CZ").sign()).isEqualTo(Sign.NOTHING);
        assertThat(cell(asked, "NO").sign()).isEqualTo(Sign.OVERDUE);
    }

    @Test
    void report_lessUrgentOrWithdrawn_isNeverOverdue() {
        Sha256 immediate =
                room.report("EE/watch", Precedence.PRECEDENCE_IMMEDIATE, Category.CATEGORY_DRONE, "corridor", "One.");
        room.scene()
                .offer(
                        "UA/watch",
                        Scene.in(incident)
                                .addReferences(incident.byteString())
                                .setCorrection(Correction.newBuilder()
                                        .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                                        .setText("It was thunder.")));
        room.at(3);
        for (Sha256 id : List.of(incident, immediate)) {
            assertThat(room.situation()
                            .incident(id)
                            .orElseThrow()
                            .questions()
                            .get(0)
                            .cells())
                    .noneMatch(c -> c.sign() == Sign.OVERDUE);
        }
    }

    @Test
    void proposal_whoseTierIsOverdue_isOverdueWithThoseWhoseWordCountsAndIsMissing() {
        room.violation(incident);
        room.at(23);
        Sha256 proposal = Scene.id(room.scene().propose(incident, 1, "UA/watch"));
        room.scene().concur(incident, proposal, "UA/watch");
        room.received(incident, proposal, "NO/watch", "IS/watch");
        assertThat(last().cells()).noneMatch(c -> c.sign() == Sign.OVERDUE);
        room.at(25.1);
        assertThat(last().missed()).isTrue();
        assertThat(cell("UA").sign()).isEqualTo(Sign.YES);
        assertThat(cell("NO").sign()).isEqualTo(Sign.OVERDUE);
        assertThat(cell("NO").words())
                .matches("Oslo, Activate tier 1: received, no position yet, entry \\d+, overdue since .*");
        assertThat(cell("NO").entry()).isPresent();
        assertThat(last().cells().stream().filter(c -> c.sign() == Sign.OVERDUE).map(Question.Cell::party))
                .isSubsetOf(
                        room.scene().charter().tier(1).orElseThrow().quorum().parties());
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

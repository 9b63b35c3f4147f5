package org.demarche.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.ProposalAct;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final Watchroom room = Watchroom.actual();

    private Deadline next(Sha256 incident) {
        return view(incident).next().orElseThrow();
    }

    private IncidentView view(Sha256 incident) {
        return room.situation().incident(incident).orElseThrow();
    }

    @Test
    void of_clockDoesNotRun_saysWhoseWordItWaitsFor() {
        Sha256 incident = room.at(1).report();
        room.scene().confirm(incident, FindingKind.FINDING_KIND_VIOLATION, "GB/watch");
        List<Deadline> deadlines =
                room.at(1.5).situation().incident(incident).orElseThrow().deadlines();
        assertThat(deadlines)
                .extracting(Deadline::kind)
                .containsExactly(Deadline.Kind.CLOCK_WAITS, Deadline.Kind.WINDS_DOWN);
        assertThat(deadlines.get(0).caption())
                .isEqualTo("since the report: the clock waits for the finding: violation");
        assertThat(deadlines.get(0).left()).isEqualTo("30 min 00 s");
        assertThat(deadlines.get(0).awaits()).isEqualTo("missing US, and 1 more of FR, NO, TR, SE");
        assertThat(deadlines.get(1).left()).isEqualTo("29 d 23 h");
        assertThat(deadlines).allMatch(d -> d.urgency().equals("calm"));
    }

    @Test
    void of_violation_tierOneIsDueAndSaysWhatIsMissing() {
        Sha256 incident = room.at(1).report();
        room.violation(incident);
        room.at(8.2);
        assertThat(next(incident).kind()).isEqualTo(Deadline.Kind.DUE);
        assertThat(next(incident).left()).isEqualTo("16 h 48 min");
        assertThat(next(incident).what()).isEqualTo("tier 1 is due");
        assertThat(next(incident).awaits()).isEqualTo("not proposed · warning and measures not reported");
        assertThat(room.at(22).situation().open().get(0).next().orElseThrow().urgency())
                .isEqualTo("soon");
    }

    @Test
    void of_dueTimePassed_isOverdueAndFirst() {
        Sha256 incident = room.at(1).report();
        room.violation(incident);
        Scene.entry(room.at(24).scene().propose(incident, 1, "UA/watch"));
        Deadline next =
                room.at(27).situation().incident(incident).orElseThrow().next().orElseThrow();
        assertThat(next.kind()).isEqualTo(Deadline.Kind.OVERDUE);
        assertThat(next.when()).isEqualTo("for 2 h 00 min");
        assertThat(next.urgency()).isEqualTo("late");
        assertThat(next.awaits()).startsWith("missing UA, and 1 more of coalition");
    }

    @Test
    void of_quorumMetBeforeItsTime_gateOpensNext() {
        Sha256 incident = tierThree();
        assertThat(next(incident).kind()).isEqualTo(Deadline.Kind.OPENS);
        assertThat(next(incident).what()).isEqualTo("the 72 h gate of tier 3 opens");
        assertThat(next(incident).awaits()).isEqualTo("quorum MET");
    }

    @Test
    void of_gateOfATierThatNobodyProposed_pressesLessThanAProposal() {
        Sha256 incident = room.at(1).report();
        room.tierOne(incident);
        assertThat(next(incident).kind()).isEqualTo(Deadline.Kind.MAY_BE_PROPOSED);
        Scene.entry(room.at(60).scene().propose(incident, 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        assertThat(next(incident).kind()).isEqualTo(Deadline.Kind.LAPSES);
        assertThat(next(incident).what()).isEqualTo("the proposal to stand down tier 1 lapses");
    }

    @Test
    void open_severalIncidents_nearestDeadlineFirst() {
        Sha256 calm = room.at(1).report();
        Sha256 later = room.report();
        Sha256 sooner = room.report();
        room.violation(sooner);
        room.at(1.5).violation(later);
        Sha256 done = room.at(2).report();
        room.tierOne(done);
        assertThat(room.at(3).situation().open())
                .extracting(IncidentView::id)
                .containsExactly(sooner, later, calm, done);
    }

    @Test
    void closedIncident_hasNoDeadline() {
        Sha256 incident = room.at(1).report();
        room.scene()
                .confirm(
                        incident,
                        FindingKind.FINDING_KIND_HOSTILITIES_CEASED,
                        "UA/watch",
                        "US/watch",
                        "GB/watch",
                        "FR/watch");
        Situation after = room.at(24 * 90).situation();
        assertThat(after.open()).isEmpty();
        assertThat(after.closed()).extracting(IncidentView::id).containsExactly(incident);
        assertThat(after.closed().get(0).deadlines()).isEmpty();
    }

    private Sha256 tierThree() {
        Sha256 incident = room.at(1).report();
        room.tierOne(incident);
        room.commitment(true);
        room.scene()
                .confirm(
                        incident,
                        FindingKind.FINDING_KIND_EXPANDED_ATTACK,
                        "US/watch",
                        "GB/watch",
                        "FR/watch",
                        "NO/watch");
        Sha256 proposal = Scene.id(room.at(50).scene().propose(incident, 3, "UA/watch"));
        List<String> desks = List.of("UA/watch", "UA/minister", "US/watch", "US/principal");
        room.scene().concur(incident, proposal, desks.toArray(String[]::new));
        Watchroom.ELEVEN.forEach(p -> room.scene().concur(incident, proposal, p + "/watch", p + "/minister"));
        return incident;
    }

    @Test
    void tier_quorumMetBeforeItsTime_showsBothConditionsApart() {
        TierView tier = view(tierThree()).tiers().get(2);
        assertThat(tier.state()).isEqualTo(TierView.State.WAITS);
        assertThat(tier.quorum()).isEqualTo("quorum MET · waits for 72 h");
        assertThat(room.at(73.5).situation().open().get(0).tiers().get(2).words())
                .isEqualTo("active since T+72:00");
    }
}

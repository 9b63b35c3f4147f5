package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_EXPANDED_ATTACK;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_HOSTILITIES_CEASED;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_HOSTILITIES_CONTINUE;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Incident.Phase;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.PledgeEnded;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** The escalation rules of PROTOCOL.md, told as stories. Hours are counted from the scene's start; the violation is established at hour 1. */
class EscalationTest {
    private static final long HOUR = 3_600_000L;
    private static final String[] ELEVEN = {"GB", "FR", "DE", "PL", "NO", "TR", "IS", "SE", "FI", "DK", "NL"};

    private final Scene scene = Scene.inForce();

    private Sha256 violation() {
        scene.at(0.5);
        Sha256 incident = scene.report("UA/watch");
        scene.at(1);
        scene.confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        return incident;
    }

    private Sha256 tierOne() {
        Sha256 incident = violation();
        Sha256 proposal = Scene.id(scene.at(2).propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        return incident;
    }

    private Sha256 commitment() {
        return Scene.id(scene.offer(
                "US/principal",
                Notice.newBuilder()
                        .setPledge(Pledge.newBuilder()
                                .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                                .setText("As the Senate consented")
                                .setFromMs(Scene.START)
                                .addConditions("Consent of the Senate"))));
    }

    private Outcome condition(Sha256 pledge) {
        return scene.offer(
                "US/principal",
                Notice.newBuilder()
                        .setConditionMet(ConditionMet.newBuilder()
                                .setPledge(pledge.byteString())
                                .setCondition(1)));
    }

    /** Tier 3 proposed and concurred with by two desks of everybody whom it needs; its time gate opens at hour 73. */
    private Sha256 tierThreeQuorum(Sha256 incident) {
        scene.confirm(incident, FINDING_KIND_EXPANDED_ATTACK, "US/watch", "GB/watch", "FR/watch", "NO/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 3, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "UA/minister", "US/watch", "US/principal");
        for (String party : ELEVEN) {
            scene.concur(incident, proposal, party + "/watch", party + "/minister");
        }
        return proposal;
    }

    @Test
    void finding_twoOfThreeNeeded_isEstablishedByTheLastWord() {
        Sha256 incident = scene.at(0.5).report("UA/watch");
        scene.confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch");
        assertThat(scene.incident(incident).clock()).isEmpty();
        scene.at(1).confirm(incident, FINDING_KIND_VIOLATION, "FR/watch");
        assertThat(scene.incident(incident).clock())
                .contains(new Clock(Scene.START + HOUR, scene.entries().size() - 1));
    }

    @Test
    void tierOne_proposalBeforeFinding_activatesWithTheFinding() {
        Sha256 incident = scene.at(0.5).report("UA/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        assertThat(scene.incident(incident).tier(1).active()).isFalse();
        scene.at(1).confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        assertThat(scene.incident(incident).tier(1).activated())
                .contains(new Milestone(Scene.START + HOUR, scene.entries().size() - 1));
    }

    @Test
    void quorum_proposerSaysNothingMore_doesNotCount() {
        Sha256 incident = violation();
        Sha256 proposal = Scene.id(scene.at(2).propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "NO/watch");
        assertThat(scene.incident(incident).tier(1).active()).isFalse();
    }

    @Test
    void quorum_declineAfterConcur_withdrawsTheParty() {
        Sha256 incident = violation();
        Sha256 proposal = Scene.id(scene.at(2).propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "NO/watch");
        Scene.entry(scene.acknowledge(incident, proposal, Position.POSITION_DECLINE, "NO/minister"));
        scene.concur(incident, proposal, "UA/watch");
        assertThat(scene.incident(incident).tier(1).active()).isFalse();
        Scene.entry(scene.acknowledge(incident, proposal, Position.POSITION_CONCUR, "NO/minister"));
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
    }

    @Test
    void tierThree_quorumBeforeItsTime_activatesAtItsTimeToTheMillisecond() {
        Sha256 pledge = commitment();
        Scene.entry(condition(pledge));
        Sha256 incident = tierOne();
        scene.at(40);
        Sha256 proposal = tierThreeQuorum(incident);
        long opens = Scene.START + 73 * HOUR;
        assertThat(scene.incident(incident).proposals().get(proposal).deadlineMs())
                .isEqualTo(opens + 48 * HOUR);
        assertThat(scene.incident(incident).nextInstantMs()).hasValue(Scene.START + 73 * HOUR);
        assertThat(scene.atMs(73 * HOUR - 1).now(incident).tier(3).active()).isFalse();
        assertThat(Scene.reason(scene.mark(incident))).isEqualTo(Reason.TIME_MARK_IDLE);
        assertThat(scene.atMs(73 * HOUR).now(incident).tier(3).active()).isTrue();
        // The hub was down meanwhile: the instant stays, the index is where it became visible.
        Entry mark = Scene.entry(scene.at(90).mark(incident));
        assertThat(scene.incident(incident).tier(3).activated()).contains(new Milestone(opens, mark.index()));
        assertThat(scene.replayed().incident(incident)).contains(scene.incident(incident));
    }

    @Test
    void tierThree_oneDeskOfAPartyOnly_isPartial() {
        Scene.entry(condition(commitment()));
        Sha256 incident = tierOne();
        scene.at(40).confirm(incident, FINDING_KIND_EXPANDED_ATTACK, "US/watch", "GB/watch", "FR/watch", "NO/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 3, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "UA/minister", "US/watch");
        assertThat(scene.incident(incident).proposals().get(proposal).partial(2))
                .containsExactly("US");
        assertThat(scene.incident(incident).proposals().get(proposal).concurring(2))
                .containsExactly("UA");
    }

    @Test
    void tierThree_clockNotRunning_cannotBeProposed() {
        Sha256 incident = scene.at(1).report("UA/watch");
        assertThat(Scene.reason(scene.propose(incident, 3, "UA/watch"))).isEqualTo(Reason.CLOCK_NOT_RUNNING);
    }

    @Test
    void pledge_conditionMetLate_opensTheGateAtThatEntry() {
        Sha256 pledge = commitment();
        Sha256 incident = tierOne();
        scene.at(40);
        tierThreeQuorum(incident);
        Scene.entry(scene.at(74).mark(incident));
        assertThat(scene.incident(incident).tier(3).active()).isFalse();
        Entry met = Scene.entry(scene.at(75)
                .offer(
                        "US/principal",
                        Notice.newBuilder()
                                .setConditionMet(ConditionMet.newBuilder()
                                        .setPledge(pledge.byteString())
                                        .setCondition(1))));
        assertThat(scene.incident(incident).tier(3).activated())
                .contains(new Milestone(Scene.START + 75 * HOUR, met.index()));
        assertThat(scene.incident(incident).unmarked()).isTrue();
        Scene.entry(scene.mark(incident));
        assertThat(Scene.reason(scene.mark(incident))).isEqualTo(Reason.TIME_MARK_IDLE);
    }

    @Test
    void pledge_ended_closesTheGate() {
        Sha256 pledge = commitment();
        Scene.entry(condition(pledge));
        Sha256 incident = tierOne();
        scene.at(40);
        tierThreeQuorum(incident);
        Scene.entry(scene.offer(
                "US/principal",
                Notice.newBuilder().setPledgeEnded(PledgeEnded.newBuilder().setPledge(pledge.byteString()))));
        Scene.entry(scene.at(74).mark(incident));
        assertThat(scene.incident(incident).tier(3).active()).isFalse();
        assertThat(Scene.reason(condition(pledge))).isEqualTo(Reason.PLEDGE_OVER);
    }

    @Test
    void clock_findingLost_stopsAndLapsesTimedProposals() {
        Scene.entry(condition(commitment()));
        Sha256 incident = tierOne();
        scene.at(40);
        Sha256 proposal = tierThreeQuorum(incident);
        Scene.entry(scene.at(50).find(incident, FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_REFUTED, "FR/watch"));
        assertThat(scene.incident(incident).clock()).isEmpty();
        assertThat(scene.incident(incident).proposals().get(proposal).outcome())
                .isEqualTo(ProposalRecord.Outcome.LAPSED);
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
        assertThat(Scene.reason(scene.acknowledge(incident, proposal, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.PROPOSAL_LAPSED);
        scene.at(60).confirm(incident, FINDING_KIND_VIOLATION, "NO/watch");
        assertThat(scene.incident(incident).clock()).map(Clock::startedMs).contains(Scene.START + 60 * HOUR);
        Sha256 anew = Scene.id(scene.propose(incident, 3, "UA/watch"));
        assertThat(scene.incident(incident).proposals().get(anew).deadlineMs())
                .isEqualTo(Scene.START + (60 + 72 + 48) * HOUR);
    }

    @Test
    void proposal_deadline_isInclusiveForActivationAndExclusiveForEntries() {
        Sha256 incident = violation();
        Sha256 proposal = Scene.id(scene.at(2).propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch");
        assertThat(Scene.reason(scene.at(26).acknowledge(incident, proposal, Position.POSITION_CONCUR, "NO/watch")))
                .isEqualTo(Reason.PROPOSAL_LAPSED);
        Sha256 anew = Scene.id(scene.propose(incident, 1, "GB/watch"));
        assertThat(scene.incident(incident).proposals().get(anew).concurring(1)).isEmpty();
    }

    @Test
    void proposal_secondForTheSameTier_isRefusedWhileOneIsOpen() {
        Sha256 incident = violation();
        Scene.id(scene.at(2).propose(incident, 1, "UA/watch"));
        assertThat(Scene.reason(scene.propose(incident, 1, "GB/watch"))).isEqualTo(Reason.PROPOSAL_OPEN);
    }

    @Test
    void tier_activeOrStoodDown_cannotBeProposedAgain() {
        Sha256 incident = tierOne();
        assertThat(Scene.reason(scene.at(3).propose(incident, 1, "UA/watch"))).isEqualTo(Reason.TIER_ACTIVE);
        assertThat(Scene.reason(scene.propose(incident, 2, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch")))
                .isEqualTo(Reason.TIER_NOT_ACTIVE);
        Sha256 down = Scene.id(scene.propose(incident, 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        scene.concur(incident, down, "UA/watch", "GB/watch");
        assertThat(scene.incident(incident).tier(1).stoodDown()).isPresent();
        assertThat(Scene.reason(scene.propose(incident, 1, "UA/watch"))).isEqualTo(Reason.TIER_STOOD_DOWN);
    }

    @Test
    void tierOne_activeButNotAnswered_isOverdueUntilBothDeedsAreReported() {
        Sha256 incident = tierOne();
        assertThat(scene.at(25).now(incident).tier(1).overdueSinceMs()).hasValue(Scene.START + 25 * HOUR);
        assertThat(scene.atMs(25 * HOUR - 1).now(incident).tier(1).overdueSinceMs())
                .isEmpty();
        Scene.entry(scene.at(26).warn(incident, "UA/minister"));
        assertThat(scene.incident(incident).tier(1).overdueSinceMs()).isPresent();
        Scene.entry(scene.measures(incident, "UA/watch"));
        assertThat(scene.incident(incident).tier(1).overdueSinceMs()).isEmpty();
    }

    @Test
    void tierTwo_waitsForTierOneAndItsFinding_thenActivatesInOneStep() {
        Sha256 incident = violation();
        scene.at(2).confirm(incident, FINDING_KIND_HOSTILITIES_CONTINUE, "US/watch", "GB/watch", "FR/watch");
        Sha256 two = Scene.id(scene.propose(incident, 2, "UA/watch"));
        scene.concur(incident, two, "UA/watch");
        for (String party : ELEVEN) {
            scene.concur(incident, two, party + "/watch");
        }
        assertThat(scene.incident(incident).tier(2).active()).isFalse();
        Sha256 one = Scene.id(scene.at(3).propose(incident, 1, "UA/watch"));
        scene.concur(incident, one, "UA/watch", "NO/watch");
        assertThat(scene.incident(incident).tier(1).activated())
                .isEqualTo(scene.incident(incident).tier(2).activated());
    }

    @Test
    void ceased_windsDown_thenClosesWhenNothingIsActive() {
        Sha256 incident = tierOne();
        Sha256 two = Scene.id(scene.at(3).propose(incident, 2, "UA/watch"));
        scene.confirm(incident, FINDING_KIND_HOSTILITIES_CEASED, "UA/watch", "US/watch", "GB/watch", "FR/watch");
        assertThat(scene.incident(incident).phase()).isEqualTo(Phase.WINDING_DOWN);
        assertThat(scene.incident(incident).proposals().get(two).outcome()).isEqualTo(ProposalRecord.Outcome.LAPSED);
        assertThat(Scene.reason(
                        scene.find(incident, FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_CONFIRMED, "NO/watch")))
                .isEqualTo(Reason.INCIDENT_WINDING_DOWN);
        assertThat(Scene.reason(scene.propose(incident, 2, "UA/watch"))).isEqualTo(Reason.INCIDENT_WINDING_DOWN);
        Scene.entry(scene.warn(incident, "UA/minister"));
        Sha256 down = Scene.id(scene.propose(incident, 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        scene.concur(incident, down, "UA/watch", "GB/watch");
        assertThat(scene.incident(incident).phase()).isEqualTo(Phase.CLOSED);
        assertThat(scene.incident(incident).nextInstantMs()).isEmpty();
        assertThat(Scene.reason(scene.warn(incident, "UA/minister"))).isEqualTo(Reason.INCIDENT_CLOSED);
        Scene.entry(scene.acknowledge(incident, down, Position.POSITION_RECEIVED, "PL/watch"));
    }

    @Test
    void incident_noFindingForThirtyDays_closes() {
        Sha256 incident = scene.at(1).report("UA/watch");
        assertThat(scene.atMs(HOUR + 30 * 24 * HOUR - 1).now(incident).phase()).isEqualTo(Phase.OPEN);
        assertThat(scene.atMs(HOUR + 30 * 24 * HOUR).now(incident).phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void acknowledgement_ofAnotherIncidentsProposal_isRefused() {
        Sha256 first = violation();
        Sha256 proposal = Scene.id(scene.at(2).propose(first, 1, "UA/watch"));
        Sha256 second = scene.report("UA/watch");
        assertThat(Scene.reason(scene.acknowledge(second, proposal, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.REFERENCE_UNKNOWN);
        assertThat(Scene.reason(scene.acknowledge(first, second, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.REFERENCE_UNKNOWN);
        assertThat(Scene.reason(scene.acknowledge(first, first, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.NOT_A_PROPOSAL);
    }

    @Test
    void notice_sameBytesTwice_isAlreadyLogged() {
        byte[] signed = scene.signed("UA/watch", Notice.newBuilder().setViolationReport(scene.aReport()));
        Scene.entry(scene.offer(signed));
        assertThat(Scene.reason(scene.offer(signed))).isEqualTo(Reason.ALREADY_LOGGED);
    }

    @Test
    void state_everyStory_isTheSameWhenReplayedFromBytes() {
        Scene.entry(condition(commitment()));
        Sha256 incident = tierOne();
        scene.at(40);
        tierThreeQuorum(incident);
        Scene.entry(scene.at(80).mark(incident));
        Ledger again = scene.replayed();
        assertThat(again.incidents()).isEqualTo(scene.ledger().incidents());
        assertThat(again.governance()).isEqualTo(scene.governance());
        assertThat(again.incident(incident).map(Incident::state))
                .isEqualTo(Optional.of(scene.incident(incident).state()));
        assertThat(List.copyOf(scene.entries())).hasSizeGreaterThan(60);
    }

    private Outcome pledge(String signer, Component component) {
        return scene.offer(
                signer,
                Notice.newBuilder()
                        .setPledge(Pledge.newBuilder()
                                .setComponent(component)
                                .setText("What we give")
                                .setFromMs(Scene.START)
                                .addConditions("The vote")));
    }

    @Test
    void pledge_isLinked_onlyIfAGateNamesPartyAndComponent() {
        Entry others = Scene.entry(pledge("GB/watch", Component.COMPONENT_BINDING_COMMITMENT));
        Entry another = Scene.entry(pledge("US/watch", Component.COMPONENT_SUPPORT));
        assertThat(another.governance()).isEqualTo(others.governance());
        Entry named = Scene.entry(pledge("US/watch", Component.COMPONENT_BINDING_COMMITMENT));
        assertThat(Scene.entry(scene.offer(
                                "UA/watch",
                                Notice.newBuilder()
                                        .setMessage(Message.newBuilder().setText("Good morning."))))
                        .governance())
                .contains(named.leaf());
        assertThat(scene.governance().pledges())
                .containsOnlyKeys(named.noticeId().orElseThrow());
    }

    @Test
    void conditionMet_isTheAuthorsAloneAndOnce() {
        Sha256 pledge = Scene.id(pledge("US/watch", Component.COMPONENT_BINDING_COMMITMENT));
        Notice met = Notice.newBuilder()
                .setConditionMet(
                        ConditionMet.newBuilder().setPledge(pledge.byteString()).setCondition(1))
                .build();
        Notice second = Notice.newBuilder()
                .setConditionMet(
                        ConditionMet.newBuilder().setPledge(pledge.byteString()).setCondition(2))
                .build();
        assertThat(Scene.reason(scene.offer("GB/watch", met.toBuilder()))).isEqualTo(Reason.NOT_THE_AUTHOR);
        assertThat(Scene.reason(scene.offer("US/watch", second.toBuilder()))).isEqualTo(Reason.CONDITION_UNKNOWN);
        Scene.entry(scene.offer("US/watch", met.toBuilder()));
        assertThat(Scene.reason(scene.offer("US/watch", met.toBuilder()))).isEqualTo(Reason.CONDITION_UNKNOWN);
    }

    @Test
    void clock_stopped_leavesProposalsOfTiersWithoutATimeGateOpen() {
        Sha256 incident = tierOne();
        Sha256 two = Scene.id(scene.at(40).propose(incident, 2, "UA/watch"));
        Sha256 down = Scene.id(scene.propose(incident, 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        Scene.entry(scene.find(incident, FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_REFUTED, "FR/watch"));
        assertThat(scene.incident(incident).clock()).isEmpty();
        assertThat(scene.incident(incident).proposals().get(two).open()).isTrue();
        assertThat(scene.incident(incident).proposals().get(down).open()).isTrue();
    }

    @Test
    void windingDown_standDownsStayOpenAndActivationsAreOver() {
        Sha256 incident = tierOne();
        Sha256 two = Scene.id(scene.at(3).propose(incident, 2, "UA/watch"));
        Sha256 down = Scene.id(scene.propose(incident, 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        scene.confirm(incident, FINDING_KIND_HOSTILITIES_CEASED, "UA/watch", "US/watch", "GB/watch", "FR/watch");
        assertThat(scene.incident(incident).proposals().get(down).open()).isTrue();
        assertThat(Scene.reason(scene.acknowledge(incident, two, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.INCIDENT_WINDING_DOWN);
        assertThat(Scene.reason(scene.acknowledge(incident, incident, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.NOT_A_PROPOSAL);
        scene.concur(incident, down, "UA/watch", "GB/watch");
        assertThat(scene.incident(incident).tier(1).stoodDown()).isPresent();
    }

    @Test
    void notice_outOfItsTime_isRefusedAndSaysByHowMuch() {
        long now = Scene.START + 2 * HOUR;
        scene.at(2);
        long longest = scene.charter().validForAtMostMs();
        assertThat(refusal(Notice.newBuilder().setIssuedAtMs(now).setValidUntilMs(now + longest + 1)))
                .isEqualTo(new Refusal(
                        Reason.VALIDITY_TOO_LONG,
                        "the notice is valid for " + (longest + 1) + " ms (expected: at most " + longest + " ms)"));
        long early = scene.charter().skewMs() + 1;
        assertThat(refusal(Notice.newBuilder().setIssuedAtMs(now + early)))
                .isEqualTo(new Refusal(
                        Reason.ISSUED_IN_FUTURE,
                        "the notice was issued " + early + " ms ahead of the log's time; check the desk's clock"));
        assertThat(refusal(Notice.newBuilder().setIssuedAtMs(now - 9).setValidUntilMs(now - 7)))
                .isEqualTo(new Refusal(
                        Reason.VALIDITY_PASSED, "the notice was valid until 7 ms ago; sign it anew if it still holds"));
        Scene.entry(scene.offer("UA/watch", talk().setIssuedAtMs(now).setValidUntilMs(now)));
        Scene.entry(scene.offer("UA/watch", talk().setIssuedAtMs(now).setValidUntilMs(now + longest)));
        Scene.entry(scene.offer("UA/watch", talk().setIssuedAtMs(now + early - 1)));
    }

    private static Notice.Builder talk() {
        return Notice.newBuilder().setMessage(Message.newBuilder().setText("Good morning."));
    }

    private Refusal refusal(Notice.Builder notice) {
        return ((Outcome.Refused) scene.offer("UA/watch", notice.setMessage(talk().getMessage()))).refusal();
    }

    @Test
    void pledge_until_isOverAtThatInstant() {
        Pledge.Builder pledge = Pledge.newBuilder()
                .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                .setText("What we give")
                .setFromMs(Scene.START)
                .setUntilMs(Scene.START + 1);
        Sha256 id = Scene.id(scene.offer("US/watch", Notice.newBuilder().setPledge(pledge)));
        assertThat(scene.governance().pledges().get(id).inForce(Scene.START)).isTrue();
        assertThat(scene.governance().pledges().get(id).inForce(Scene.START + 1))
                .isFalse();
    }

    @Test
    void pledge_endedTwice_isOver() {
        Notice end = Notice.newBuilder()
                .setPledgeEnded(PledgeEnded.newBuilder().setPledge(commitment().byteString()))
                .build();
        Scene.entry(scene.offer("US/principal", end.toBuilder()));
        assertThat(Scene.reason(scene.offer("US/principal", end.toBuilder()))).isEqualTo(Reason.PLEDGE_OVER);
    }

    @Test
    void incident_closed_showsItsGatesAsTheyWere() {
        Sha256 incident = tierOne();
        scene.at(3).confirm(incident, FINDING_KIND_HOSTILITIES_CEASED, "UA/watch", "US/watch", "GB/watch", "FR/watch");
        Sha256 down = Scene.id(scene.propose(incident, 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        scene.concur(incident, down, "UA/watch", "GB/watch");
        assertThat(scene.incident(incident).phase()).isEqualTo(Phase.CLOSED);
        var tiers = scene.incident(incident).state().getTiersList();
        // The time gate would have opened meanwhile.
        Scene.entry(scene.at(100)
                .offer(
                        "UA/watch",
                        Scene.in(incident).setMessage(Message.newBuilder().setText("It is long over."))));
        assertThat(scene.incident(incident).state().getTiersList()).isEqualTo(tiers);
        assertThat(scene.incident(incident).state().getAsOfMs()).isEqualTo(Scene.START + 360_000_000L);
    }
}

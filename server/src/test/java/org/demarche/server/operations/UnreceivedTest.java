package org.demarche.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.demarche.charter.Party;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.situation.Watchroom;
import org.junit.jupiter.api.Test;

/** Which FLASH notices wait for whom, read off the entries of a log. */
final class UnreceivedTest {
    private static final long MINUTE_MS = 60_000;
    private static final int MOST = 5;

    private final Watchroom room = Watchroom.actual().at(1);
    private final Unreceived unreceived = new Unreceived(MOST);
    private int told;

    private SortedMap<String, Unreceived.Lack> now() {
        List<Entry> entries = room.scene().entries();
        for (; told < entries.size(); told++) {
            unreceived.entered(entries.get(told), room.scene().governance(), Optional.empty());
        }
        return unreceived.by(
                room.scene().charter().parties().stream().map(Party::id).toList(), room.nowMs());
    }

    private static Notice.Builder flash(String text) {
        return Notice.newBuilder()
                .setPrecedence(Precedence.PRECEDENCE_FLASH)
                .setMessage(Message.newBuilder().setText(text));
    }

    @Test
    void by_reportToEverybody_isLackedByAllButItsAuthorUntilTheyHaveReadIt() {
        Sha256 report = room.report();
        room.at(1.5);
        assertThat(now().get("NO")).isEqualTo(new Unreceived.Lack(1, 30 * MINUTE_MS));
        assertThat(now().get("UA").notices()).isZero();
        assertThat(now().values().stream().filter(l -> l.notices() == 1))
                .hasSize(room.scene().charter().parties().size() - 1);
        room.received(report, report, "NO/watch");
        assertThat(now().get("NO")).isEqualTo(new Unreceived.Lack(0, 0));
        assertThat(now().get("PL").notices()).isEqualTo(1);
    }

    @Test
    void by_noticeToSome_isLackedByThemAlone() {
        Scene.entry(room.scene()
                .offer("UA/watch", flash("To two.").addActionParties("NO").addInformationParties("PL")));
        assertThat(now().entrySet().stream()
                        .filter(e -> e.getValue().notices() > 0)
                        .map(e -> e.getKey()))
                .containsExactly("NO", "PL");
    }

    @Test
    void by_anyPosition_saysThatItWasRead() {
        Sha256 incident = room.report("UA/watch", Precedence.PRECEDENCE_ROUTINE, Category.CATEGORY_DRONE, "x", "One.");
        room.violation(incident);
        Sha256 proposal = Scene.id(room.scene()
                .offer(
                        "UA/watch",
                        Scene.in(incident)
                                .setPrecedence(Precedence.PRECEDENCE_FLASH)
                                .setProposal(
                                        Proposal.newBuilder().setTier(1).setAct(ProposalAct.PROPOSAL_ACT_ACTIVATE))));
        Scene.entry(room.scene().acknowledge(incident, proposal, Position.POSITION_DECLINE, "NO/watch"));
        assertThat(now().get("NO").notices()).isZero();
        assertThat(now().get("PL").notices()).isEqualTo(1);
    }

    @Test
    void by_lessUrgentNoticesAndAcknowledgements_areNotWaitedFor() {
        Sha256 incident =
                room.report("UA/watch", Precedence.PRECEDENCE_IMMEDIATE, Category.CATEGORY_DRONE, "x", "One.");
        Scene.entry(room.scene()
                .offer(
                        "NO/watch",
                        Scene.in(incident)
                                .setPrecedence(Precedence.PRECEDENCE_FLASH)
                                .addReferences(incident.byteString())
                                .setAcknowledgement(
                                        Acknowledgement.newBuilder().setPosition(Position.POSITION_RECEIVED))));
        assertThat(now().values()).allMatch(lack -> lack.notices() == 0);
    }

    @Test
    void by_whatItsAuthorHasWithdrawn_isNotWaitedForAnyMore() {
        Sha256 report = room.report();
        assertThat(now().get("NO").notices()).isEqualTo(1);
        Scene.entry(room.scene()
                .offer(
                        "UA/watch",
                        Scene.in(report)
                                .addReferences(report.byteString())
                                .setCorrection(Correction.newBuilder()
                                        .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                                        .setText("It was thunder."))));
        assertThat(now().values()).allMatch(lack -> lack.notices() == 0);
    }

    @Test
    void by_severalNotices_tellsTheOldestOfTheLastDay() {
        room.report();
        room.at(24).report();
        assertThat(now().get("NO")).isEqualTo(new Unreceived.Lack(2, 23 * 60 * MINUTE_MS));
        room.at(25.5);
        assertThat(now().get("NO")).isEqualTo(new Unreceived.Lack(1, 90 * MINUTE_MS));
        room.report();
        assertThat(now().get("NO").notices()).isEqualTo(2);
    }

    @Test
    void by_beforeTheCharterIsInForce_isNobodysLack() {
        Watchroom draft = Watchroom.draft().at(1);
        Scene scene = draft.scene();
        Scene.entry(scene.assent("UA", scene.charter()));
        Scene.entry(scene.offer("UA/watch", flash("Nobody can acknowledge this.")));
        scene.entries().forEach(e -> unreceived.entered(e, scene.governance(), Optional.empty()));
        assertThat(unreceived.by(List.of("NO"), draft.nowMs()).get("NO").notices())
                .isZero();
    }

    @Test
    void entered_twiceAsAfterAReplayThatWasBegunAnew_countsOnce() {
        room.report();
        now();
        told = 0;
        assertThat(now().get("NO").notices()).isEqualTo(1);
    }

    @Test
    void entered_aFlood_keepsTheOldestOnes() {
        Sha256 first = Scene.id(room.scene().offer("UA/watch", flash("The first.")));
        for (int i = 0; i < MOST + 2; i++) {
            Scene.entry(room.scene().offer("UA/watch", flash("No. " + i)));
        }
        room.at(1.5);
        assertThat(now().get("NO")).isEqualTo(new Unreceived.Lack(MOST, 30 * MINUTE_MS));
        Scene.entry(room.scene()
                .offer(
                        "NO/watch",
                        Notice.newBuilder()
                                .addReferences(first.byteString())
                                .setAcknowledgement(
                                        Acknowledgement.newBuilder().setPosition(Position.POSITION_RECEIVED))));
        assertThat(now().get("NO").notices()).isEqualTo(MOST - 1);
    }
}

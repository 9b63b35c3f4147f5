package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_EXPANDED_ATTACK;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import java.util.Arrays;
import java.util.List;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.Possession;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.junit.jupiter.api.Test;

/** What honest bundles prove. */
class VerificationTest {
    private static final String[] ELEVEN = {"GB", "FR", "DE", "PL", "NO", "TR", "IS", "SE", "FI", "DK", "NL"};

    private final Story story = Story.ofTierOne();

    private static Code code(Report report) {
        return report.verdict().code();
    }

    private static Result.Move move(Report report) {
        return ((Result.Tiers) report.result().orElseThrow()).moves().get(0);
    }

    @Test
    void incident_tierOneActivated_isProvenClauseByClause() {
        Report report = story.judge(story.bundle());

        assertThat(code(report)).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        assertThat(report.steps())
                .extracting(Step::status)
                .containsExactly(
                        Status.OK,
                        Status.OK,
                        Status.OK,
                        Status.OK,
                        Status.OK,
                        Status.NOT_ASKED,
                        Status.NOT_ASKED,
                        Status.OK,
                        Status.OK,
                        Status.OK);
        Result.Move move = move(report);
        assertThat(move.tier()).isEqualTo(1);
        assertThat(move.at()).hasToString("010800Z MAR 26 (T+01:00)");
        assertThat(move.tally().holds()).isTrue();
        assertThat(move.tally().clauses()).extracting("present").containsExactly(List.of("UA"), List.of("NO"));
        assertThat(move.declining()).containsExactly("PL");
        assertThat(move.words()).extracting(Result.Word::party).containsExactly("PL", "UA", "NO");
        assertThat(move.gates()).containsExactly("\"violation\" by the word of FR, GB, US");
        assertThat(report.verdict().sentence())
                .startsWith("PROVEN: tier 1 (")
                .endsWith("The charter names no witness; time and history are the hub's word.");
    }

    @Test
    void incident_cutShort_provesWhatItsLastEntryBrings() {
        Report report = story.judge(story.log().incidentBundle(story.incident(), story.lastConcur() - 1));

        assertThat(code(report)).isEqualTo(Code.PROVEN);
        assertThat(report.result()).containsInstanceOf(Result.Notice.class);
        assertThat(report.result().orElseThrow().sentence()).startsWith("UA/watch sent the acknowledgement ");
    }

    @Test
    void notice_alone_isProvenWithoutItsIncident() {
        byte[] bundle = story.log().noticeBundle(story.decline());
        Report report = story.judge(bundle);

        assertThat(code(report)).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        assertThat(Bundles.read(bundle).getEntriesCount()).isEqualTo(1);
        assertThat(((Result.Notice) report.result().orElseThrow()).author()).isEqualTo("PL");
    }

    @Test
    void notice_everyOneOfTheLog_isProven() {
        MemoryLog log = story.log();
        for (long index = 1; index < log.size(); index++) {
            Report report = story.judge(log.noticeBundle(index));
            assertThat(code(report)).as("%d: %s", index, ReportText.of(report)).isEqualTo(Code.PROVEN);
        }
    }

    @Test
    void writer_sameLog_writesTheSameBytes() {
        assertThat(story.bundle()).isEqualTo(story.bundle());
    }

    @Test
    void writer_logWentOn_bringsNoLaterGovernanceAndIsProven() {
        Scene scene = story.scene();
        Scene.entry(scene.at(3).offer("US/principal", commitment()));
        byte[] bundle = LogForge.honest(scene).incidentBundle(story.incident());

        assertThat(Bundles.read(bundle).getGovernanceCount()).isEqualTo(21);
        assertThat(code(story.judge(bundle))).isEqualTo(Code.PROVEN);
    }

    @Test
    void incident_tierThreeByATimeMark_isProvenAtItsInstantWithoutTheLateDecline() {
        Scene scene = story.scene();
        Scene.entry(scene.at(3).offer("US/principal", commitment()));
        scene.at(40)
                .confirm(
                        story.incident(), FINDING_KIND_EXPANDED_ATTACK, "US/watch", "GB/watch", "FR/watch", "NO/watch");
        Sha256 proposal = Scene.id(scene.propose(story.incident(), 3, "UA/watch"));
        scene.concur(story.incident(), proposal, "UA/watch", "UA/minister", "US/watch", "US/principal");
        for (String party : ELEVEN) {
            scene.concur(story.incident(), proposal, party + "/watch", party + "/minister");
        }
        Scene.entry(scene.at(80).acknowledge(story.incident(), proposal, Position.POSITION_DECLINE, "US/watch"));
        Report report = story.judge(LogForge.honest(scene).incidentBundle(story.incident()));

        assertThat(code(report)).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        assertThat(move(report).at().planTime()).contains("T+72:00");
        assertThat(move(report).tally().holds()).isTrue();
        assertThat(move(report).declining()).isEmpty();
    }

    @Test
    void incident_standDown_isProven() {
        Scene scene = story.scene();
        Sha256 down =
                Scene.id(scene.at(5).propose(story.incident(), 1, ProposalAct.PROPOSAL_ACT_STAND_DOWN, "UA/watch"));
        scene.concur(story.incident(), down, "UA/watch", "GB/watch");
        Report report = story.judge(LogForge.honest(scene).incidentBundle(story.incident()));

        assertThat(code(report)).isEqualTo(Code.PROVEN);
        assertThat(move(report).activated()).isFalse();
        assertThat(Expectation.parse("tier 1 stood down")
                        .orElseThrow()
                        .isMetBy(report.result().orElseThrow()))
                .isTrue();
        assertThat(Expectation.parse("tier 1")
                        .orElseThrow()
                        .isMetBy(report.result().orElseThrow()))
                .isFalse();
    }

    @Test
    void charter_succeededWithANewRootThatAssentsFirst_isProvenUnderTheSuccessor() {
        Scene scene = story.scene();
        String oldRoot = TestKeys.fingerprint("NO/root").fingerprint();
        String text = SampleCharter.actual(TestKeys::fingerprint)
                .following(story.genesis().hash())
                .text()
                .replace(oldRoot, TestKeys.fingerprint("NO/root2").fingerprint());
        var next = SampleCharter.parse(text);
        Scene.entry(scene.at(3)
                .offer(
                        "GB/root",
                        Notice.newBuilder()
                                .setCharterText(CharterText.newBuilder().setText(next.text()))));
        Scene.entry(scene.assent("NO", next, "NO/root2"));
        Scene.entry(scene.assent("NO", next, "NO/root"));
        SampleCharter.PARTIES.keySet().stream()
                .filter(p -> !p.equals("NO"))
                .forEach(p -> Scene.entry(scene.assent(p, next)));
        assertThat(scene.charter()).isEqualTo(next);
        Scene.entry(scene.at(4).warn(story.incident(), "UA/minister"));
        MemoryLog log = LogForge.honest(scene);
        byte[] bundle = log.incidentBundle(story.incident());

        assertThat(code(story.judge(bundle)))
                .as(ReportText.of(story.judge(bundle)))
                .isEqualTo(Code.PROVEN);
        assertThat(story.judge(bundle).charter()).contains(next);
        assertThat(code(story.judge(Bundles.edit(bundle, b -> b.clearCharters()))))
                .isEqualTo(Code.OTHER_CHARTER);
        assertThat(code(Bundles.judge(bundle, next))).isEqualTo(Code.OTHER_CHARTER);
        assertThat(code(story.judge(log.noticeBundle(scene.entries().size() - 20))))
                .isEqualTo(Code.PROVEN);
    }

    @Test
    void incident_everyEntryOfALogWithEverythingInIt_isProven() {
        Scene scene = story.scene();
        Sha256 pledge = Scene.id(scene.at(3).offer("US/principal", commitment("Consent of the Senate")));
        Scene.entry(scene.offer("NO/minister", commitment()));
        Sha256 second = scene.report("GB/watch");
        DeskKey added = DeskKey.newBuilder()
                .setDesk("watch")
                .setKey(Possession.prove(
                        TestKeys.signing("NO/watch2"), "NO", story.genesis().hash()))
                .build();
        KeyChange change = KeyChange.newBuilder()
                .addAdded(added)
                .addEnded(TestKeys.fingerprint("NO/watch").byteString())
                .build();
        Scene.entry(scene.offer("NO/root", Notice.newBuilder().setKeyChange(change)));
        scene.at(4).confirm(second, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "NO/watch2");
        Sha256 idle = Scene.id(scene.propose(second, 1, "UA/watch"));
        Scene.entry(scene.acknowledge(second, idle, Position.POSITION_CONCUR, "NO/watch2"));
        var never =
                SampleCharter.parse(SampleCharter.actual(TestKeys::fingerprint)
                                .following(story.genesis().hash())
                                .text() + "# Never adopted.\n");
        Scene.entry(scene.offer(
                "GB/root",
                Notice.newBuilder().setCharterText(CharterText.newBuilder().setText(never.text()))));
        Scene.entry(scene.assent("FR", never));
        Scene.entry(scene.at(5)
                .offer(
                        "US/principal",
                        Notice.newBuilder()
                                .setConditionMet(ConditionMet.newBuilder()
                                        .setPledge(pledge.byteString())
                                        .setCondition(1))));
        scene.at(29);
        // The proposal in the second incident has lapsed, tier 1 of the first is overdue: nobody spoke, so the hub
        // marks both.
        Scene.entry(scene.mark(second));
        Scene.entry(scene.mark(story.incident()));
        Scene.entry(scene.offer(
                "UA/watch", Scene.in(second).setMessage(Message.newBuilder().setText("Noted"))));
        MemoryLog log = LogForge.honest(scene);

        for (Entry entry : scene.entries()) {
            entry.incident().ifPresent(incident -> assertProven(log.incidentBundle(incident, entry.index())));
            entry.noticeId().ifPresent(notice -> assertProven(log.noticeBundle(entry.index())));
        }
        Report mark = story.judge(log.incidentBundle(second, log.size() - 3));
        assertThat(mark.result()).as(ReportText.of(mark)).containsInstanceOf(Result.Mark.class);
    }

    private void assertProven(byte[] bundle) {
        Report report = story.judge(bundle);
        assertThat(code(report)).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        assertThat(ReportJson.of(report)).contains("\"class\" : \"PROVEN\"");
    }

    @Test
    void charter_another_isUndecidedAndNothingElse() {
        Report report = Bundles.judge(story.bundle(), Sha256.of(new byte[] {1}));

        assertThat(code(report)).isEqualTo(Code.OTHER_CHARTER);
        assertThat(report.steps()).extracting(Step::status).doesNotContain(Status.FAILED);
        assertThat(report.result()).isEmpty();
    }

    @Test
    void file_aboveTheLimit_isUnreadableWhateverItsVersion() {
        byte[] future = Bundles.edit(story.bundle(), b -> b.setVersion(2));
        byte[] padded = Arrays.copyOf(future, Verification.MAX_BYTES);
        assertThat(code(story.judge(padded))).isEqualTo(Code.UNKNOWN_VERSION);
        assertThat(code(story.judge(Arrays.copyOf(padded, Verification.MAX_BYTES + 1))))
                .isEqualTo(Code.UNREADABLE);
    }

    private static Notice.Builder commitment(String... conditions) {
        return Notice.newBuilder()
                .setPledge(Pledge.newBuilder()
                        .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                        .addAllConditions(List.of(conditions))
                        .setText("As the Senate consented")
                        .setFromMs(Scene.START));
    }
}

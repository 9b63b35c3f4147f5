package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.Note;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.AnchorProof;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Well-formed lies, each by name, each with its exact code. First those of the operator, who holds the log's keys; then those of outsiders, who hold a true bundle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiesTest {
    private static final long HOUR = 3_600_000L;
    private static final long LATER = Scene.START + 3 * HOUR;

    private Story story;

    @BeforeAll
    void tellTheStory() {
        story = Story.ofTierOne();
    }

    private void assertCode(byte[] bundle, Check check, Code code) {
        Report report = story.judge(bundle);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(code);
        assertThat(report.step(check).code()).as(ReportText.of(report)).contains(code);
        assertThat(report.verdict().sentence().lines()).hasSize(1);
    }

    private byte[] signed(String signer, Notice.Builder notice) {
        story.scene().at(3);
        return story.scene().signed(signer, notice);
    }

    private byte[] appended(String signer, Notice.Builder notice) {
        return story.forge().append(signed(signer, notice), LATER).rechained().incidentBundle(story.incident());
    }

    private Notice.Builder concur(Sha256 proposal) {
        return Scene.in(story.incident())
                .addReferences(proposal.byteString())
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(Position.POSITION_CONCUR));
    }

    // The operator's

    @Test
    void decline_droppedAfterwards_theAnchorsTell() {
        assertCode(
                story.forge().drop(story.decline()).rechained().incidentBundle(story.incident()),
                Check.INCLUSION,
                Code.NOT_INCLUDED);
    }

    @Test
    void decline_droppedAndChainsNotMended_theAnchorsTell() {
        LogForge forge = story.forge().drop(story.decline());
        for (long index = story.decline(); index <= forge.last(); index++) {
            long renumbered = index;
            forge.edit(index, e -> e.setIndex(renumbered));
        }
        byte[] bundle = forge.sealed().incidentBundle(story.incident());
        assertCode(bundle, Check.INCLUSION, Code.NOT_INCLUDED);
        assertThat(story.judge(bundle).step(Check.CHAINS).code()).contains(Code.NOT_INCLUDED);
    }

    @Test
    void lastWord_dropped_provesTheOneBefore() {
        Report report =
                story.judge(story.forge().drop(story.lastConcur()).rechained().incidentBundle(story.incident()));
        assertThat(report.verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(report.result()).containsInstanceOf(Result.Notice.class);
    }

    @Test
    void lastEntry_datedBeforeTheOneBefore_timeDecreases() {
        byte[] bundle = story.forge()
                .append(
                        signed(
                                "GB/watch",
                                Scene.in(story.incident())
                                        .setMessage(Message.newBuilder().setText("Noted"))),
                        Scene.START + HOUR)
                .rechained()
                .incidentBundle(story.incident());
        assertCode(bundle, Check.CHAINS, Code.TIME);
    }

    @Test
    void firstEntry_datedBack_theAnchorsTell() {
        byte[] bundle = story.forge()
                .edit(story.report(), e -> e.setAcceptedAtMs(Scene.START))
                .rechained()
                .incidentBundle(story.incident());
        assertCode(bundle, Check.INCLUSION, Code.NOT_INCLUDED);
    }

    @Test
    void findings_takenAfterTheirValidity_theRulesRefuse() {
        LogForge forge = story.forge();
        byte[] bundle = forge.edit(story.lastConcur(), e -> e.setAcceptedAtMs(LATER))
                .relived()
                .incidentBundle(forge.now(story.incident()));
        assertCode(bundle, Check.FOLD, Code.FOLD);
    }

    @Test
    void notice_issuedInTheFuture_theRulesRefuse() {
        long ahead = LATER + HOUR;
        byte[] bundle = appended(
                "GB/watch",
                Scene.in(story.incident())
                        .setMessage(Message.newBuilder().setText("Noted"))
                        .setIssuedAtMs(ahead)
                        .setValidUntilMs(ahead + 1));
        assertCode(bundle, Check.FOLD, Code.FOLD);
    }

    @Test
    void tier_activatedTwice_theRulesRefuseTheSecondProposal() {
        byte[] bundle = appended(
                "UA/watch",
                Scene.in(story.incident())
                        .setProposal(Proposal.newBuilder().setTier(1).setAct(ProposalAct.PROPOSAL_ACT_ACTIVATE)));
        assertCode(bundle, Check.FOLD, Code.FOLD);
    }

    @Test
    void concur_onAFinding_theRulesRefuse() {
        assertCode(appended("GB/watch", concur(story.forge().id(story.confirmed()))), Check.FOLD, Code.FOLD);
    }

    @Test
    void timeMark_withNothingToSay_theRulesRefuse() {
        assertCode(
                story.forge().appendMark(story.incident(), LATER).rechained().incidentBundle(story.incident()),
                Check.FOLD,
                Code.FOLD);
    }

    @Test
    void notice_takenTwice_theRulesRefuse() {
        byte[] twice = story.log().entry(story.lastConcur());
        byte[] notice = MemoryLog.read(twice).notice().orElseThrow().bytes().toByteArray();
        assertCode(
                story.forge().append(notice, Scene.START + 2 * HOUR).rechained().incidentBundle(story.incident()),
                Check.FOLD,
                Code.FOLD);
    }

    @Test
    void notice_underAnotherCharter_theRulesRefuse() {
        byte[] bundle = appended(
                "GB/watch",
                Scene.in(story.incident())
                        .setCharter(Sha256.of(new byte[] {7}).byteString())
                        .setMessage(Message.newBuilder().setText("Noted")));
        assertCode(bundle, Check.FOLD, Code.FOLD);
    }

    @Test
    void assents_tooFew_theRulesRefuseEverythingElse() {
        // Adoption needs UA, US and ten of the coalition. Ten of its eighteen are left out; their keys with them, so
        // only the others may speak.
        LogForge forge = story.forge();
        for (int i = 0; i < 10; i++) {
            forge.drop(11);
        }
        assertCode(forge.relived().incidentBundle(forge.now(story.incident())), Check.FOLD, Code.FOLD);
    }

    @Test
    void assent_leftOut_takesItsKeysAway() {
        LogForge forge = story.forge();
        assertCode(
                forge.drop(1).relived().incidentBundle(forge.now(story.incident())), Check.SIGNATURES, Code.SIGNATURE);
    }

    @Test
    void finding_byADeskWithoutTheRight_isNotEntitled() {
        assertCode(
                appended(
                        "UA/minister",
                        Scene.in(story.incident())
                                .setFinding(Finding.newBuilder()
                                        .setKind(FINDING_KIND_VIOLATION)
                                        .setWord(FindingWord.FINDING_WORD_CONFIRMED))),
                Check.SIGNATURES,
                Code.NOT_ENTITLED);
    }

    @Test
    void finding_signedForAnotherParty_isNotEntitled() {
        assertCode(
                appended(
                        "FR/watch",
                        Scene.in(story.incident())
                                .setAuthor("GB")
                                .setFinding(Finding.newBuilder()
                                        .setKind(FINDING_KIND_VIOLATION)
                                        .setWord(FindingWord.FINDING_WORD_CONFIRMED))),
                Check.SIGNATURES,
                Code.NOT_ENTITLED);
    }

    @Test
    void message_byARootKey_isNotEntitled() {
        assertCode(
                appended(
                        "GB/root",
                        Scene.in(story.incident())
                                .setMessage(Message.newBuilder().setText("Noted"))),
                Check.SIGNATURES,
                Code.NOT_ENTITLED);
    }

    @Test
    void message_byAKeyThatNobodyEnrolled_hasNoSignature() {
        assertCode(
                appended(
                        "GB/watch2",
                        Scene.in(story.incident())
                                .setMessage(Message.newBuilder().setText("Noted"))),
                Check.SIGNATURES,
                Code.SIGNATURE);
    }

    @Test
    void message_byAnEndedKey_isNotEntitled() {
        LogForge forge = ended();
        assertCode(forge.rechained().incidentBundle(story.incident()), Check.SIGNATURES, Code.NOT_ENTITLED);
    }

    @Test
    void revocation_leftOutOfTheChain_theChainTells() {
        LogForge forge = ended();
        long revocation = forge.last() - 1;
        MemoryLog honest = forge.rechained();
        byte[] bundle = honest.incidentBundle(story.incident());
        assertCode(
                Bundles.edit(bundle, b -> b.removeGovernance(b.getGovernanceCount() - 1)),
                Check.CHAINS,
                Code.NOT_INCLUDED);
        // An operator who never linked it shows a chain that is whole, and a log that the revocation's author can
        // convict with the receipt.
        assertThat(story.judge(forge.linked(revocation, false).rechained().incidentBundle(story.incident()))
                        .verdict()
                        .code())
                .isEqualTo(Code.PROVEN);
    }

    private LogForge ended() {
        ByteString ended = TestKeys.fingerprint("GB/watch").byteString();
        byte[] revocation = signed(
                "GB/root",
                Notice.newBuilder().setKeyChange(KeyChange.newBuilder().addEnded(ended)));
        byte[] late = signed(
                "GB/watch",
                Scene.in(story.incident()).setMessage(Message.newBuilder().setText("Noted")));
        LogForge forge = story.forge().append(revocation, LATER);
        return forge.linked(forge.last(), true).append(late, LATER);
    }

    @Test
    void declaration_linkedIntoTheGovernanceChain_breaksIt() {
        byte[] message = signed(
                "GB/watch", Notice.newBuilder().setMessage(Message.newBuilder().setText("Noted")));
        byte[] late = signed(
                "GB/watch",
                Scene.in(story.incident()).setMessage(Message.newBuilder().setText("Noted")));
        LogForge forge = story.forge().append(message, LATER);
        assertCode(
                forge.linked(forge.last(), true).append(late, LATER).rechained().incidentBundle(story.incident()),
                Check.CHAINS,
                Code.NOT_INCLUDED);
    }

    @Test
    void keyChange_withAFalseProofOfPossession_hasNoSignature() {
        LogForge forge = story.forge();
        forge.restate(1, n -> {
            var key = n.getCharterAssentBuilder().getKeysBuilder(0);
            key.setProofEd25519(n.getCharterAssent().getKeys(1).getProofEd25519());
        });
        assertCode(forge.relived().incidentBundle(forge.now(story.incident())), Check.SIGNATURES, Code.SIGNATURE);
    }

    @Test
    void signature_oneHalfOnly_isNone() {
        LogForge forge = story.forge();
        var other = MemoryLog.read(story.log().entry(story.decline())).message().getNotice();
        assertCode(
                forge.reseal(story.lastConcur(), s -> s.setMlDsa65(other.getMlDsa65()))
                        .rechained()
                        .incidentBundle(story.incident()),
                Check.SIGNATURES,
                Code.SIGNATURE);
        assertCode(
                story.forge()
                        .reseal(story.lastConcur(), s -> s.setEd25519(other.getEd25519()))
                        .rechained()
                        .incidentBundle(story.incident()),
                Check.SIGNATURES,
                Code.SIGNATURE);
    }

    @Test
    void incidentPrevious_ofAnotherEntry_breaksTheChain() {
        LogForge forge = story.forge();
        forge.rechained();
        ByteString wrong = ByteString.copyFrom(Sha256.of(new byte[] {1}).bytes());
        assertCode(
                forge.edit(story.lastConcur(), e -> e.setIncidentPrevious(wrong))
                        .sealed()
                        .incidentBundle(story.incident()),
                Check.CHAINS,
                Code.NOT_INCLUDED);
    }

    @Test
    void governance_ofAnOlderEntry_breaksTheChain() {
        ByteString older = MemoryLog.read(story.log().entry(19)).message().getGovernance();
        assertCode(
                story.forge()
                        .edit(story.lastConcur(), e -> e.setGovernance(older))
                        .sealed()
                        .incidentBundle(story.incident()),
                Check.CHAINS,
                Code.NOT_INCLUDED);
    }

    @Test
    void log_signedByAnotherKey_isNotTheCharters() {
        LogSigningKey other = LogSigningKey.generate(new SecureRandom());
        assertCode(
                story.forge().signedBy(other).sealed().incidentBundle(story.incident()),
                Check.CHECKPOINT,
                Code.SIGNATURE);
    }

    // The outsider's

    private byte[] edited(Consumer<EvidenceBundle.Builder> change) {
        return Bundles.edit(story.bundle(), change);
    }

    @Test
    void checkpoint_ofAnotherLogOfThatOrigin_isNotSigned() {
        LogSigningKey other = LogSigningKey.generate(new SecureRandom());
        MemoryLog log = story.log();
        Head head = Merkle.head(log.size(), log.nodes());
        byte[] note = new CheckpointSigner(MemoryLog.ORIGIN, other).sign(head, Instant.ofEpochMilli(LATER));
        assertCode(edited(b -> b.setCheckpoint(ByteString.copyFrom(note))), Check.CHECKPOINT, Code.SIGNATURE);
    }

    @Test
    void checkpoint_oneOfTwoSignatures_isNone() throws Exception {
        Note note = Note.parse(story.log().checkpoint());
        String text = note.text() + "\n" + note.signatures().get(0).line();
        assertCode(edited(b -> b.setCheckpoint(ByteString.copyFromUtf8(text))), Check.CHECKPOINT, Code.SIGNATURE);
    }

    @Test
    void checkpoint_withALineOfSomebody_isRefused() throws Exception {
        Note note = Note.parse(story.log().checkpoint());
        String line = note.signatures().get(0).line().replace(MemoryLog.ORIGIN, "somebody");
        String text = note.text() + "\n" + note.signatures().get(0).line()
                + note.signatures().get(1).line() + line;
        assertCode(edited(b -> b.setCheckpoint(ByteString.copyFromUtf8(text))), Check.CHECKPOINT, Code.SIGNATURE);
        // The writer leaves such a line out.
        byte[] stripped = story.log()
                .withCheckpoint(text.getBytes(StandardCharsets.UTF_8))
                .incidentBundle(story.incident());
        assertThat(stripped).isEqualTo(story.bundle());
    }

    @Test
    void checkpoint_anotherTrueOne_doesNotFitTheProofs() {
        byte[] older = story.log().signed(story.lastConcur());
        assertCode(edited(b -> b.setCheckpoint(ByteString.copyFrom(older))), Check.INCLUSION, Code.NOT_INCLUDED);
    }

    @Test
    void incidentChain_middleLeftOut_isBroken() {
        assertCode(edited(b -> b.removeEntries(2)), Check.CHAINS, Code.NOT_INCLUDED);
    }

    @Test
    void incidentChain_beginningLeftOut_isBroken() {
        assertCode(
                edited(b -> b.removeEntries(0).removeAnchors(b.getAnchorsCount() - 7)),
                Check.INCLUSION,
                Code.NOT_INCLUDED);
    }

    @Test
    void incidentChain_reordered_isBroken() {
        assertCode(
                edited(b -> {
                    var first = b.getEntries(1);
                    b.setEntries(1, b.getEntries(2)).setEntries(2, first);
                }),
                Check.CHAINS,
                Code.NOT_INCLUDED);
    }

    @Test
    void governance_cutShort_isBroken() {
        assertCode(edited(b -> b.removeGovernance(b.getGovernanceCount() - 1)), Check.CHAINS, Code.NOT_INCLUDED);
        assertCode(edited(b -> b.removeGovernance(1)), Check.SIGNATURES, Code.SIGNATURE);
        assertThat(story.judge(edited(b -> b.removeGovernance(0))).verdict().code())
                .isEqualTo(Code.NOT_INCLUDED);
    }

    @Test
    void governance_goesOnBehindTheProvenEntry_isRefused() {
        Story other = Story.ofTierOne();
        ByteString ended = TestKeys.fingerprint("GB/minister").byteString();
        Scene.entry(other.scene()
                .at(3)
                .offer(
                        "GB/root",
                        Notice.newBuilder().setKeyChange(KeyChange.newBuilder().addEnded(ended))));
        Scene.entry(other.scene().warn(other.incident(), "UA/minister"));
        MemoryLog log = LogForge.honest(other.scene());
        EvidenceBundle longer = Bundles.read(log.incidentBundle(other.incident()));
        byte[] mixed = Bundles.edit(
                log.incidentBundle(other.incident(), other.lastConcur()),
                b -> b.addGovernance(longer.getGovernance(longer.getGovernanceCount() - 1))
                        .clearAnchors()
                        .addAllAnchors(longer.getAnchorsList()));
        Report report = other.judge(mixed);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.NOT_INCLUDED);
    }

    @Test
    void entries_ofAnotherIncident_areRefused() {
        Story two = Story.ofTierOne();
        Sha256 second = two.scene().at(3).report("GB/watch");
        MemoryLog log = LogForge.honest(two.scene());
        EvidenceBundle other = Bundles.read(log.incidentBundle(second));
        byte[] bundle = log.incidentBundle(two.incident());
        List<AnchorProof> anchors = merged(Bundles.read(bundle), other);
        byte[] mixed = Bundles.edit(
                bundle, b -> b.addEntries(other.getEntries(0)).clearAnchors().addAllAnchors(anchors));
        Report report = two.judge(mixed);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.NOT_INCLUDED);
        assertThat(report.step(Check.CHAINS).code()).contains(Code.NOT_INCLUDED);
        assertThat(report.step(Check.INCLUSION).status()).isEqualTo(Status.OK);
    }

    private static List<AnchorProof> merged(EvidenceBundle one, EvidenceBundle other) {
        SortedMap<Long, AnchorProof> all = new TreeMap<>();
        one.getAnchorsList().forEach(a -> all.put(a.getSize(), a));
        other.getAnchorsList().forEach(a -> all.put(a.getSize(), a));
        return List.copyOf(all.values());
    }

    @Test
    void anchors_leftOut_areMissed() {
        assertCode(edited(b -> b.removeAnchors(3)), Check.INCLUSION, Code.NOT_INCLUDED);
    }

    @Test
    void charterText_thatNobodyNames_isRefused() {
        assertCode(
                edited(b -> b.addCharters(ByteString.copyFromUtf8("title = \"Mine\""))),
                Check.READABLE,
                Code.UNREADABLE);
    }

    @Test
    void timestamps_ofALaterVersion_areRefused() {
        assertCode(edited(b -> b.addTimestamps(ByteString.copyFromUtf8("token"))), Check.READABLE, Code.UNREADABLE);
    }

    @Test
    void keys_thatNobodyNeeds_areRefused() {
        assertCode(edited(b -> b.addLogKeys(b.getLogKeys(0))), Check.CHECKPOINT, Code.SIGNATURE);
        assertCode(edited(b -> b.addWitnessKeys(b.getLogKeys(0))), Check.CHECKPOINT, Code.SIGNATURE);
        assertCode(edited(EvidenceBundle.Builder::clearLogKeys), Check.CHECKPOINT, Code.SIGNATURE);
    }

    @Test
    void version_two_isUnknown() {
        assertCode(edited(b -> b.setVersion(2)), Check.READABLE, Code.UNKNOWN_VERSION);
    }
}

package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_HOSTILITIES_CEASED;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Incident.Phase;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of a charter and its keys (PROTOCOL.md, "Charter"), told as stories. Version 1 needs the assent of UA, of US, and of GB or FR. */
class GovernanceTest {
    private static final String TEXT =
            few(SampleCharter.actual(TestKeys::fingerprint).text());

    private final Scene scene = Scene.draft(TEXT);

    private static String few(String text) {
        return text.replace("UA and US and 10 of coalition", "UA and US and 1 of (GB, FR)");
    }

    private void assent(Charter to, String... parties) {
        for (String party : parties) {
            Scene.entry(scene.assent(party, to));
        }
    }

    private void adoptFirst() {
        assent(scene.charter(), "UA", "US", "GB");
        assertThat(scene.governance().inForce()).isTrue();
    }

    /** The text of the next version, changed. */
    private String next(String... changes) {
        String text = few(SampleCharter.actual(TestKeys::fingerprint)
                .following(scene.charter().hash())
                .text());
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return text;
    }

    private Charter post(String text) {
        Scene.entry(scene.post("UA", text));
        return SampleCharter.parse(text);
    }

    private static String print(String key) {
        return TestKeys.fingerprint(key).fingerprint();
    }

    private Outcome message(String signer) {
        return scene.offer(signer, greeting());
    }

    private Outcome change(String root, KeyChange.Builder change) {
        return scene.offer(root, Notice.newBuilder().setKeyChange(change));
    }

    private KeyChange.Builder adding(String key, String party, Sha256 context) {
        return KeyChange.newBuilder()
                .addAdded(DeskKey.newBuilder()
                        .setDesk("watch")
                        .setKey(Possession.prove(TestKeys.signing(key), party, context)));
    }

    private static KeyChange.Builder ending(String key) {
        return KeyChange.newBuilder().addEnded(TestKeys.fingerprint(key).byteString());
    }

    private Sha256 tierOne() {
        Sha256 incident = scene.at(1).report("UA/watch");
        assent(scene.charter(), "FR", "NO");
        scene.confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
        return incident;
    }

    // Version 1

    @Test
    void adoption_assentsOfOnePartyOnly_countOnce() {
        assent(scene.charter(), "UA", "US");
        assertThat(Scene.reason(scene.assent("US", scene.charter()))).isEqualTo(Reason.ALREADY_ASSENTED);
        assertThat(scene.governance().inForce()).isFalse();
        assent(scene.charter(), "PL", "DE");
        assertThat(scene.governance().inForce()).isFalse();
        assent(scene.charter(), "FR");
        assertThat(scene.governance().inForce()).isTrue();
    }

    @Test
    void report_beforeAdoption_isRefusedAndNamesWhoIsMissing() {
        assent(scene.charter(), "UA", "GB");
        Outcome outcome = scene.offer("UA/watch", Notice.newBuilder().setViolationReport(scene.aReport()));
        assertThat(Scene.reason(outcome)).isEqualTo(Reason.CHARTER_NOT_IN_FORCE);
        assertThat(((Outcome.Refused) outcome).refusal())
                .extracting(Refusal::sentence)
                .asString()
                .contains("2 parties", "US");
        Scene.entry(message("UA/watch"));
    }

    @Test
    void successor_beforeAdoption_cannotBePosted() {
        assent(scene.charter(), "UA");
        assertThat(Scene.reason(scene.post("UA", next()))).isEqualTo(Reason.CHARTER_NOT_IN_FORCE);
    }

    @Test
    void assent_late_bringsTheKeys() {
        adoptFirst();
        assertThat(scene.governance().signer(TestKeys.fingerprint("NO/watch"))).isEmpty();
        assertThat(Scene.reason(message("NO/watch"))).isEqualTo(Reason.KEY_UNKNOWN);
        Entry late = Scene.entry(scene.assent("NO", scene.charter()));
        assertThat(Scene.entry(message("NO/watch")).governance()).contains(late.leaf());
    }

    @Test
    void assent_withoutAllKeys_isIncomplete() {
        CharterAssent.Builder assent = CharterAssent.newBuilder()
                .setCharter(scene.charter().hash().byteString())
                .addKeys(Possession.prove(
                        TestKeys.signing("UA/root"), "UA", scene.charter().hash()));
        assertThat(Scene.reason(scene.offer("UA/root", Notice.newBuilder().setCharterAssent(assent))))
                .isEqualTo(Reason.KEYS_INCOMPLETE);
    }

    @Test
    void assent_withAKeyThatTheCharterDoesNotName_isRefused() {
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(scene.charter().hash().byteString());
        for (String key : new String[] {"UA/root", "UA/watch", "UA/minister", "UA/watch2"}) {
            assent.addKeys(Possession.prove(
                    TestKeys.signing(key), "UA", scene.charter().hash()));
        }
        assertThat(Scene.reason(scene.offer("UA/root", Notice.newBuilder().setCharterAssent(assent))))
                .isEqualTo(Reason.KEY_REFUSED);
    }

    @Test
    void assent_proofForAnotherPartyOrCharter_isRefused() {
        for (String[] wrong : new String[][] {
            {"US", scene.charter().hash().hex()}, {"UA", Sha256.of().hex()}
        }) {
            CharterAssent.Builder assent =
                    CharterAssent.newBuilder().setCharter(scene.charter().hash().byteString());
            for (String key : new String[] {"UA/root", "UA/watch", "UA/minister"}) {
                assent.addKeys(Possession.prove(
                        TestKeys.signing(key),
                        wrong[0],
                        Sha256.parseHex(wrong[1]).orElseThrow()));
            }
            assertThat(Scene.reason(scene.offer("UA/root", Notice.newBuilder().setCharterAssent(assent))))
                    .isEqualTo(Reason.KEY_REFUSED);
        }
    }

    @Test
    void assent_toATextThatNobodyPosted_isRefused() {
        adoptFirst();
        assertThat(Scene.reason(scene.assent("UA", SampleCharter.parse(next()))))
                .isEqualTo(Reason.DRAFT_UNKNOWN);
    }

    // Successors

    @Test
    void successor_needsTheRuleInForceAndItsOwn() {
        adoptFirst();
        Charter second = post(next("UA and US and 1 of (GB, FR)", "UA and US and PL"));
        assent(second, "UA", "US", "GB");
        assertThat(scene.charter().version()).isEqualTo(1);
        assent(second, "PL");
        assertThat(scene.charter()).isEqualTo(second);
        assertThat(scene.replayed().governance()).isEqualTo(scene.governance());
    }

    @Test
    void successor_withTheDraftersOwnRoots_isNotAdoptedByThem() {
        adoptFirst();
        Charter mine = post(next(print("US/root"), print("US/root2"), print("GB/root"), print("GB/root2")));
        assent(mine, "UA");
        Scene.entry(scene.assent("US", mine, "US/root2"));
        Scene.entry(scene.assent("GB", mine, "GB/root2"));
        assertThat(scene.charter().version()).isEqualTo(1);
        Scene.entry(scene.assent("US", mine, "US/root"));
        assertThat(scene.charter().version()).isEqualTo(1);
        Scene.entry(scene.assent("GB", mine, "GB/root"));
        assertThat(scene.charter()).isEqualTo(mine);
    }

    @Test
    void successor_changingARoot_isSignedWithBoth() {
        adoptFirst();
        Charter second = post(next(print("UA/root"), print("UA/root2")));
        assent(second, "UA", "US", "GB");
        assertThat(scene.charter().version()).isEqualTo(1);
        Scene.entry(scene.assent("UA", second, "UA/root2"));
        assertThat(scene.charter()).isEqualTo(second);
        assertThat(Scene.reason(change("UA/root", ending("UA/watch")))).isEqualTo(Reason.NOT_ENTITLED);
        Scene.entry(change("UA/root2", ending("UA/watch")));
    }

    @Test
    void successor_lostRoot_isMendedByTheOthers() {
        adoptFirst();
        Charter second = post(next(print("FR/root"), print("FR/root2")));
        assent(second, "UA", "US", "GB");
        assertThat(scene.charter()).isEqualTo(second);
        assertThat(Scene.reason(scene.assent("FR", second, "FR/root"))).isIn(Reason.KEY_UNKNOWN, Reason.NOT_ENTITLED);
        Scene.entry(scene.assent("FR", second, "FR/root2"));
        Scene.entry(message("FR/watch"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status   = \"actual\" | status   = \"exercise\"",
                "clock     = \"finding violation\" | clock     = \"first report\"",
                "hub.exercise.example/ceasefire | hub.exercise.example/another",
                "number = 3 | number = 4",
                "version  = 2 | version  = 3",
            })
    void successor_changingWhatItMustKeep_isRefused(String before, String after) {
        adoptFirst();
        assertThat(Scene.reason(scene.post("UA", next(before, after)))).isEqualTo(Reason.CHARTER_INVALID);
    }

    @Test
    void successor_changingTheTimeScale_isRefused() {
        Scene exercise = Scene.draft(
                few(SampleCharter.exercise(TestKeys::fingerprint, 60).text()));
        for (String party : new String[] {"UA", "US", "GB"}) {
            Scene.entry(exercise.assent(party, exercise.charter()));
        }
        String faster = SampleCharter.exercise(TestKeys::fingerprint, 61)
                .following(exercise.charter().hash())
                .text();
        assertThat(Scene.reason(exercise.post("UA", faster))).isEqualTo(Reason.CHARTER_INVALID);
    }

    @Test
    void successor_ofAnotherCharterOrNotATextAtAll_isRefused() {
        adoptFirst();
        assertThat(Scene.reason(scene.post(
                        "UA",
                        next(scene.charter().hash().fingerprint(), Sha256.of().fingerprint()))))
                .isEqualTo(Reason.CHARTER_INVALID);
        assertThat(Scene.reason(scene.post("UA", "Dear friends"))).isEqualTo(Reason.CHARTER_INVALID);
    }

    @Test
    void adoption_ofASuccessor_lapsesProposalsAndKeepsTheRest() {
        adoptFirst();
        Sha256 incident = tierOne();
        Sha256 two = Scene.id(scene.at(2).propose(incident, 2, "UA/watch"));
        Optional<Clock> clock = scene.incident(incident).clock();
        Charter rival = post(next("incident_open_for = \"30d\"", "incident_open_for = \"29d\""));
        Charter second = post(next());
        assent(second, "UA", "US", "GB");
        assertThat(scene.incident(incident).charter()).isEqualTo(second);
        assertThat(scene.incident(incident).proposals().get(two).outcome()).isEqualTo(ProposalRecord.Outcome.LAPSED);
        assertThat(scene.incident(incident).clock()).isEqualTo(clock);
        assertThat(scene.incident(incident).finding(FINDING_KIND_VIOLATION).confirmed())
                .containsExactly("FR", "GB", "US");
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
        assertThat(Scene.reason(scene.assent("UA", rival))).isEqualTo(Reason.DRAFT_UNKNOWN);
        assertThat(Scene.reason(scene.acknowledge(incident, two, Position.POSITION_CONCUR, "UA/watch")))
                .isEqualTo(Reason.PROPOSAL_LAPSED);
    }

    @Test
    void adoption_ofAStricterRule_losesTheFindingAtThatEntry() {
        adoptFirst();
        Sha256 incident = tierOne();
        Charter second = post(next(
                "name = \"violation\"\nquorum = \"US and 2 of monitors\"",
                "name = \"violation\"\nquorum = \"US and 3 of monitors\""));
        assent(second, "UA", "US", "GB");
        assertThat(scene.incident(incident).clock()).isEmpty();
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
        scene.at(5).confirm(incident, FINDING_KIND_VIOLATION, "NO/watch");
        assertThat(scene.incident(incident).clock())
                .map(Clock::index)
                .contains(scene.entries().size() - 1L);
    }

    @Test
    void adoption_whileWindingDown_judgesTheFindingsAnewToo() {
        adoptFirst();
        Sha256 incident = tierOne();
        scene.confirm(incident, FINDING_KIND_HOSTILITIES_CEASED, "UA/watch", "US/watch", "GB/watch", "FR/watch");
        assertThat(scene.incident(incident).phase()).isEqualTo(Phase.WINDING_DOWN);
        Charter second = post(next(
                "quorum = \"US and 2 of monitors\"",
                "quorum = \"US and 3 of monitors\"",
                "UA and US and 2 of monitors",
                "UA and US and 3 of monitors"));
        assent(second, "UA", "US", "GB");
        assertThat(scene.incident(incident).finding(FINDING_KIND_VIOLATION).established())
                .isFalse();
        assertThat(scene.incident(incident)
                        .finding(FINDING_KIND_HOSTILITIES_CEASED)
                        .established())
                .isFalse();
        assertThat(scene.incident(incident).phase()).isEqualTo(Phase.WINDING_DOWN);
    }

    @Test
    void notice_underTheFormerCharter_isRefused() {
        adoptFirst();
        ByteString former = scene.charter().hash().byteString();
        Charter second = post(next());
        assent(second, "UA", "US", "GB");
        Notice.Builder notice = Notice.newBuilder().setCharter(former).setViolationReport(scene.aReport());
        assertThat(Scene.reason(scene.offer("UA/watch", notice))).isEqualTo(Reason.CHARTER_CHANGED);
    }

    @Test
    void charter_expired_takesASuccessorOnly() {
        Scene brief = Scene.draft(TEXT.replace(
                "2041-02-24T00:00:00Z",
                Instant.ofEpochMilli(Scene.START).plusSeconds(36_000).toString()));
        for (String party : new String[] {"UA", "US", "GB"}) {
            Scene.entry(brief.assent(party, brief.charter()));
        }
        Sha256 incident = brief.at(1).report("UA/watch");
        brief.atMs(36_000_000);
        assertThat(Scene.reason(brief.offer("UA/watch", Notice.newBuilder().setViolationReport(brief.aReport()))))
                .isEqualTo(Reason.CHARTER_EXPIRED);
        assertThat(Scene.reason(
                        brief.find(incident, FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_CONFIRMED, "US/watch")))
                .isEqualTo(Reason.INCIDENT_CLOSED);
        String text = few(SampleCharter.actual(TestKeys::fingerprint)
                .following(brief.charter().hash())
                .text());
        Scene.entry(brief.post("UA", text));
        for (String party : new String[] {"UA", "US", "GB"}) {
            Scene.entry(brief.assent(party, SampleCharter.parse(text)));
        }
        brief.report("UA/watch");
        assertThat(brief.incident(incident).phase()).isEqualTo(Phase.CLOSED);
    }

    // Keys

    @Test
    void keyChange_addedKey_actsOnLaterEntries() {
        adoptFirst();
        assertThat(Scene.reason(message("UA/watch2"))).isEqualTo(Reason.KEY_UNKNOWN);
        Entry change = Scene.entry(
                change("UA/root", adding("UA/watch2", "UA", scene.charter().hash())));
        assertThat(Scene.entry(message("UA/watch2")).governance()).contains(change.leaf());
    }

    @Test
    void keyChange_twoKeysOfOneDesk_areOneDesk() {
        adoptFirst();
        Sha256 incident = scene.at(1).report("UA/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        Scene.entry(change("UA/root", adding("UA/watch2", "UA", scene.charter().hash())));
        scene.concur(incident, proposal, "UA/watch", "UA/watch2");
        assertThat(scene.incident(incident).proposals().get(proposal).concurring(1))
                .containsExactly("UA");
        assertThat(scene.incident(incident).proposals().get(proposal).concurring(2))
                .isEmpty();
    }

    @Test
    void keyChange_endedKey_isNotRevivedByASuccessorDraftedEarlier() {
        adoptFirst();
        Charter second = post(next());
        assent(second, "UA", "US");
        Scene.entry(change("UA/root", ending("UA/watch")));
        assertThat(Scene.reason(message("UA/watch"))).isEqualTo(Reason.KEY_UNKNOWN);
        assent(second, "GB");
        assertThat(scene.charter()).isEqualTo(second);
        assertThat(Scene.reason(message("UA/watch"))).isEqualTo(Reason.KEY_UNKNOWN);
        assertThat(Scene.reason(change("UA/root", adding("UA/watch", "UA", second.hash()))))
                .isEqualTo(Reason.KEY_REFUSED);
    }

    @Test
    void keyChange_endedKey_isNotRevivedAsTheRootOfASuccessor() {
        adoptFirst();
        Scene.entry(change("UA/root", ending("UA/watch")));
        Charter second = post(next(print("UA/watch"), print("UA/watch2"), print("UA/root"), print("UA/watch")));
        assertThat(Scene.reason(scene.assent("UA", second, "UA/watch"))).isEqualTo(Reason.NOT_ENTITLED);
        assent(second, "UA", "US", "GB");
        assertThat(scene.charter().version()).isEqualTo(1);
    }

    @Test
    void keyChange_ofAnotherPartysKey_isRefused() {
        adoptFirst();
        Sha256 charter = scene.charter().hash();
        assertThat(Scene.reason(change("UA/root", ending("US/watch")))).isEqualTo(Reason.KEY_UNKNOWN);
        assertThat(Scene.reason(change("UA/root", ending("UA/root")))).isEqualTo(Reason.KEY_UNKNOWN);
        assertThat(Scene.reason(change("UA/root", adding("US/watch", "UA", charter))))
                .isEqualTo(Reason.KEY_REFUSED);
        // Named by the charter, though its party has not brought it yet.
        assertThat(Scene.reason(change("UA/root", adding("NO/watch", "UA", charter))))
                .isEqualTo(Reason.KEY_REFUSED);
    }

    @Test
    void keyChange_wrongProofDeskOrSigner_isRefused() {
        adoptFirst();
        Sha256 charter = scene.charter().hash();
        assertThat(Scene.reason(change("UA/root", adding("UA/watch2", "US", charter))))
                .isEqualTo(Reason.KEY_REFUSED);
        assertThat(Scene.reason(change("UA/root", adding("UA/watch2", "UA", Sha256.of()))))
                .isEqualTo(Reason.KEY_REFUSED);
        KeyChange.Builder elsewhere = KeyChange.newBuilder()
                .addAdded(DeskKey.newBuilder()
                        .setDesk("kitchen")
                        .setKey(Possession.prove(TestKeys.signing("UA/watch2"), "UA", charter)));
        assertThat(Scene.reason(change("UA/root", elsewhere))).isEqualTo(Reason.KEY_REFUSED);
        assertThat(Scene.reason(change("UA/watch", adding("UA/watch2", "UA", charter))))
                .isEqualTo(Reason.NOT_ENTITLED);
        assertThat(Scene.reason(change("UA/root", KeyChange.newBuilder()))).isEqualTo(Reason.FIELD_INVALID);
    }

    @Test
    void keyChange_pins_areTakenOnceAndEndForEver() {
        adoptFirst();
        ByteString pin = Sha256.of(new byte[] {7}).byteString();
        Scene.entry(change("UA/root", KeyChange.newBuilder().addTlsAdded(pin)));
        assertThat(scene.governance().partyOfPin(Sha256.copyOf(pin))).contains("UA");
        assertThat(Scene.reason(change("US/root", KeyChange.newBuilder().addTlsAdded(pin))))
                .isEqualTo(Reason.KEY_REFUSED);
        assertThat(Scene.reason(change("US/root", KeyChange.newBuilder().addTlsEnded(pin))))
                .isEqualTo(Reason.KEY_UNKNOWN);
        Scene.entry(change("UA/root", KeyChange.newBuilder().addTlsEnded(pin)));
        assertThat(scene.governance().partyOfPin(Sha256.copyOf(pin))).isEmpty();
        assertThat(Scene.reason(change("UA/root", KeyChange.newBuilder().addTlsAdded(pin))))
                .isEqualTo(Reason.KEY_REFUSED);
    }

    @Test
    void pins_areThoseOfTheCharterThatGoverns_andEndedOnesStayEnded() {
        Sha256 first = TestKeys.fingerprint("UA/tls");
        Sha256 other = Sha256.of(new byte[] {9});
        assertThat(scene.governance().partyOfPin(first)).contains("UA");
        adoptFirst();
        Charter second = post(next(print("UA/tls"), other.fingerprint()));
        assent(second, "UA", "US", "GB");
        assertThat(scene.governance().partyOfPin(first)).isEmpty();
        assertThat(scene.governance().partyOfPin(other)).contains("UA");
        Scene.entry(change("UA/root", KeyChange.newBuilder().addTlsEnded(other.byteString())));
        assertThat(scene.governance().partyOfPin(other)).isEmpty();
        String third = few(SampleCharter.actual(TestKeys::fingerprint)
                        .following(second.hash())
                        .text())
                .replace("version  = 2", "version  = 3")
                .replace(print("UA/tls"), other.fingerprint());
        assent(post(third), "UA", "US", "GB");
        assertThat(scene.charter().version()).isEqualTo(3);
        assertThat(scene.governance().partyOfPin(other)).isEmpty();
    }

    // What belongs to no incident

    @Test
    void acknowledgement_outsideAnyIncident_saysThatItWasReceived() {
        adoptFirst();
        Sha256 greeting = Scene.id(message("UA/watch"));
        assertThat(Scene.reason(scene.offer("US/watch", position(greeting, Position.POSITION_CONCUR))))
                .isEqualTo(Reason.NOT_A_PROPOSAL);
        Scene.entry(scene.offer("US/watch", position(greeting, Position.POSITION_RECEIVED)));
        assertThat(Scene.reason(scene.offer("US/watch", position(Sha256.of(), Position.POSITION_RECEIVED))))
                .isEqualTo(Reason.REFERENCE_UNKNOWN);
    }

    private static Notice.Builder position(Sha256 target, Position position) {
        return Notice.newBuilder()
                .addReferences(target.byteString())
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position));
    }

    @Test
    void correction_outsideAnyIncident_isTheAuthorsAlone() {
        adoptFirst();
        Sha256 greeting = Scene.id(message("UA/watch"));
        assertThat(Scene.reason(scene.offer("US/watch", correction(greeting)))).isEqualTo(Reason.NOT_THE_AUTHOR);
        Scene.entry(scene.offer("UA/watch", correction(greeting)));
    }

    private static Notice.Builder correction(Sha256 target) {
        return Notice.newBuilder()
                .addReferences(target.byteString())
                .setCorrection(Correction.newBuilder()
                        .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                        .setText("It was meant for tomorrow."));
    }

    @Test
    void successor_namingOnePartysKeyForAnother_givesItNoVoiceThere() {
        adoptFirst();
        Scene.entry(change("UA/root", adding("UA/watch2", "UA", scene.charter().hash())));
        Charter second = post(next(print("DE/watch"), print("UA/watch2")));
        assent(second, "UA", "US", "GB");
        assertThat(scene.charter()).isEqualTo(second);
        Notice.Builder words = Notice.newBuilder()
                .setAuthor("DE")
                .setMessage(Message.newBuilder().setText("We, Germany"));
        assertThat(Scene.reason(scene.offer("UA/watch2", words))).isEqualTo(Reason.KEY_UNKNOWN);
    }

    @Test
    void successor_namingOnePartysKeyAsAnothersRoot_givesItNoVoiceThere() {
        adoptFirst();
        Scene.entry(change("UA/root", adding("UA/watch2", "UA", scene.charter().hash())));
        Charter second = post(next(print("DE/root"), print("UA/watch2")));
        CharterAssent.Builder forDe =
                CharterAssent.newBuilder().setCharter(second.hash().byteString());
        for (String key : new String[] {"DE/watch", "DE/minister"}) {
            forDe.addKeys(Possession.prove(TestKeys.signing(key), "DE", second.hash()));
        }
        assertThat(Scene.reason(scene.offer(
                        "UA/watch2", Notice.newBuilder().setAuthor("DE").setCharterAssent(forDe))))
                .isEqualTo(Reason.NOT_ENTITLED);
    }

    @Test
    void keyChange_addingAndEndingAtOnce_isTaken() {
        adoptFirst();
        Scene.entry(change(
                "UA/root",
                adding("UA/watch2", "UA", scene.charter().hash())
                        .addEnded(TestKeys.fingerprint("UA/watch").byteString())));
        Scene.entry(message("UA/watch2"));
        assertThat(Scene.reason(message("UA/watch"))).isEqualTo(Reason.KEY_UNKNOWN);
    }

    @Test
    void signingKey_notThere_saysWhichAndWhy() throws RefusedException {
        assent(scene.charter(), "UA");
        assertThat(scene.governance().publicKey(TestKeys.fingerprint("UA/watch")))
                .contains(TestKeys.signing("UA/watch").publicKey());
        assertThat(scene.governance().publicKey(TestKeys.fingerprint("US/watch")))
                .isEmpty();
        assertThat(keyMissing("US/watch", "US"))
                .isEqualTo(new Refusal(
                        Reason.KEY_UNKNOWN,
                        "key " + TestKeys.fingerprint("US/watch").brief()
                                + "… was never enrolled, since US has not assented to the charter yet"));
        assertThat(keyMissing("UA/watch2", "UA"))
                .isEqualTo(new Refusal(
                        Reason.KEY_UNKNOWN,
                        "key " + TestKeys.fingerprint("UA/watch2").brief() + "… was never enrolled"));
        assertThat(keyMissing("US/watch", "RU"))
                .isEqualTo(new Refusal(Reason.PARTY_UNKNOWN, "\"RU\" is not a party of the charter"));
        UnverifiedNotice known = UnverifiedNotice.parse(scene.signed("UA/watch", greeting()));
        assertThat(scene.governance().requireSigningKey(known))
                .isEqualTo(TestKeys.signing("UA/watch").publicKey());
    }

    private static Notice.Builder greeting() {
        return Notice.newBuilder().setMessage(Message.newBuilder().setText("Good morning."));
    }

    private Refusal keyMissing(String signer, String author) throws RefusedException {
        UnverifiedNotice notice =
                UnverifiedNotice.parse(scene.signed(signer, greeting().setAuthor(author)));
        return catchThrowableOfType(
                        RefusedException.class, () -> scene.governance().requireSigningKey(notice))
                .refusal();
    }
}

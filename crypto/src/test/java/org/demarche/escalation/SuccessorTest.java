package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_HOSTILITIES_CEASED;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.Possession;
import org.demarche.escalation.Incident.Phase;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the next version of a charter comes about, and what it does to incidents that are open (PROTOCOL.md, "Charter"). */
class SuccessorTest extends GovernanceStory {
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
}

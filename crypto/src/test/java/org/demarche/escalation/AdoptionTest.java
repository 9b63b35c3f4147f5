package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import java.time.Instant;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Incident.Phase;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** How version 1 of a charter comes into force, and ends (PROTOCOL.md, "Charter"): it needs the assent of UA, of US, and of GB or FR. */
class AdoptionTest extends GovernanceStory {
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
}

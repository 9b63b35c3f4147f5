package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** What the stories of charters and keys begin with: a draft under which few parties need to assent. */
abstract class GovernanceStory {
    static final String TEXT = few(SampleCharter.actual(TestKeys::fingerprint).text());

    final Scene scene = Scene.draft(TEXT);

    static String few(String text) {
        return text.replace("UA and US and 10 of coalition", "UA and US and 1 of (GB, FR)");
    }

    void assent(Charter to, String... parties) {
        for (String party : parties) {
            Scene.entry(scene.assent(party, to));
        }
    }

    void adoptFirst() {
        assent(scene.charter(), "UA", "US", "GB");
        assertThat(scene.governance().inForce()).isTrue();
    }

    /** The text of the next version, changed. */
    String next(String... changes) {
        String text = few(SampleCharter.actual(TestKeys::fingerprint)
                .following(scene.charter().hash())
                .text());
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return text;
    }

    Charter post(String text) {
        Scene.entry(scene.post("UA", text));
        return SampleCharter.parse(text);
    }

    static String print(String key) {
        return TestKeys.fingerprint(key).fingerprint();
    }

    Outcome message(String signer) {
        return scene.offer(signer, greeting());
    }

    Outcome change(String root, KeyChange.Builder change) {
        return scene.offer(root, Notice.newBuilder().setKeyChange(change));
    }

    KeyChange.Builder adding(String key, String party, Sha256 context) {
        return KeyChange.newBuilder()
                .addAdded(DeskKey.newBuilder()
                        .setDesk("watch")
                        .setKey(Possession.prove(TestKeys.signing(key), party, context)));
    }

    static KeyChange.Builder ending(String key) {
        return KeyChange.newBuilder().addEnded(TestKeys.fingerprint(key).byteString());
    }

    Sha256 tierOne() {
        Sha256 incident = scene.at(1).report("UA/watch");
        assent(scene.charter(), "FR", "NO");
        scene.confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
        return incident;
    }

    static Notice.Builder position(Sha256 target, Position position) {
        return Notice.newBuilder()
                .addReferences(target.byteString())
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position));
    }

    static Notice.Builder correction(Sha256 target) {
        return Notice.newBuilder()
                .addReferences(target.byteString())
                .setCorrection(Correction.newBuilder()
                        .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                        .setText("It was meant for tomorrow."));
    }

    static Notice.Builder greeting() {
        return Notice.newBuilder().setMessage(Message.newBuilder().setText("Good morning."));
    }

    Refusal keyMissing(String signer, String author) throws RefusedException {
        UnverifiedNotice notice =
                UnverifiedNotice.parse(scene.signed(signer, greeting().setAuthor(author)));
        return catchThrowableOfType(
                        RefusedException.class, () -> scene.governance().requireSigningKey(notice))
                .refusal();
    }
}

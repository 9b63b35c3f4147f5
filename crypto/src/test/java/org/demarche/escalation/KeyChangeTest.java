package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;

/** How a party changes its keys and pins between two versions of a charter (PROTOCOL.md, "Charter"). */
class KeyChangeTest extends GovernanceStory {
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
    void compromised_deskKey_endsAndCastsDoubtFromThenOn() {
        adoptFirst();
        Scene.entry(message("UA/watch"));
        long since = scene.entries().size();
        Entry doubtful = Scene.entry(message("UA/watch"));
        Entry word = Scene.entry(change("UA/root", compromised("UA/watch", since, "lost laptop")));
        assertThat(Scene.reason(message("UA/watch"))).isEqualTo(Reason.KEY_UNKNOWN);
        Compromise told = scene.governance()
                .compromise("UA", TestKeys.fingerprint("UA/watch"))
                .orElseThrow();
        assertThat(told.covers(doubtful.index())).isTrue();
        assertThat(told.covers(since - 1)).isFalse();
        assertThat(told.sentence())
                .isEqualTo("signed by a key that UA has since, in entry " + word.index()
                        + ", declared compromised from entry " + since + " on: lost laptop");
        assertThat(scene.replayed().governance()).isEqualTo(scene.governance());
    }

    @Test
    void compromised_keyThatHasEnded_canBeToldOfLater_andOnlyEarlier() {
        adoptFirst();
        Scene.entry(change("UA/root", ending("UA/watch")));
        Scene.entry(change("UA/root", compromised("UA/watch", 4, "")));
        assertThat(Scene.reason(change("UA/root", compromised("UA/watch", 4, ""))))
                .isEqualTo(Reason.KEY_REFUSED);
        Scene.entry(change("UA/root", compromised("UA/watch", 2, "")));
        assertThat(Scene.reason(change(
                        "UA/root",
                        compromised("UA/minister", 3, "")
                                .mergeFrom(compromised("UA/minister", 3, "").build()))))
                .isEqualTo(Reason.KEY_REFUSED);
        assertThat(scene.governance()
                        .compromise("UA", TestKeys.fingerprint("UA/watch"))
                        .orElseThrow()
                        .sinceIndex())
                .isEqualTo(2);
    }

    @Test
    void compromised_activation_isNeverUndone() {
        adoptFirst();
        Sha256 incident = tierOne();
        Scene.entry(change("UA/root", compromised("UA/watch", 0, "")));
        assertThat(scene.incident(incident).tier(1).active()).isTrue();
    }

    @Test
    void compromised_ofAnotherParty_aRootInForce_orTheFuture_isRefused() {
        adoptFirst();
        assertThat(Scene.reason(change("UA/root", compromised("US/watch", 1, ""))))
                .isEqualTo(Reason.KEY_UNKNOWN);
        assertThat(Scene.reason(change("UA/root", compromised("UA/root", 1, ""))))
                .isEqualTo(Reason.KEY_UNKNOWN);
        assertThat(Scene.reason(change("UA/root", compromised("UA/watch2", 1, ""))))
                .isEqualTo(Reason.KEY_UNKNOWN);
        assertThat(Scene.reason(change(
                        "UA/root", compromised("UA/watch", scene.entries().size() + 1L, ""))))
                .isEqualTo(Reason.FIELD_INVALID);
        assertThat(Scene.reason(change("UA/watch", compromised("UA/watch", 1, ""))))
                .isEqualTo(Reason.NOT_ENTITLED);
        Scene.entry(change("UA/root", compromised("UA/watch", scene.entries().size(), "")));
    }

    @Test
    void compromised_formerRoot_isToldOfByTheNewOne() {
        adoptFirst();
        Charter second = post(next(print("UA/root"), print("UA/root2")));
        assent(second, "UA", "US", "GB");
        Scene.entry(scene.assent("UA", second, "UA/root2"));
        Scene.entry(change("UA/root2", compromised("UA/root", 1, "")));
        assertThat(scene.governance().compromise("UA", TestKeys.fingerprint("UA/root")))
                .isPresent();
    }

    private static KeyChange.Builder compromised(String key, long since, String text) {
        return KeyChange.newBuilder()
                .addCompromised(CompromisedKey.newBuilder()
                        .setKeyId(TestKeys.fingerprint(key).byteString())
                        .setSinceIndex(since)
                        .setText(text));
    }
}

package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** How a key change moves the {@link Governance}: keys and pins that a party adds or ends, and keys that it declares compromised. */
final class KeyFold {
    private final Governance before;
    private final SignatureVerifier verifier;

    KeyFold(Governance before, SignatureVerifier verifier) {
        this.before = before;
        this.verifier = verifier;
    }

    /** @param index the notice's place */
    Governance apply(Notice notice, long index) throws RefusedException {
        KeyChange change = notice.getKeyChange();
        String party = notice.getAuthor();
        Party named = before.charter().party(party).orElseThrow();
        if (change.equals(KeyChange.getDefaultInstance())) {
            throw new RefusedException(
                    Reason.FIELD_INVALID,
                    "key_change: empty (expected: a key or a pin that is added or ended, or a key that is compromised)");
        }
        Map<Sha256, Signer> signers = new HashMap<>();
        List<PublicKey> keys = new ArrayList<>();
        for (DeskKey added : change.getAddedList()) {
            Desk desk = named.desk(added.getDesk())
                    .orElseThrow(() -> new RefusedException(
                            Reason.KEY_REFUSED, "the charter names no desk \"" + added.getDesk() + "\" of " + party));
            PublicKey key = proven(added.getKey(), party, before.charter().hash());
            boolean inUse = before.keys().signers().containsKey(key.id())
                    || before.charter().names(key.id());
            requireFresh(key.id(), inUse || signers.containsKey(key.id()));
            signers.put(key.id(), new Signer(party, Optional.of(desk.name())));
            keys.add(key);
        }
        Map<Sha256, String> pins = new HashMap<>();
        for (ByteString added : change.getTlsAddedList()) {
            Sha256 pin = Sha256.copyOf(added);
            requireFresh(pin, before.keys().pins().containsKey(pin));
            pins.put(pin, party);
        }
        Keys changed =
                before.keys().withBrought(party, keys, before.charter()).with(signers, pins, ended(change, party));
        for (CompromisedKey compromised : change.getCompromisedList()) {
            changed = changed.with(compromise(compromised, party, changed, index));
        }
        return before.with(changed);
    }

    /** Of a key that the party has brought before; one that has ended may be told of too, since that is often learnt late. */
    private Compromise compromise(CompromisedKey compromised, String party, Keys now, long index)
            throws RefusedException {
        Sha256 id = Sha256.copyOf(compromised.getKeyId());
        Optional<Signer> signer = before.signer(id);
        boolean own = before.keys().provenBy(party, id)
                && signer.filter(s -> s.isRoot() || !s.party().equals(party)).isEmpty();
        if (!own) {
            throw new RefusedException(
                    Reason.KEY_UNKNOWN,
                    "key " + id.brief() + "… is not one that " + party
                            + " has brought before, or is its root in force, which a successor of the charter replaces");
        }
        if (compromised.getSinceIndex() > index) {
            throw new RefusedException(
                    Reason.FIELD_INVALID,
                    "key_change.compromised.since_index: " + compromised.getSinceIndex() + " (expected: at most "
                            + index + ", the entry that says so)");
        }
        Optional<Compromise> earlier = now.compromise(party, id);
        if (earlier.isPresent() && earlier.get().sinceIndex() <= compromised.getSinceIndex()) {
            throw new RefusedException(
                    Reason.KEY_REFUSED,
                    "key " + id.brief() + "… is declared compromised from entry "
                            + earlier.get().sinceIndex() + " on already (expected: an earlier one)");
        }
        return new Compromise(party, id, compromised.getSinceIndex(), index, compromised.getText());
    }

    private void requireFresh(Sha256 id, boolean inUse) throws RefusedException {
        if (inUse || before.keys().ended().contains(id)) {
            throw new RefusedException(
                    Reason.KEY_REFUSED, "key or pin " + id.brief() + "… is in use, or has ended; bring a new one");
        }
    }

    private Set<Sha256> ended(KeyChange change, String party) throws RefusedException {
        Set<Sha256> ended = new HashSet<>();
        for (ByteString bytes : change.getEndedList()) {
            Sha256 id = Sha256.copyOf(bytes);
            Signer signer = before.keys().signers().get(id);
            if (signer == null || signer.isRoot() || !signer.party().equals(party)) {
                throw new RefusedException(
                        Reason.KEY_UNKNOWN, "key " + id.brief() + "… is not a desk key of " + party + " in force");
            }
            ended.add(id);
        }
        for (ByteString bytes : change.getTlsEndedList()) {
            Sha256 pin = Sha256.copyOf(bytes);
            if (!party.equals(before.keys().pins().get(pin))) {
                throw new RefusedException(
                        Reason.KEY_UNKNOWN, "TLS pin " + pin.brief() + "… is not one of " + party + " in force");
            }
            ended.add(pin);
        }
        return ended;
    }

    /** A key that is brought, if it is sound, and its holder has proven to hold it. */
    PublicKey proven(EnrolledKey enrolled, String party, Sha256 context) throws RefusedException {
        PublicKey key = Possession.keyOf(enrolled);
        if (!key.soundForEnrolment()) {
            throw new RefusedException(Reason.KEY_REFUSED, "key " + key.id().brief() + "… is weak or not a key");
        }
        if (!Possession.verify(enrolled, key, party, context, verifier)) {
            throw new RefusedException(
                    Reason.KEY_REFUSED,
                    "the proof of possession of key " + key.id().brief() + "… does not verify");
        }
        return key;
    }
}

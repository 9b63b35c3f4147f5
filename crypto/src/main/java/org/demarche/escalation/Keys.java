package org.demarche.escalation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;

/**
 * Whose keys and TLS pins are in force. A key or pin that has once ended never comes back, not even if a later charter names it: a draft that was written
 * before a key was compromised must not revive it.
 *
 * @param known every public key that was ever brought, by id
 * @param signers keys in force, by id
 * @param pins TLS pins in force: the party of each
 * @param ended ids of keys, and pins, that have ended
 */
record Keys(Map<Sha256, PublicKey> known, Map<Sha256, Signer> signers, Map<Sha256, String> pins, Set<Sha256> ended) {
    static final Keys NONE = new Keys(Map.of(), Map.of(), Map.of(), Set.of());

    Keys {
        known = Map.copyOf(known);
        signers = Map.copyOf(signers);
        pins = Map.copyOf(pins);
        ended = Set.copyOf(ended);
    }

    /** The keys that {@code charter} puts in force. */
    Keys under(Charter charter) {
        Map<Sha256, Signer> nowSigners = new HashMap<>();
        Map<Sha256, String> nowPins = new HashMap<>();
        for (Party party : charter.parties()) {
            nowSigners.put(party.root(), new Signer(party.id(), Optional.empty()));
            for (Desk desk : party.desks()) {
                desk.keys().forEach(k -> nowSigners.put(k, new Signer(party.id(), Optional.of(desk.name()))));
            }
            party.tls().forEach(p -> nowPins.put(p, party.id()));
        }
        nowSigners.keySet().removeAll(ended);
        nowPins.keySet().removeAll(ended);
        return new Keys(known, nowSigners, nowPins, ended);
    }

    Keys withKnown(Iterable<PublicKey> brought) {
        Map<Sha256, PublicKey> all = new HashMap<>(known);
        brought.forEach(k -> all.put(k.id(), k));
        return new Keys(all, signers, pins, ended);
    }

    Keys with(Map<Sha256, Signer> addedSigners, Map<Sha256, String> addedPins, Set<Sha256> nowEnded) {
        Map<Sha256, Signer> nowSigners = new HashMap<>(signers);
        Map<Sha256, String> nowPins = new HashMap<>(pins);
        Set<Sha256> allEnded = new HashSet<>(ended);
        nowSigners.putAll(addedSigners);
        nowPins.putAll(addedPins);
        allEnded.addAll(nowEnded);
        nowSigners.keySet().removeAll(nowEnded);
        nowPins.keySet().removeAll(nowEnded);
        return new Keys(known, nowSigners, nowPins, allEnded);
    }
}

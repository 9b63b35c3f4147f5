package org.demarche.escalation;

import java.util.Collection;
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
 * Whose keys and TLS pins are in force. A key is in force once the charter names it, or a key change adds it, <em>and</em> its party has brought it with proof: else a
 * charter that names one party's key for another would let one hand speak for both, without an act of the other. A key or pin that has once ended never comes back, not even if a later charter names it: a draft that was written
 * before a key was compromised must not revive it.
 *
 * @param known every public key that was ever brought, by id
 * @param proven who has brought which key
 * @param signers keys in force, by id
 * @param pins TLS pins in force: the party of each
 * @param ended ids of keys, and pins, that have ended
 * @param compromised what parties have said of keys of theirs that others may have used
 */
record Keys(
        Map<Sha256, PublicKey> known,
        Set<Proven> proven,
        Map<Sha256, Signer> signers,
        Map<Sha256, String> pins,
        Set<Sha256> ended,
        Map<Proven, Compromise> compromised) {
    static final Keys NONE = new Keys(Map.of(), Set.of(), Map.of(), Map.of(), Set.of(), Map.of());

    /** That a party has brought a key, with proof of possession. */
    record Proven(String party, Sha256 key) {}

    Keys {
        known = Map.copyOf(known);
        proven = Set.copyOf(proven);
        signers = Map.copyOf(signers);
        pins = Map.copyOf(pins);
        ended = Set.copyOf(ended);
        compromised = Map.copyOf(compromised);
    }

    /** The keys and pins that {@code charter} puts in force. What key changes have added belongs to the charter before it. */
    Keys under(Charter charter) {
        Map<Sha256, String> nowPins = new HashMap<>();
        charter.parties().forEach(party -> party.tls().forEach(p -> nowPins.put(p, party.id())));
        nowPins.keySet().removeAll(ended);
        return new Keys(known, proven, inForce(charter), nowPins, ended, compromised);
    }

    /** With the keys that a party has brought; those that the charter in force names for it are in force from now on. */
    Keys withBrought(String party, Collection<PublicKey> brought, Charter charter) {
        Map<Sha256, PublicKey> allKnown = new HashMap<>(known);
        Set<Proven> allProven = new HashSet<>(proven);
        brought.forEach(k -> {
            allKnown.put(k.id(), k);
            allProven.add(new Proven(party, k.id()));
        });
        Keys all = new Keys(allKnown, allProven, signers, pins, ended, compromised);
        Map<Sha256, Signer> nowSigners = new HashMap<>(signers);
        nowSigners.putAll(all.inForce(charter));
        return new Keys(allKnown, allProven, nowSigners, pins, ended, compromised);
    }

    boolean provenBy(String party, Sha256 key) {
        return proven.contains(new Proven(party, key));
    }

    /** With a key that ends because others may have used it. */
    Keys with(Compromise compromise) {
        Map<Proven, Compromise> all = new HashMap<>(compromised);
        all.put(new Proven(compromise.party(), compromise.key()), compromise);
        return new Keys(known, proven, signers, pins, ended, all).with(Map.of(), Map.of(), Set.of(compromise.key()));
    }

    Optional<Compromise> compromise(String party, Sha256 key) {
        return Optional.ofNullable(compromised.get(new Proven(party, key)));
    }

    private Map<Sha256, Signer> inForce(Charter charter) {
        Map<Sha256, Signer> named = new HashMap<>();
        for (Party party : charter.parties()) {
            named.put(party.root(), new Signer(party.id(), Optional.empty()));
            for (Desk desk : party.desks()) {
                desk.keys().forEach(k -> named.put(k, new Signer(party.id(), Optional.of(desk.name()))));
            }
        }
        named.entrySet()
                .removeIf(e ->
                        ended.contains(e.getKey()) || !provenBy(e.getValue().party(), e.getKey()));
        return named;
    }

    /** With what a key change adds and ends. */
    Keys with(Map<Sha256, Signer> addedSigners, Map<Sha256, String> addedPins, Set<Sha256> nowEnded) {
        Map<Sha256, Signer> nowSigners = new HashMap<>(signers);
        Map<Sha256, String> nowPins = new HashMap<>(pins);
        Set<Sha256> allEnded = new HashSet<>(ended);
        nowSigners.putAll(addedSigners);
        nowPins.putAll(addedPins);
        allEnded.addAll(nowEnded);
        nowSigners.keySet().removeAll(nowEnded);
        nowPins.keySet().removeAll(nowEnded);
        return new Keys(known, proven, nowSigners, nowPins, allEnded, compromised);
    }
}

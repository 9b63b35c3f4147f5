package org.demarche.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;

/** What has happened in an incident and can't be undone. */
final class PlainFacts {
    /**
     * @param what what happened
     * @param tier to which tier; 0 for what concerns no tier
     * @param proposal to which proposal, where it is one's fate
     * @param atMs at which instant
     * @param index at which entry it became visible
     */
    record Fact(What what, int tier, Optional<Sha256> proposal, long atMs, int index) {}

    /** Kinds of facts. */
    enum What {
        ACTIVATED,
        STOOD_DOWN,
        LAPSED,
        WINDING_DOWN,
        CLOSED
    }

    private final List<Fact> facts = new ArrayList<>();

    void addAll(PlainFacts others) {
        facts.addAll(others.facts);
    }

    void add(What what, int tier, Optional<Sha256> proposal, long atMs, int index) {
        facts.add(new Fact(what, tier, proposal, atMs, index));
    }

    boolean has(What what) {
        return facts.stream().anyMatch(f -> f.what() == what);
    }

    Optional<Fact> of(What what, int tier) {
        return facts.stream().filter(f -> f.what() == what && f.tier() == tier).findFirst();
    }

    /** Whether a tier is active: activated, and not stood down. */
    boolean active(int tier) {
        return of(What.ACTIVATED, tier).isPresent() && of(What.STOOD_DOWN, tier).isEmpty();
    }

    /** Whether any tier is active. */
    boolean anyActive() {
        return facts.stream().anyMatch(f -> f.what() == What.ACTIVATED && active(f.tier()));
    }

    /** What became of a proposal; empty while it is open. */
    Optional<What> fate(Sha256 proposal) {
        return facts.stream()
                .filter(f -> f.proposal().equals(Optional.of(proposal)))
                .map(Fact::what)
                .findFirst();
    }
}

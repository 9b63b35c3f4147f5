package org.demarche.evidence;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.rule.Rule;
import org.demarche.rule.Tally;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.timestamp.VerifiedToken;

/**
 * What the time authorities of a charter say about one head.
 *
 * @param tally the charter's rule over them
 * @param tokens those that are true, by authority, in the charter's order
 * @param falsehood why the first token that is false is false, in one sentence
 * @param existedBy by when the head existed, unless all of those lie who together meet the rule; empty: the rule does not hold
 */
record Stamped(
        Tally tally, Map<String, VerifiedToken> tokens, Optional<String> falsehood, Optional<Instant> existedBy) {
    Stamped {
        tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    }

    /** By when the head existed, by authority, in the charter's order. */
    Map<String, Instant> times() {
        return times(tokens);
    }

    private static Map<String, Instant> times(Map<String, VerifiedToken> tokens) {
        Map<String, Instant> times = new LinkedHashMap<>();
        tokens.forEach((name, token) -> times.put(name, token.existedBy()));
        return times;
    }

    /**
     * What the tokens of a bundle say.
     *
     * @param charter that of the bundle's head
     * @return empty if the charter asks for no authority
     */
    static Optional<Stamped> of(UnverifiedBundle bundle, Charter charter) {
        return charter.timestamped().map(rule -> of(bundle, charter, rule));
    }

    private static Stamped of(UnverifiedBundle bundle, Charter charter, Rule rule) {
        Imprint imprint = Imprint.of(
                HashAlgorithm.SHA_512, bundle.message().getCheckpoint().toByteArray());
        Map<String, VerifiedToken> tokens = new LinkedHashMap<>();
        int last = -1;
        for (int i = 0; i < bundle.timestamps().size(); i++) {
            Anchor anchor = bundle.timeAnchors().get(i);
            int place = placeOf(anchor, charter);
            if (place <= last) {
                return lie(
                        rule,
                        tokens,
                        "time_anchors[" + i
                                + "]: that of no time authority of the charter, one twice, or not in its order");
            }
            last = place;
            Charter.TimeAuthority authority = charter.timeAuthorities().get(place);
            UnverifiedToken token = bundle.timestamps().get(i);
            TokenCheck check = new TokenVerifier(anchor, authority.policy()).check(token, imprint);
            if (check instanceof TokenCheck.Valid valid && valid.token().lean().equals(token)) {
                tokens.put(authority.name(), valid.token());
            } else {
                return lie(
                        rule,
                        tokens,
                        "the token of " + authority.name() + " is false: "
                                + (check instanceof TokenCheck.False lie
                                        ? lie.sentence()
                                        : "it bears more than its truth needs"));
            }
        }
        return new Stamped(rule.tally(tokens.keySet()), tokens, Optional.empty(), existedBy(rule, times(tokens)));
    }

    /** Its place among the charter's authorities; -1: it is none's. */
    private static int placeOf(Anchor anchor, Charter charter) {
        List<Charter.TimeAuthority> authorities = charter.timeAuthorities();
        for (int i = 0; i < authorities.size(); i++) {
            if (authorities.get(i).certificate().equals(anchor.fingerprint())) {
                return i;
            }
        }
        return -1;
    }

    private static Stamped lie(Rule rule, Map<String, VerifiedToken> tokens, String sentence) {
        return new Stamped(rule.tally(tokens.keySet()), tokens, Optional.of(sentence), Optional.empty());
    }

    /** The earliest time by which as many have spoken as meet the rule: one of them, at least, is honest. */
    private static Optional<Instant> existedBy(Rule rule, Map<String, Instant> times) {
        Set<String> spoken = new HashSet<>();
        List<Map.Entry<String, Instant>> sorted = times.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .toList();
        for (Map.Entry<String, Instant> next : sorted) {
            spoken.add(next.getKey());
            if (rule.holds(spoken)) {
                return Optional.of(next.getValue());
            }
        }
        return Optional.empty();
    }
}

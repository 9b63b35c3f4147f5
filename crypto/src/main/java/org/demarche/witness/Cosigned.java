package org.demarche.witness;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Cosignature;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.rule.Rule;
import org.demarche.rule.Tally;

/**
 * What the witnesses of a charter say about one head. A witness counts when both of its cosignatures verify, at the later of their times.
 *
 * @param tally the charter's witness rule
 * @param times of the witnesses that count, by name, in the charter's order
 * @param falsehood the first cosignature that claims to be of a named witness and is not, in one sentence
 * @param existedBy by when the head existed, even if as many witnesses lie as the charter allows for; empty: too few to tell
 */
public record Cosigned(
        Tally tally, Map<String, Instant> times, Optional<String> falsehood, Optional<Instant> existedBy) {
    private static final long SECOND_MS = 1_000;

    public Cosigned {
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
    }

    /** Names of the witnesses that count. */
    public Set<String> valid() {
        return times.keySet();
    }

    /**
     * What stands in the note of {@code head}.
     *
     * @param charter the one that governs behind the last entry under the head: its witnesses are asked
     * @param keys the witnesses' public keys; of one without a key nothing can be verified, so it does not count
     * @return empty if the charter asks for no witness
     */
    public static Optional<Cosigned> of(VerifiedCheckpoint head, Charter charter, List<LogPublicKey> keys) {
        return charter.witnessed().map(rule -> of(head, charter, rule, keys));
    }

    private static Cosigned of(VerifiedCheckpoint head, Charter charter, Rule rule, List<LogPublicKey> keys) {
        Map<String, Instant> times = new LinkedHashMap<>();
        Optional<String> falsehood = Optional.empty();
        for (Charter.Witness witness : charter.witnesses()) {
            Optional<Cosignature> said =
                    keyOf(witness, keys).map(k -> new CosignatureVerifier(witness.name(), k).check(head));
            if (said.isPresent() && said.get() instanceof Cosignature.Valid at) {
                times.put(witness.name(), at.at());
            } else if (said.isPresent() && said.get() instanceof Cosignature.False lie) {
                falsehood = falsehood.or(() -> Optional.of(lie.sentence()));
            }
        }
        List<Instant> sorted = times.values().stream().sorted().toList();
        // Of more times than there are liars, at least one is true; the earliest that must be matched by a true one is
        // behind all the liars'.
        Optional<Instant> existedBy =
                sorted.size() > charter.liars() ? Optional.of(sorted.get(charter.liars())) : Optional.empty();
        return new Cosigned(rule.tally(times.keySet()), times, falsehood, existedBy);
    }

    /**
     * Whether the head surely existed before an instant. A cosignature states whole seconds, cut, so it may be of almost a second later than it says: only beyond that
     * does it speak against anybody.
     *
     * @param instantMs milliseconds since 1970 UTC
     */
    public boolean surelyBefore(long instantMs) {
        return existedBy.filter(t -> t.toEpochMilli() + SECOND_MS <= instantMs).isPresent();
    }

    /** The key pair, out of {@code keys}, whose fingerprints the charter gives to {@code witness}. */
    public static Optional<LogPublicKey> keyOf(Charter.Witness witness, List<LogPublicKey> keys) {
        return keys.stream()
                .filter(k ->
                        k.ed25519Id().equals(witness.ed25519()) && k.mlDsa44Id().equals(witness.mlDsa44()))
                .findFirst();
    }
}

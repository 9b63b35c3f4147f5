package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.Dates;
import org.demarche.server.log.Derivation;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredToken;
import org.demarche.server.witness.Said;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.witness.Cosigned;

/**
 * Takes into a restored store what witnesses and time authorities said of the log's heads, as far as desks keep it. What is true by the charter that governs behind the head,
 * and dated as it can be, is taken; the rest is not, and nothing fails for it.
 */
final class Testimony {
    private final LogStore target;
    private final Derivation derivation;
    private final long nowMs;

    /**
     * What was taken.
     *
     * @param cosigned heads with the word of at least one witness
     * @param witnessed how many entries the greatest head covers over which the charter's witness rule holds; 0: there is none
     * @param tokens of time authorities
     */
    record Taken(long cosigned, long witnessed, long tokens) {
        static final Taken NOTHING = new Taken(0, 0, 0);
    }

    /**
     * Testimony on a log.
     *
     * @param target holds all of its entries
     * @param derivation has derived them
     * @param nowMs what time it is, in milliseconds since 1970 UTC
     */
    Testimony(LogStore target, Derivation derivation, long nowMs) {
        this.target = target;
        this.derivation = derivation;
        this.nowMs = nowMs;
    }

    /** A head that this log's keys have signed, as a desk keeps it. */
    record Signed(HeldHead held, OwnHeads.Opened opened) {
        long size() {
            return opened.head().size();
        }
    }

    /**
     * Takes what is true.
     *
     * @param heads heads of this log
     */
    Taken take(List<Signed> heads) {
        Map<Long, List<Signed>> bySize = new TreeMap<>();
        heads.stream()
                .filter(h -> h.size() > 0)
                .filter(h -> OwnHeads.isNamed(
                        h.opened().by(), derivation.charterBehind(h.size()).log()))
                .forEach(h -> bySize.computeIfAbsent(h.size(), size -> new ArrayList<>())
                        .add(h));
        Taken taken = Taken.NOTHING;
        for (Map.Entry<Long, List<Signed>> one : bySize.entrySet()) {
            taken = takeOne(one.getKey(), one.getValue(), taken);
        }
        return taken;
    }

    private Taken takeOne(long size, List<Signed> alike, Taken before) {
        Charter charter = derivation.charterBehind(size);
        Dates dates = Dates.of(
                derivation::charterBehind,
                index -> target.entry(index).orElseThrow().bytes(),
                size,
                nowMs);
        Map<String, StoredCosignature> said = new LinkedHashMap<>();
        alike.forEach(head -> said(head, charter, dates).forEach(one -> said.putIfAbsent(one.witness(), one)));
        boolean enough = Said.isEnough(charter, List.copyOf(said.values()));
        if (!said.isEmpty()) {
            ByteString note = ByteString.copyFrom(
                    alike.get(0).opened().checkpoint().bare().note());
            target.cosigned().carry(new OfferedHead(size, note, enough, false), List.copyOf(said.values()));
            if (enough) {
                // It may be there from a restore that was cut off.
                target.cosigned().markWitnessed(size);
            }
        }
        long tokens = takeTokens(size, alike, charter, dates);
        return new Taken(
                before.cosigned() + (said.isEmpty() ? 0 : 1),
                enough ? size : before.witnessed(),
                before.tokens() + tokens);
    }

    private static List<StoredCosignature> said(Signed head, Charter charter, Dates dates) {
        List<StoredCosignature> said = new ArrayList<>();
        for (Charter.Witness witness : charter.witnesses()) {
            Cosigned.keyOf(witness, head.held().witnesses())
                    .flatMap(key -> said(witness.name(), key, head, dates))
                    .ifPresent(said::add);
        }
        return said;
    }

    private static Optional<StoredCosignature> said(String witness, LogPublicKey pair, Signed head, Dates dates) {
        List<NoteKey> keys = new CosignatureVerifier(witness, pair).keys();
        StringBuilder lines = new StringBuilder();
        for (NoteKey key : keys) {
            Optional<NoteSignature> line = head.opened().checkpoint().signatures().stream()
                    .filter(signature -> signature.by(key))
                    .findFirst();
            Optional<Instant> at = line.flatMap(l -> CosignatureVerifier.timeOf(
                    l, key, head.opened().checkpoint().checkpoint()));
            if (at.isEmpty() || dates.whyNot(at.get()).isPresent()) {
                return Optional.empty();
            }
            lines.append(line.get().line());
        }
        return Optional.of(
                new StoredCosignature(head.size(), witness, keys, ByteString.copyFromUtf8(lines.toString())));
    }

    /** Of several notes over the same head, the one with most of them: a head is frozen once, and tokens are over its very bytes. */
    private long takeTokens(long size, List<Signed> alike, Charter charter, Dates dates) {
        Map<Signed, List<StoredToken>> tokens = new LinkedHashMap<>();
        alike.forEach(head -> tokens.put(head, tokens(head, charter, dates)));
        return tokens.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .max(Comparator.comparingInt(e -> e.getValue().size()))
                .map(e -> {
                    target.stamped().carry(frozen(size, e.getKey(), charter), e.getValue());
                    return (long) e.getValue().size();
                })
                .orElse(0L);
    }

    private static List<StoredToken> tokens(Signed head, Charter charter, Dates dates) {
        Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, head.held().note().toByteArray());
        List<StoredToken> tokens = new ArrayList<>();
        for (HeldHead.Token held : head.held().tokens()) {
            try {
                Anchor anchor = Anchor.parse(held.anchor().toByteArray());
                UnverifiedToken token = UnverifiedToken.parse(held.token().toByteArray());
                charter.timeAuthorities().stream()
                        .filter(a -> a.certificate().equals(anchor.fingerprint()))
                        .filter(a -> new TokenVerifier(anchor, a.policy()).check(token, imprint)
                                        instanceof TokenCheck.Valid valid
                                && dates.whyNot(valid.token()).isEmpty())
                        .filter(a ->
                                tokens.stream().noneMatch(t -> t.authority().equals(a.name())))
                        .findFirst()
                        .ifPresent(
                                a -> tokens.add(new StoredToken(head.size(), a.name(), held.token(), held.anchor())));
            } catch (RefusedException e) {
                // No token, so nobody's word.
                continue;
            }
        }
        return tokens;
    }

    private static FrozenHead frozen(long size, Signed head, Charter charter) {
        WitnessedHead.Builder message =
                WitnessedHead.newBuilder().setCheckpoint(head.held().note());
        Cosigned.of(head.opened().checkpoint(), charter, head.held().witnesses())
                .ifPresent(cosigned -> charter.witnesses().stream()
                        .filter(w -> cosigned.valid().contains(w.name()))
                        .flatMap(w -> Cosigned.keyOf(w, head.held().witnesses()).stream())
                        .forEach(key -> message.addWitnessKeys(LogKeys.newBuilder()
                                .setEd25519(ByteString.copyFrom(key.ed25519()))
                                .setMlDsa44(ByteString.copyFrom(key.mlDsa44())))));
        return new FrozenHead(size, message.build().toByteString());
    }
}

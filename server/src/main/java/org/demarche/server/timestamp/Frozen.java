package org.demarche.server.timestamp;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.evidence.LogSource;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.Dates;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredToken;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.witness.Cosigned;

/**
 * A frozen head with its tokens, as a reader judges them by one charter.
 *
 * @param note the very bytes that were stamped
 * @param witnesses keys of the charter's witnesses, by name, in the charter's order
 * @param tokens those that are true, by authority, in the charter's order
 */
public record Frozen(byte[] note, Map<String, LogPublicKey> witnesses, Map<String, LogSource.Timestamp> tokens) {
    public Frozen {
        note = note.clone();
        witnesses = Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
        tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    }

    @Override
    public byte[] note() {
        return note.clone();
    }

    /** Whether the charter's rule over time authorities holds. */
    boolean attestedBy(Charter charter) {
        return charter.timestamped().filter(r -> r.holds(tokens.keySet())).isPresent();
    }

    /**
     * Opens one.
     *
     * @param charter by which it is judged
     * @param logKey the log's keys at that size
     * @param dates a token that is dated otherwise is passed over: an earlier release may have kept it, and it would make the log look false
     * @return empty if it is of no use under this charter: its witnesses are others, or too few
     * @throws StoreException if the store holds what no hub would have written
     */
    static Optional<Frozen> open(
            FrozenHead head, List<StoredToken> tokens, Charter charter, LogPublicKey logKey, Dates dates) {
        try {
            WitnessedHead message = WitnessedHead.parseFrom(head.head());
            byte[] note = message.getCheckpoint().toByteArray();
            Map<String, LogPublicKey> witnesses = witnesses(message, charter);
            Optional<Cosigned> cosigned = Cosigned.of(
                    new CheckpointVerifier(charter.log().origin(), logKey).open(note),
                    charter,
                    List.copyOf(witnesses.values()));
            boolean bringsOthers = witnesses.size() < message.getWitnessKeysCount();
            return bringsOthers || cosigned.filter(c -> !c.tally().holds()).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Frozen(note, witnesses, trueOnes(note, tokens, charter, dates)));
        } catch (InvalidProtocolBufferException | NoteException e) {
            throw damaged(head.size(), e);
        } catch (RefusedException e) {
            throw damaged(head.size(), e);
        }
    }

    private static Map<String, LogPublicKey> witnesses(WitnessedHead message, Charter charter) {
        List<LogPublicKey> keys = message.getWitnessKeysList().stream()
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
        Map<String, LogPublicKey> byName = new LinkedHashMap<>();
        charter.witnesses().forEach(w -> Cosigned.keyOf(w, keys).ifPresent(k -> byName.put(w.name(), k)));
        return byName;
    }

    private static Map<String, LogSource.Timestamp> trueOnes(
            byte[] note, List<StoredToken> tokens, Charter charter, Dates dates) throws RefusedException {
        Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, note);
        Map<String, LogSource.Timestamp> found = new LinkedHashMap<>();
        List<LogSource.Timestamp> all = new ArrayList<>();
        for (StoredToken token : tokens) {
            all.add(new LogSource.Timestamp(
                    UnverifiedToken.parse(token.token().toByteArray()),
                    Anchor.parse(token.anchor().toByteArray())));
        }
        for (Charter.TimeAuthority authority : charter.timeAuthorities()) {
            all.stream()
                    .filter(t -> t.anchor().fingerprint().equals(authority.certificate())
                            && new TokenVerifier(t.anchor(), authority.policy()).check(t.token(), imprint)
                                    instanceof TokenCheck.Valid valid
                            && dates.whyNot(valid.token()).isEmpty())
                    .findFirst()
                    .ifPresent(t -> found.put(authority.name(), t));
        }
        return found;
    }

    /** Names of the authorities whose tokens are there. */
    Set<String> authorities() {
        return tokens.keySet();
    }

    private static StoreException damaged(long size, Exception cause) {
        return new StoreException(
                Kind.DAMAGED,
                "the stamped head of " + size + " entries in the store cannot be read: " + cause.getMessage(),
                cause);
    }
}

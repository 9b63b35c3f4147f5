package org.demarche.server.witness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.key.LogPublicKey;
import org.demarche.server.store.StoredCosignature;

/** What is stored of the witnesses of a charter. Every line was verified before it was stored, so names and keys are enough to count. */
public final class Said {
    private Said() {}

    /** The charter's witnesses among those who cosigned a head, with the keys that the charter gives them, by name, in the charter's order. */
    public static Map<String, LogPublicKey> by(Charter charter, List<StoredCosignature> said) {
        Map<String, LogPublicKey> keys = new LinkedHashMap<>();
        for (Charter.Witness witness : charter.witnesses()) {
            said.stream()
                    .filter(s -> s.witness().equals(witness.name()))
                    .flatMap(s -> pair(s.keys()).stream())
                    .filter(key -> isOf(witness, key))
                    .forEach(key -> keys.put(witness.name(), key));
        }
        return keys;
    }

    /** Whether the charter's witness rule holds over these; never, where it has none. */
    public static boolean isEnough(Charter charter, List<StoredCosignature> said) {
        return charter.witnessed()
                .filter(rule -> rule.tally(by(charter, said).keySet()).holds())
                .isPresent();
    }

    /** Whether the charter gives these keys to the witness. */
    static boolean isOf(Charter.Witness witness, LogPublicKey key) {
        return key.ed25519Id().equals(witness.ed25519()) && key.mlDsa44Id().equals(witness.mlDsa44());
    }

    /** The pair that a witness of a charter has; empty: it has not cosigned with both. */
    static Optional<LogPublicKey> pair(List<NoteKey> keys) {
        return keys.size() == 2
                        && keys.get(0).type() == NoteKeyType.ED25519_COSIGNATURE
                        && keys.get(1).type() == NoteKeyType.ML_DSA_44
                ? Optional.of(LogPublicKey.of(
                        keys.get(0).publicKey().toByteArray(),
                        keys.get(1).publicKey().toByteArray()))
                : Optional.empty();
    }
}

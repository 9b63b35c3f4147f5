package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.refusal.Reason;

/**
 * The log's public keys, which a charter names by fingerprint only: a text file with one C2SP verifier key ({@code name+id+base64}) in each line, an Ed25519 and an
 * ML-DSA-44 key for each charter that changed them. A key that no charter names is never used, so the file needs no trust.
 */
public final class LogKeys {
    private static final int LARGEST_TEXT = 65_536;

    private final Map<Sha256, NoteKey> ed25519 = new HashMap<>();
    private final Map<Sha256, NoteKey> mlDsa44 = new HashMap<>();

    private LogKeys(List<NoteKey> keys) {
        for (NoteKey key : keys) {
            Map<Sha256, NoteKey> kind = key.type() == NoteKeyType.ML_DSA_44 ? mlDsa44 : ed25519;
            kind.put(Sha256.of(key.publicKey().toByteArray()), key);
        }
    }

    /** These keys. */
    public static LogKeys of(List<NoteKey> keys) {
        return new LogKeys(keys);
    }

    /**
     * The keys in {@code text}; empty lines and lines that begin with {@code #} say nothing.
     *
     * @throws NoteException if a line is no verifier key
     */
    public static LogKeys parse(String text) throws NoteException {
        if (text.length() > LARGEST_TEXT) {
            throw new NoteException(
                    Reason.TOO_LARGE, "more than " + LARGEST_TEXT + " characters: not a file of log keys");
        }
        List<NoteKey> keys = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(NoteKey.parse(line.strip()));
            }
        }
        return new LogKeys(keys);
    }

    /** These and the pairs of {@code more}, from wherever they come: those that no charter names are never used. */
    public LogKeys and(List<LogPublicKey> more) {
        List<NoteKey> all = new ArrayList<>(ed25519.values());
        all.addAll(mlDsa44.values());
        for (LogPublicKey pair : more) {
            all.add(new NoteKey("more", NoteKeyType.ED25519, ByteString.copyFrom(pair.ed25519())));
            all.add(new NoteKey("more", NoteKeyType.ML_DSA_44, ByteString.copyFrom(pair.mlDsa44())));
        }
        return new LogKeys(all);
    }

    /** The pair that a charter names. */
    public Optional<LogPublicKey> pair(Charter.LogIdentity log) {
        NoteKey first = ed25519.get(log.ed25519());
        NoteKey second = mlDsa44.get(log.mlDsa44());
        return first == null || second == null
                ? Optional.empty()
                : Optional.of(LogPublicKey.of(
                        first.publicKey().toByteArray(), second.publicKey().toByteArray()));
    }

    /** Those of a pair that are here, as notes of the log know them. */
    public List<NoteKey> noteKeys(Charter.LogIdentity log) {
        return Stream.of(ed25519.get(log.ed25519()), mlDsa44.get(log.mlDsa44()))
                .filter(Objects::nonNull)
                .map(key -> new NoteKey(log.origin(), key.type(), key.publicKey()))
                .toList();
    }
}

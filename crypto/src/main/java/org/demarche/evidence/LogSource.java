package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.NodeReader;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.UnverifiedToken;

/**
 * A log as {@link BundleWriter} needs it: a hub's store, or a follower's verified copy. It must stay the same log while a bundle is written;
 * it may grow.
 */
public interface LogSource {
    /**
     * The encoded entry.
     *
     * @param index from 0, below the checkpoint's size
     */
    byte[] entry(long index);

    /** The tree, at least up to the checkpoint's size. */
    NodeReader nodes();

    /**
     * A checkpoint that covers everything asked for: the newest one, as a rule. Signed under the keys that the charter governing the proven
     * entry names. Cosignatures may stand in it.
     */
    byte[] checkpoint();

    /** The keys that have signed {@link #checkpoint}. */
    LogPublicKey logKey();

    /** Indexes of the governance chain's entries up to {@code index}, inclusive, ascending. */
    List<Long> governanceUpTo(long index);

    /** Indexes of the incident's entries up to {@code index}, inclusive, ascending. */
    List<Long> incidentUpTo(Sha256 incident, long index);

    /** The text of a charter that was posted in this log. */
    Optional<ByteString> charterText(Sha256 hash);

    /**
     * Public keys of the witnesses that the charter governing the proven entry names, by name, in the charter's order. A charter without witnesses
     * has none.
     */
    default Map<String, LogPublicKey> witnesses() {
        return Map.of();
    }

    /**
     * For each entry that started a clock of the incident, the first cosigned head that covers it; by size, each once. Of these a bundle
     * brings those that its result rests on.
     */
    default List<CosignedHead> clockStarts(Sha256 incident) {
        return List.of();
    }

    /**
     * The tokens over the SHA-512 of the bytes of {@link #checkpoint}, one of each time authority at most, in the order of the charter that governs the proven
     * entry; lean, and verified.
     */
    default List<Timestamp> timestamps() {
        return List.of();
    }

    /**
     * A token, and the certificate to which it leads.
     *
     * @param token the token
     * @param anchor the certificate whose hash the charter names
     */
    record Timestamp(UnverifiedToken token, Anchor anchor) {}

    /**
     * A head that the log has signed and witnesses have cosigned.
     *
     * @param note the signed note
     * @param logKey the keys that have signed it
     * @param witnesses public keys of the witnesses that the charter governing behind its last entry names, by name, in the charter's order
     */
    record CosignedHead(byte[] note, LogPublicKey logKey, Map<String, LogPublicKey> witnesses) {
        public CosignedHead {
            note = note.clone();
            witnesses = Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
        }

        @Override
        public byte[] note() {
            return note.clone();
        }
    }
}

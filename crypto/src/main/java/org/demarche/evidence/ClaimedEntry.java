package org.demarche.evidence;

import java.util.List;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.refusal.RefusedException;

/**
 * An entry that a bundle brings, and its claim to be one.
 *
 * @param entry the entry
 * @param leaf its leaf hash
 * @param inclusion the audit path to the bundle's checkpoint
 */
public record ClaimedEntry(UnverifiedEntry entry, Sha256 leaf, List<Sha256> inclusion) {
    public ClaimedEntry {
        inclusion = List.copyOf(inclusion);
    }

    /**
     * Reads one.
     *
     * @throws RefusedException if the bytes are no entry in the strict encoding and within its limits
     */
    public static ClaimedEntry of(ProvenEntry proven) throws RefusedException {
        UnverifiedEntry entry = UnverifiedEntry.parse(proven.getEntry().toByteArray());
        return new ClaimedEntry(entry, entry.leaf(), ProtoParts.hashes(proven.getInclusionList()));
    }

    /** Its index. */
    public long index() {
        return entry.index();
    }

    /** Its time, in milliseconds since 1970 UTC. */
    public long acceptedAtMs() {
        return entry.message().getAcceptedAtMs();
    }
}

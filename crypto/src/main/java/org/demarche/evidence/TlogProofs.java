package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.TlogProof;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.refusal.RefusedException;

/**
 * The entries of a bundle with their proofs as files of their own, for tools that know C2SP tlog-proof and nothing of bundles. What such a tool can tell is that each
 * entry stands in the log; what follows from them, only the bundle says.
 */
public final class TlogProofs {
    private TlogProofs() {}

    /**
     * The files, by name: for each entry {@code <index>.entry}, the bytes that the leaf is the hash of, and {@code <index>.tlog-proof}, which holds the bundle's
     * checkpoint as it stands there. Nothing is verified.
     *
     * @throws RefusedException if the bytes are no bundle
     */
    public static SortedMap<String, byte[]> of(byte[] bundle) throws RefusedException {
        UnverifiedBundle read = UnverifiedBundle.parse(bundle);
        Note note = note(read.message().getCheckpoint());
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<ProvenEntry> proven = new ArrayList<>(read.message().getGovernanceList());
        proven.addAll(read.message().getEntriesList());
        for (ProvenEntry each : proven) {
            ClaimedEntry claimed = ClaimedEntry.of(each);
            TlogProof proof = new TlogProof(Optional.empty(), claimed.index(), claimed.inclusion(), note);
            files.put(claimed.index() + ".entry", each.getEntry().toByteArray());
            files.put(claimed.index() + ".tlog-proof", proof.bytes());
        }
        return files;
    }

    private static Note note(ByteString checkpoint) throws RefusedException {
        try {
            return Note.parse(checkpoint.toByteArray());
        } catch (NoteException e) {
            throw new RefusedException(e.refusal());
        }
    }
}

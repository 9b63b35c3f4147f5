package org.demarche.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.AnchorProof;

/** Step 4: all that the bundle brings belongs to the one log of its checkpoint. */
final class InclusionStep {
    private InclusionStep() {}

    /** The first entry that is not in the checkpoint's log. */
    static Optional<ClaimedEntry> notIncluded(UnverifiedBundle bundle) {
        Head head = bundle.checkpoint().head();
        return bundle.all().stream()
                .filter(c -> !ProofCheck.inclusion(c.index(), c.leaf(), c.inclusion(), head))
                .findFirst();
    }

    static Step of(Dossier file) {
        UnverifiedBundle bundle = file.bundle();
        Head head = bundle.checkpoint().head();
        Optional<ClaimedEntry> stranger = file.stranger();
        if (stranger.isPresent()) {
            return failed("entry " + stranger.get().index() + " is not in the log of this checkpoint (size "
                    + head.size() + ")");
        }
        Set<Head> anchored = BundleWriter.anchors(
                bundle.all().stream().map(ClaimedEntry::entry).toList());
        List<Head> proven = new ArrayList<>();
        for (AnchorProof anchor : bundle.message().getAnchorsList()) {
            Head from = new Head(anchor.getSize(), Sha256.copyOf(anchor.getRoot()));
            if (!ProofCheck.consistency(from, head, ProtoParts.hashes(anchor.getConsistencyList()))) {
                return failed("the log of this checkpoint does not begin with the " + from.size()
                        + " entries that an author had anchored over (root "
                        + from.root().brief() + "…)");
            }
            proven.add(from);
        }
        if (!proven.equals(List.copyOf(anchored))) {
            return failed("the consistency proofs are not those of the " + anchored.size()
                    + " heads that the authors had anchored over");
        }
        for (int i = 0; i < bundle.clockStarts().size(); i++) {
            List<Sha256> proof =
                    ProtoParts.hashes(bundle.message().getClockStarts(i).getConsistencyList());
            if (!consistent(bundle.clockStarts().get(i).head(), head, proof)) {
                return failed("clock_starts[" + i + "]: the log of this checkpoint does not begin with that head");
            }
        }
        int entries = bundle.all().size();
        return Step.ok(
                Check.INCLUSION,
                entries + " entries are in the log of the checkpoint (size " + head.size() + "), which begins with all "
                        + anchored.size() + " heads that their authors had anchored over");
    }

    private static boolean consistent(Head clockStart, Head head, List<Sha256> proof) {
        if (clockStart.size() == head.size()) {
            // Nothing to prove: of two roots over one size, step 7 says what they are if the log signed both.
            return proof.isEmpty();
        }
        return ProofCheck.consistency(clockStart, head, proof);
    }

    private static Step failed(String sentence) {
        return Step.failed(Check.INCLUSION, Code.NOT_INCLUDED, sentence);
    }
}

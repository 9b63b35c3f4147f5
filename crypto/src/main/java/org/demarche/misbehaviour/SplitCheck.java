package org.demarche.misbehaviour;

import java.util.List;
import org.demarche.evidence.Code;
import org.demarche.evidence.ProtoParts;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.OtherBeginning;
import org.demarche.proto.v1.OtherNode;

/**
 * Two heads of which not both can be true. That a consistency proof fails shows nothing, since anybody can spoil one; what shows it is a true one, from another root than
 * the one that the log signed at that size, or one subtree that the two trees have with different hashes.
 */
final class SplitCheck {
    private SplitCheck() {}

    static Finding of(UnverifiedMisbehaviour file) {
        LogWord other = file.other().orElseThrow();
        var split = file.message().getSplitHistory();
        return split.hasBeginning()
                ? beginning(file.word(), other, split.getBeginning())
                : node(file.word(), other, split.getNode());
    }

    private static Finding beginning(LogWord own, LogWord other, OtherBeginning shown) {
        boolean ownIsGreater = own.head().size() >= other.head().size();
        LogWord greater = ownIsGreater ? own : other;
        Head smaller = (ownIsGreater ? other : own).head();
        Head instead = new Head(smaller.size(), Sha256.copyOf(shown.getRoot()));
        List<Sha256> proof = ProtoParts.hashes(shown.getConsistencyList());
        if (!ProofCheck.consistency(instead, greater.head(), proof)) {
            return new Finding.NotShown("the proof does not lead to the greater head");
        }
        if (instead.equals(smaller)) {
            return new Finding.NotShown("the greater head begins with the smaller: they are of one history");
        }
        // Which of these entries it is, two roots don't say.
        return shown(own, other, "of which the first " + smaller.size() + " entries are not the same", 0);
    }

    private static Finding node(LogWord own, LogWord other, OtherNode shown) {
        boolean both = ProofCheck.node(
                        shown.getLevel(),
                        shown.getIndex(),
                        Sha256.copyOf(shown.getHash()),
                        ProtoParts.hashes(shown.getInclusionList()),
                        own.head())
                && ProofCheck.node(
                        shown.getLevel(),
                        shown.getIndex(),
                        Sha256.copyOf(shown.getOtherHash()),
                        ProtoParts.hashes(shown.getOtherInclusionList()),
                        other.head());
        if (!both) {
            return new Finding.NotShown("an audit path does not lead to its head");
        }
        if (shown.getHash().equals(shown.getOtherHash())) {
            return new Finding.NotShown("both heads are over the same there");
        }
        long first = shown.getIndex() << shown.getLevel();
        long last = first + (1L << shown.getLevel()) - 1;
        return shown(
                own,
                other,
                first == last
                        ? "of which entry " + first + " is not the same"
                        : "of which entries " + first + " to " + last + " are not the same",
                first);
    }

    private static Finding shown(LogWord own, LogWord other, String where, long since) {
        return new Finding.Shown(
                Code.SPLIT_HISTORY,
                "signed two histories: " + own.title() + " and " + other.title() + ", " + where,
                since);
    }
}

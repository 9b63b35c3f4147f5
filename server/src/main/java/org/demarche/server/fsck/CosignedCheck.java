package org.demarche.server.fsck;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.merkle.Head;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.witness.Said;

/** Checks the heads that were offered to witnesses, and every cosignature on them, against a log that was derived from its entries. */
public final class CosignedCheck {
    private static final int UNREADABLE = 10;
    private static final int SIGNATURE = 12;
    private static final int SIGNER = 13;

    private final LongFunction<Head> headAt;
    private final LongFunction<Charter> charterBehind;

    /**
     * A check.
     *
     * @param headAt the log's heads
     * @param charterBehind the charter that governs behind so many entries
     */
    public CosignedCheck(LongFunction<Head> headAt, LongFunction<Charter> charterBehind) {
        this.headAt = headAt;
        this.charterBehind = charterBehind;
    }

    /**
     * Checks one head.
     *
     * @param head of a size that the log has
     * @param said all that is stored of it
     * @return what is wrong; empty: nothing is
     */
    public Optional<Fsck.Damage> of(OfferedHead head, List<StoredCosignature> said) {
        Charter charter = charterBehind.apply(head.size());
        Checkpoint expected = new Checkpoint(charter.log().origin(), headAt.apply(head.size()));
        try {
            Checkpoint stored =
                    Checkpoint.parse(Note.parse(head.note().toByteArray()).text());
            if (!stored.equals(expected)) {
                return damage(head, Fsck.CHAINS_OR_TREE, "is not a head of this log");
            }
            for (StoredCosignature one : said) {
                List<NoteSignature> lines = NoteSignature.parseLines(one.lines().toByteArray());
                if (!isTrue(lines, one, expected)) {
                    return damage(head, SIGNATURE, "bears a cosignature of " + one.witness() + " that does not verify");
                }
            }
        } catch (NoteException e) {
            return damage(head, UNREADABLE, "cannot be read: " + e.refusal().sentence());
        }
        if (head.witnessed() && !Said.isEnough(charter, said)) {
            return damage(head, SIGNER, "counts as witnessed, and the charter's witness rule does not hold over it");
        }
        return Optional.empty();
    }

    private static boolean isTrue(List<NoteSignature> lines, StoredCosignature said, Checkpoint checkpoint) {
        boolean isTrue = lines.size() == said.keys().size();
        for (int i = 0; isTrue && i < lines.size(); i++) {
            isTrue = CosignatureVerifier.timeOf(lines.get(i), said.keys().get(i), checkpoint)
                    .isPresent();
        }
        return isTrue;
    }

    private static Optional<Fsck.Damage> damage(OfferedHead head, int code, String what) {
        return Optional.of(new Fsck.Damage(
                head.size() - 1,
                code,
                "the head of " + head.size() + " entries that was offered to witnesses " + what));
    }
}

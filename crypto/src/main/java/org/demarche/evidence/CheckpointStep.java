package org.demarche.evidence;

import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;

/** Step 5: the heads are signed with the keys that the charter names for the log. */
final class CheckpointStep {
    private CheckpointStep() {}

    static Step of(Dossier file) {
        Optional<Heads> heads = file.heads();
        if (heads.isEmpty()) {
            return Step.notAsked(
                    Check.CHECKPOINT,
                    "which log keys were in force cannot be told before the charters and chains are whole");
        }
        if (heads.get() instanceof Heads.Unsigned unsigned) {
            return Step.failed(Check.CHECKPOINT, Code.SIGNATURE, unsigned.sentence());
        }
        VerifiedCheckpoint head = ((Heads.Signed) heads.get()).proven().checkpoint();
        return Step.ok(
                Check.CHECKPOINT,
                "the log " + head.checkpoint().origin() + " signed size "
                        + head.head().size() + ", root " + head.head().root().brief() + "…, with both its keys");
    }
}

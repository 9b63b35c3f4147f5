package org.demarche.checkpoint;

import java.time.Instant;
import java.util.List;
import org.demarche.merkle.Head;

/**
 * A checkpoint that both keys of the log have signed; made by {@link CheckpointVerifier} alone. Nothing is said of the other signatures in
 * the note: {@link CosignatureVerifier} says it. Immutable.
 */
public final class VerifiedCheckpoint {
    private final Checkpoint checkpoint;
    private final Note note;
    private final List<NoteSignature> logLines;
    private final Instant signedAt;

    /** A checkpoint; {@code logLines}: the lines of the note that are the log's, and have been verified. */
    VerifiedCheckpoint(Checkpoint checkpoint, Note note, List<NoteSignature> logLines, Instant signedAt) {
        this.checkpoint = checkpoint;
        this.note = note;
        this.logLines = List.copyOf(logLines);
        this.signedAt = signedAt;
    }

    /** What the log has signed. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Size and root. */
    public Head head() {
        return checkpoint.head();
    }

    /** When the log says that it signed, to the second. */
    public Instant signedAt() {
        return signedAt;
    }

    /** The whole note, with all its signature lines. */
    public byte[] note() {
        return note.bytes();
    }

    /** All signature lines of the note, verified or not. */
    public List<NoteSignature> signatures() {
        return note.signatures();
    }

    /**
     * The same checkpoint with more lines in its note. Of two lines by the same key the earlier stays, so the log's own can't be replaced.
     *
     * @throws NoteException if the note would become too large
     */
    public VerifiedCheckpoint plus(List<NoteSignature> cosignatures) throws NoteException {
        return new VerifiedCheckpoint(checkpoint, note.plus(cosignatures), logLines, signedAt);
    }

    /** The same checkpoint with the log's own lines alone: whoever passed the note on may have added any others. */
    public VerifiedCheckpoint bare() {
        return new VerifiedCheckpoint(checkpoint, Note.of(note.text(), logLines), logLines, signedAt);
    }

    @Override
    public String toString() {
        return "VerifiedCheckpoint[" + checkpoint.origin() + ", size " + head().size() + ", root "
                + head().root().brief() + "]";
    }
}

package org.demarche.checkpoint;

import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/**
 * Outside bytes are not the note, checkpoint or key that they should be. The reason is {@link Reason#MALFORMED}, {@link Reason#TOO_LARGE},
 * {@link Reason#FIELD_INVALID} for another log's origin and for an empty tree that isn't, or {@link Reason#SIGNATURE_INVALID} for a signature that is missing or false. Has
 * no stack trace, since the fault is not in this program.
 */
public final class NoteException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    NoteException(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.refusal = new Refusal(reason, sentence);
    }

    static NoteException malformed(String sentence) {
        return new NoteException(Reason.MALFORMED, sentence);
    }

    /** The reason and the sentence. */
    public Refusal refusal() {
        return refusal;
    }
}

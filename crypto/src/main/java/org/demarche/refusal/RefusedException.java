package org.demarche.refusal;

/** Outside bytes are not what they must be. Carries the refusal; has no stack trace, since the fault is not in this program. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** An exception that carries {@code refusal}. */
    public RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    /** An exception that carries a new refusal. */
    public RefusedException(Reason reason, String sentence) {
        this(new Refusal(reason, sentence));
    }

    /** The refusal. */
    public Refusal refusal() {
        return refusal;
    }
}

package org.demarche.server.log;

/** An entry is not one that a log may hold at its place. Has no stack trace, since the fault is not in this program. */
public final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long index;
    private final int code;

    /**
     * What is wrong.
     *
     * @param index of the entry
     * @param code as a verdict's: 10 unreadable, 12 signature, 13 signer, 14 chains or tree, 21 time, 22 fold
     * @param sentence what is wrong, with the entry's index
     */
    public DamagedException(long index, int code, String sentence) {
        super(sentence, null, false, false);
        this.index = index;
        this.code = code;
    }

    /** Index of the entry. */
    public long index() {
        return index;
    }

    /** What kind of damage it is, as the code of a verdict. */
    public int code() {
        return code;
    }
}

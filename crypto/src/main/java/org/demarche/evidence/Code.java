package org.demarche.evidence;

/** What a verification comes to. The tens digit of the exit code is the class of the verdict. */
public enum Code {
    /** Everything that the charter asks for holds. */
    PROVEN(0),
    /** Not a readable file. */
    UNREADABLE(10),
    /** A version that this program does not know. */
    UNKNOWN_VERSION(11),
    /** A signature is missing or false. */
    SIGNATURE(12),
    /** A signer was not entitled. */
    NOT_ENTITLED(13),
    /** Inclusion, consistency or a chain does not hold. */
    NOT_INCLUDED(14),
    /** The log has signed two histories. */
    SPLIT_HISTORY(20),
    /** The log's times contradict each other or its witnesses. */
    TIME(21),
    /** The log holds what its rules refuse. */
    FOLD(22),
    /** Another charter than the one that is trusted, or a text is missing. */
    OTHER_CHARTER(30),
    /** Too few witnesses. */
    TOO_FEW_WITNESSES(31),
    /** The evidence has not been renewed in time. */
    RENEWAL_MISSING(32);

    private static final int CLASS_SIZE = 10;

    private final int exit;

    Code(int exit) {
        this.exit = exit;
    }

    /** The exit code of the command. */
    public int exit() {
        return exit;
    }

    /** The class of the verdict. */
    public VerdictClass verdictClass() {
        return VerdictClass.values()[exit / CLASS_SIZE];
    }
}

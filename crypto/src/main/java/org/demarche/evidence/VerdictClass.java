package org.demarche.evidence;

/** The classes of verdicts, in the order of the tens digit of their exit codes. */
public enum VerdictClass {
    /** The file proves its result. */
    PROVEN,
    /** The file proves nothing: it is damaged, mixed up, or was made by somebody without the right. */
    INVALID,
    /** The file is authentic evidence that the log lied. Neither damage nor an outsider can produce it. */
    DISPROVEN,
    /** The file alone does not decide. */
    UNDECIDED
}

package org.demarche.client.follow;

/** What a hub can be caught at. */
public enum Misbehaviour {
    /** Two signed heads that can't both be true, or a head that is not over the entries sent. */
    SPLIT_HISTORY(20, true),
    /** A log shorter than one it has signed before. */
    ROLLED_BACK(20, true),
    /** An entry dated ahead of this machine's clock, before its author wrote it, or after it was received. */
    WRONG_TIME(21, false),
    /** An entry that the rules refuse, or a chain that does not fit. */
    FOLD(22, true),
    /** A refusal that the rules don't give. */
    UNJUSTIFIED_REFUSAL(22, true),
    /** A state, such as an activation, that the rules don't give. */
    FALSE_STATE(22, true),
    /** A signature of the log, or of a notice in it, that does not verify. */
    SIGNATURE(12, true),
    /** A receipt that does not hold the notice, or whose proof does not lead to its head. */
    FALSE_RECEIPT(14, true),
    /** An evidence bundle that proves nothing, proves the contrary, or proves something else than was asked for. */
    FALSE_EVIDENCE(14, false),
    /** Bytes that are not what the protocol says. */
    UNREADABLE(10, false);

    private final int exitCode;
    private final boolean lasting;

    Misbehaviour(int exitCode, boolean lasting) {
        this.exitCode = exitCode;
        this.lasting = lasting;
    }

    /** The exit code of the command: that of the verdict in the protocol's list. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether the hub stays untrusted when the desk is opened again, until a person has looked at the evidence. A wrong clock may be one's own. */
    public boolean lasting() {
        return lasting;
    }
}

package org.demarche.server;

import org.jspecify.annotations.Nullable;

/** The hub cannot run, or a command not do its work, as things are. The message is one sentence for the operator: what, where, what to do. */
public final class HubException extends Exception {
    /** Exit code of a command that is given what it must not touch: a folder that is not empty, a log that has begun. */
    public static final int USAGE = 2;

    /** Exit code of a command that fails for its charter, key, port or configuration. */
    public static final int SETUP = 5;

    /** Exit code of a command that asks a hub that does not run. */
    public static final int NOT_RUNNING = 6;

    /** Exit code of a command that would contradict what this hub has signed. */
    public static final int CONDITION_NOT_MET = 7;

    /** Exit code of a command that fails for TLS. */
    public static final int TLS = 4;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure of the set-up. */
    public HubException(String sentence) {
        this(SETUP, sentence, null);
    }

    /**
     * A failure and what it came from.
     *
     * @param exitCode one of those above, or as the command's help says
     */
    public HubException(int exitCode, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    /** The exit code of a command that fails so. */
    public int exitCode() {
        return exitCode;
    }
}

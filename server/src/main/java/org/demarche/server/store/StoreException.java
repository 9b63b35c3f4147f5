package org.demarche.server.store;

import org.jspecify.annotations.Nullable;

/** The medium failed. The message is one sentence for the operator; nothing that was being written may be promised to anybody. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What failed. */
    public enum Kind {
        /** No space, or the quota of the store is used up. */
        FULL,
        /** The medium cannot be written. */
        READ_ONLY,
        /** Another process holds the store. */
        BUSY,
        /** The log is not what the writer took it for: another writer was there, or an identity is in it already. */
        CONFLICT,
        /** What was being written may be there and may not, now or later: only {@link LogStore#confirm} can tell. */
        UNKNOWN,
        /** The file is not a store, is of another version, or is damaged. */
        DAMAGED,
        /** There is no log in it yet. */
        ABSENT,
        /** Reading or writing failed. */
        FAILED
    }

    /** A failure without a cause to be traced. */
    public StoreException(Kind kind, String sentence) {
        this(kind, sentence, null);
    }

    /** A failure and its cause. */
    public StoreException(Kind kind, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }
}

package org.demarche.charter;

import java.util.Locale;
import java.util.Optional;

/** What a desk may sign. RECEIVED and corrections need no right; charter, assent and key change need the party's root key. */
public enum Right {
    /** A violation report. */
    REPORT,
    /** A finding. */
    FIND,
    /** The diplomatic warning. */
    WARN,
    /** Measures to stop the violation. */
    MEASURES,
    /** A proposal to activate or to stand down. */
    PROPOSE,
    /** CONCUR and DECLINE. */
    CONCUR,
    /** Pledges, their conditions and ends, declarations. */
    PLEDGE,
    /** Free text. */
    MESSAGE;

    /** The right as the charter writes it, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The right that the charter writes as {@code word}. */
    public static Optional<Right> ofWord(String word) {
        for (Right right : values()) {
            if (right.word().equals(word)) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }
}

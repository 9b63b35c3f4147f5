package org.demarche.timestamp;

/** How the verification of a token came out. */
public sealed interface TokenCheck {
    /** It is true. */
    record Valid(VerifiedToken token) implements TokenCheck {}

    /**
     * It proves nothing.
     *
     * @param sentence what is wrong with it, without a full stop
     */
    record False(String sentence) implements TokenCheck {}
}

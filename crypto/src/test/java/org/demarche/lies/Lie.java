package org.demarche.lies;

import java.util.function.Supplier;

/**
 * A well-formed file that lies, or the honest one that it was made from.
 *
 * @param name the mutation's name, and the file's
 * @param liar what it takes to make it
 * @param what what was done
 * @param why what gives it away
 * @param claim the result that it is meant to prove, as {@code --expect} takes it
 * @param exit the command's exit code
 * @param step the step that stops it; 0: none does, but the result is not the claimed one
 * @param trusted charter version 1 that the reader trusts
 * @param file makes its bytes
 */
public record Lie(
        String name,
        Liar liar,
        String what,
        String why,
        String claim,
        int exit,
        int step,
        LieCharter trusted,
        Supplier<byte[]> file) {
    /** The exit code of a file that proves another result than the claimed one. */
    public static final int ANOTHER_RESULT = 7;

    /** What it takes to tell a lie. */
    public enum Liar {
        /** No lie. */
        NOBODY("nobody; honest"),
        /** Whoever holds true bundles. */
        OUTSIDER("an outsider, without any key of the log or of a party"),
        /** A party with its own keys, and an honest hub that takes what it says. */
        PARTY("a party"),
        /** Whoever holds log keys that a successor of the charter has replaced. */
        OLD_LOG_KEYS("a thief of log keys that were replaced"),
        /** The hub with the log's keys, afterwards or all along. */
        HUB("the hub, with the log's keys"),
        /** The hub and a party that signs for it. */
        HUB_AND_PARTY("the hub and a party together");

        final String said;

        Liar(String said) {
            this.said = said;
        }

        /** Whether the log's keys, those in force, are at hand. */
        boolean holdsLogKeys() {
            return this == HUB || this == HUB_AND_PARTY;
        }
    }

    public String fileName() {
        return name + ".evidence";
    }
}

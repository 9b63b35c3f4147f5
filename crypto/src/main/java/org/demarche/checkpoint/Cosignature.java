package org.demarche.checkpoint;

import java.time.Instant;

/** What a checkpoint's note holds of one witness. */
public sealed interface Cosignature {
    /**
     * Both signatures are there and true.
     *
     * @param at the later of their times
     */
    record Valid(Instant at) implements Cosignature {}

    /** One of the two, or both, are not there. The witness does not count; nothing is wrong. */
    record Absent() implements Cosignature {}

    /**
     * A line claims to be of this witness's key and is not.
     *
     * @param sentence which one, and what is wrong with it
     */
    record False(String sentence) implements Cosignature {}
}

package org.demarche.client;

import org.demarche.merkle.Head;

/** What a head from elsewhere is to a desk's own copy of the log. One that contradicts the copy is no value: then the log has signed two histories. */
public sealed interface Comparison {
    /** The copy leads through it. */
    record Agrees(Head head) implements Comparison {}

    /** The log has signed it, and the copy has not come there yet. It is remembered: the entries must lead to it. */
    record Beyond(Head head) implements Comparison {}

    /** It says nothing of this log; {@code sentence}: why. */
    record Nothing(String sentence) implements Comparison {}
}

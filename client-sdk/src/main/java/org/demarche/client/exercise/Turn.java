package org.demarche.client.exercise;

import java.util.List;
import org.demarche.proto.v1.FindingKind;

/** Something that followed from what parties said, as the fold tells it. */
public sealed interface Turn {
    /** When: milliseconds since 1970 UTC. */
    long atMs();

    /** The charter came into force. */
    record InForce(long atMs) implements Turn {}

    /** A finding is established, by the word of these parties. */
    record Established(long atMs, FindingKind finding, List<String> by) implements Turn {}

    /** A finding no longer holds. */
    record Lost(long atMs, FindingKind finding) implements Turn {}

    /** The incident's clock runs, from entry {@code index}. */
    record ClockStarted(long atMs, long index) implements Turn {}

    /** A proposal for a tier is open until {@code deadlineMs}. */
    record Proposed(long atMs, int tier, boolean activate, long deadlineMs) implements Turn {}

    /** An open proposal has its quorum; {@code waitsFor}: the gates that are still closed, as the charter writes them. */
    record QuorumMet(long atMs, int tier, boolean activate, List<String> concurring, List<String> waitsFor)
            implements Turn {
        public QuorumMet {
            concurring = List.copyOf(concurring);
            waitsFor = List.copyOf(waitsFor);
        }
    }

    /** A gate of a tier opened. */
    record GateOpened(long atMs, int tier, String gate) implements Turn {}

    /** A tier was activated, visible from entry {@code index}. */
    record Activated(long atMs, int tier, long index) implements Turn {}

    /** A tier's deeds have been reported. */
    record Answered(long atMs, int tier) implements Turn {}

    /** A tier is overdue. */
    record Overdue(long atMs, int tier) implements Turn {}

    /** A proposal lapsed. */
    record Lapsed(long atMs, int tier, boolean activate) implements Turn {}

    /** A tier was stood down. */
    record StoodDown(long atMs, int tier, long index) implements Turn {}

    /** The entry that started the clock, or the activation of a tier ({@code tier}: 0 for the clock), is vouched for by others than the hub. */
    record Attested(long atMs, int tier, Vouched vouched) implements Turn {}

    /** The incident winds down. */
    record WindingDown(long atMs) implements Turn {}

    /** The incident is closed. */
    record Closed(long atMs) implements Turn {}
}

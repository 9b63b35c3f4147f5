package org.demarche.situation;

import java.util.OptionalLong;

/**
 * The moments of a tier in an incident, each in milliseconds since 1970 UTC; empty: it has not come.
 *
 * @param proposedMs its activation was last proposed
 * @param metMs that proposal had its quorum
 * @param activeMs it was activated
 * @param stoodDownMs it was stood down
 * @param lapsedMs the proposal lapsed
 */
public record Course(
        OptionalLong proposedMs,
        OptionalLong metMs,
        OptionalLong activeMs,
        OptionalLong stoodDownMs,
        OptionalLong lapsedMs) {
    /** Nothing has happened. */
    public static final Course NONE = new Course(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /** A new proposal: what came of an earlier one is left behind. */
    public Course proposed(long atMs) {
        return new Course(OptionalLong.of(atMs), OptionalLong.empty(), activeMs, stoodDownMs, OptionalLong.empty());
    }

    /** The quorum holds; the first time counts. */
    public Course met(long atMs) {
        return metMs.isPresent()
                ? this
                : new Course(proposedMs, OptionalLong.of(atMs), activeMs, stoodDownMs, lapsedMs);
    }

    /** The quorum holds no longer. */
    public Course lost() {
        return new Course(proposedMs, OptionalLong.empty(), activeMs, stoodDownMs, lapsedMs);
    }

    /** It is active. */
    public Course active(long atMs) {
        return new Course(proposedMs, metMs, OptionalLong.of(atMs), stoodDownMs, lapsedMs);
    }

    /** It is stood down. */
    public Course stoodDown(long atMs) {
        return new Course(proposedMs, metMs, activeMs, OptionalLong.of(atMs), lapsedMs);
    }

    /** The proposal has lapsed. */
    public Course lapsed(long atMs) {
        return new Course(proposedMs, metMs, activeMs, stoodDownMs, OptionalLong.of(atMs));
    }
}

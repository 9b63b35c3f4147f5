package org.demarche.escalation;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a tier has come in an incident.
 *
 * @param activated its activation, never undone
 * @param stoodDown its end
 * @param overdueSinceMs since when it is OVERDUE, in milliseconds since 1970 UTC
 */
public record TierProgress(Optional<Milestone> activated, Optional<Milestone> stoodDown, OptionalLong overdueSinceMs) {
    static final TierProgress NONE = new TierProgress(Optional.empty(), Optional.empty(), OptionalLong.empty());

    /** Whether it has been activated and not stood down. */
    public boolean active() {
        return activated.isPresent() && stoodDown.isEmpty();
    }

    TierProgress withActivated(Milestone milestone) {
        return new TierProgress(Optional.of(milestone), stoodDown, overdueSinceMs);
    }

    TierProgress withStoodDown(Milestone milestone) {
        return new TierProgress(activated, Optional.of(milestone), OptionalLong.empty());
    }

    TierProgress withOverdueSince(OptionalLong instantMs) {
        return new TierProgress(activated, stoodDown, instantMs);
    }
}

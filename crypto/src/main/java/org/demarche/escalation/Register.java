package org.demarche.escalation;

import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;

/** Every notice that the log holds so far, by identity. A store, a follower's copy, or what a bundle brings. */
@FunctionalInterface
public interface Register {
    /** The notice with this identity, or empty if the log does not hold it. */
    Optional<Known> find(Sha256 notice);

    /**
     * A notice in the log.
     *
     * @param index its index
     * @param notice what it says
     */
    record Known(long index, Notice notice) {}
}

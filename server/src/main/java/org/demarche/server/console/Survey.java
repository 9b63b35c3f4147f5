package org.demarche.server.console;

import java.util.List;
import org.demarche.server.store.Peer;
import org.demarche.server.witness.WitnessSurvey;

/**
 * What the store says of witnesses, time authorities and other hubs.
 *
 * @param witnesses how each witness stands, those of the charter first
 * @param frozen how many entries the newest head covers that time authorities have had time to stamp; 0: none
 * @param stamps how many entries the newest head covers that each has stamped, in the charter's order
 * @param peers the other hubs of the log
 * @param takenMs when it was looked, on the monotonic clock, in milliseconds
 */
public record Survey(
        List<WitnessSurvey.Line> witnesses, long frozen, List<Stamp> stamps, List<Peer> peers, long takenMs) {
    public Survey {
        witnesses = List.copyOf(witnesses);
        stamps = List.copyOf(stamps);
        peers = List.copyOf(peers);
    }

    /** A time authority; {@code size} is 0 if nothing is known that it has stamped. */
    public record Stamp(String authority, long size) {}
}

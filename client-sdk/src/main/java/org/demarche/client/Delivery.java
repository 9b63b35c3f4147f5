package org.demarche.client;

import java.time.Instant;
import java.util.Optional;
import org.demarche.client.witness.Witnessing;
import org.demarche.escalation.Compromise;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;

/**
 * An entry of the log, verified: its signatures, its author's right to say it, its chains, and a head that covers it.
 *
 * @param index its place in the log, from 0
 * @param acceptedAt the hub's time, which orders entries and runs clocks
 * @param id identity of the notice; empty for the hub's own entries (genesis, time mark)
 * @param notice what was said; empty for the hub's own entries
 * @param desk the desk that signed it; empty for the hub's own entries, for a root key, and for a key that is no longer in force
 * @param incident the incident it belongs to, if any
 * @param compromise what its party has since said of the key that signed it, if others may have used that key: it stands, and is doubtful
 * @param late whether it came live but {@code acceptedAt} lies further back than the charter's skew: the hub, or the line, was slow
 * @param witnessed what witnesses said of it when it was told
 */
public record Delivery(
        long index,
        Instant acceptedAt,
        Optional<Sha256> id,
        Optional<Notice> notice,
        Optional<String> desk,
        Optional<Sha256> incident,
        Optional<Compromise> compromise,
        boolean late,
        Witnessing witnessed) {}

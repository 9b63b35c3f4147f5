package org.demarche.client;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import org.demarche.client.witness.Witnessing;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;

/**
 * Proof that a notice is in the log, verified: the entry holds exactly this notice, lies under a checkpoint that the charter's log keys signed, which is consistent
 * with everything this desk has seen, and is dated within what the author's clock allows.
 *
 * @param notice identity of the notice
 * @param index its place in the log
 * @param acceptedAt the hub's time
 * @param incident the incident it belongs to: for the report that opens one, its own identity
 * @param head the signed head that covers it
 * @param witnessed what witnesses said of the entry when the receipt came; witnesses are never waited for
 * @param bytes the encoded receipt, for keeping
 */
public record Receipt(
        Sha256 notice,
        long index,
        Instant acceptedAt,
        Optional<Sha256> incident,
        Head head,
        Witnessing witnessed,
        ByteString bytes) {

    /** The same receipt with what witnesses say now. */
    public Receipt withWitnessed(Witnessing now) {
        return new Receipt(notice, index, acceptedAt, incident, head, now, bytes);
    }
}

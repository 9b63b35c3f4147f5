package org.demarche.client.follow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.envelope.Shape;
import org.demarche.escalation.Entry;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.witness.Cosigned;

/** Holds the times in the copy against what witnesses have cosigned. */
public final class WitnessCheck {
    private final Replica replica;

    /** Checks times of the log of {@code replica}. */
    public WitnessCheck(Replica replica) {
        this.replica = replica;
    }

    /**
     * Holds the newest entry under a cosigned head against the cosignatures, if the copy has come there.
     *
     * @throws LieException if that head can't be true, or its newest entry is dated later than more witnesses than may lie have seen it
     */
    public void requireSeen(WitnessedHead witnessed) throws LieException, IOException {
        Optional<VerifiedCheckpoint> seen =
                replica.see(witnessed.getCheckpoint().toByteArray());
        long index = seen.map(c -> c.head().size() - 1).orElse(Long.MAX_VALUE);
        if (index < 0 || index >= replica.size()) {
            return;
        }
        List<LogPublicKey> keys = witnessed.getWitnessKeysList().stream()
                .filter(k -> Shape.check(k).isEmpty())
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
        Optional<Instant> existedBy = Cosigned.of(seen.orElseThrow(), replica.charterBehind(index + 1), keys)
                .flatMap(Cosigned::existedBy);
        Entry newest = replica.entry(index);
        long bound = newest.acceptedAtMs() - replica.charterBehind(index).skewMs();
        // A cosignature states whole seconds, cut: it may be of almost a second later.
        if (existedBy.filter(t -> t.plusSeconds(1).toEpochMilli() <= bound).isPresent()) {
            throw Lies.aheadOfWitnesses(newest, witnessed, keys);
        }
    }
}

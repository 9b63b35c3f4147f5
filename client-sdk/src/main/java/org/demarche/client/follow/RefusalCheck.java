package org.demarche.client.follow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;

/** Opens refusals that the log has signed. */
public final class RefusalCheck {
    private final Replica replica;
    private final LogKeys keys;

    /** Opens refusals of the log of {@code replica}. */
    public RefusalCheck(Replica replica, LogKeys keys) {
        this.replica = replica;
        this.keys = keys;
    }

    /**
     * The log's word that it would not take a notice; empty unless it is of this log, and signed by both keys that govern behind the head it names. Behind a head that
     * the copy has not reached, these are the newest that it knows.
     */
    public Optional<Refusal> open(SignedRefusal signed) {
        String origin = replica.charter().log().origin();
        return keys.pair(replica.charterBehind(claimedSize(signed)).log())
                .flatMap(key -> RefusalVerifier.open(signed, key))
                .filter(refusal -> refusal.getOrigin().equals(origin));
    }

    /** The size of the head that a refusal names, with no signature looked at; 0 if it can't be read. */
    public static long claimedSize(SignedRefusal signed) {
        try {
            return Math.max(0, Refusal.parseFrom(signed.getRefusal()).getSize());
        } catch (InvalidProtocolBufferException e) {
            return 0;
        }
    }
}

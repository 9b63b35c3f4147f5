package org.demarche.client.follow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Optional;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.Justice;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;

/** Opens refusals that the log has signed, and holds them against the copy and the rules. */
public final class RefusalCheck {
    private final Replica replica;
    private final Trust trust;

    /** Checks refusals of the log of {@code replica}. */
    public RefusalCheck(Replica replica, Trust trust) {
        this.replica = replica;
        this.trust = trust;
    }

    /**
     * The log's word that it would not take a notice; empty unless it is of this log, and signed by both keys that govern behind the head it names. Behind a head that
     * the copy has not reached, these are the newest that it knows.
     */
    public Optional<Refusal> open(SignedRefusal signed) {
        String origin = replica.charter().log().origin();
        return trust.keys()
                .pair(replica.charterBehind(claimedSize(signed)).log())
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

    /**
     * Holds the head behind a refusal, which the log's keys have signed, against the copy, as far as that goes.
     *
     * @param refusal what names it
     * @throws LieException SPLIT_HISTORY if that head is over other entries
     */
    public void requireBehind(Head named, SignedRefusal refusal) throws LieException {
        if (named.size() <= replica.size() && !replica.leadsThrough(named)) {
            throw Lies.refusedBehindAnother(named, replica.checkpoint(), refusal);
        }
    }

    /**
     * Holds a refusal against the rules, as far as the copy goes.
     *
     * @param refusal what both of the log's keys have signed
     * @throws LieException if the rules don't give it behind the head that it names
     */
    public void requireJust(Refusal refusal, SignedRefusal signed, UnverifiedNotice notice)
            throws LieException, IOException {
        if (refusal.getSize() <= replica.size() && denies(refusal, notice)) {
            throw Lies.unjustified(refusal.getReason(), notice, signed);
        }
    }

    private boolean denies(Refusal refusal, UnverifiedNotice notice) throws IOException {
        // The copy must not grow in between.
        synchronized (replica) {
            return Justice.denies(refusal, notice, replica.behind(refusal.getSize()), replica.tree(), trust.verifier());
        }
    }
}

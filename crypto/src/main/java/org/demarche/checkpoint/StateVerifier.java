package org.demarche.checkpoint;

import java.util.Optional;
import org.demarche.envelope.Shape;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;

/** Opens signed states: the log's word on how an incident stands behind a head. */
public final class StateVerifier {
    private StateVerifier() {}

    /**
     * The statement, or empty unless both signatures by {@code key} are true and what they sign is a statement in the strict encoding. Whether it is about the
     * caller's log, its {@code origin} says. Total.
     */
    public static Optional<StateStatement> open(SignedState signed, LogPublicKey key) {
        return Shape.check(signed).isPresent()
                ? Optional.empty()
                : LogStatement.open(
                        StateStatement.getDefaultInstance(),
                        StateSigner.TYPE,
                        signed.getStatement(),
                        signed.getEd25519(),
                        signed.getMlDsa44(),
                        key);
    }

    /** What it says, with no signature looked at; empty if it is no statement in the strict encoding. */
    public static Optional<StateStatement> claimed(SignedState signed) {
        return LogStatement.parse(StateStatement.getDefaultInstance(), signed.getStatement());
    }
}

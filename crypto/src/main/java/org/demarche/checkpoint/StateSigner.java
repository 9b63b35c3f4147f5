package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import org.demarche.envelope.Strict;
import org.demarche.key.LogSigningKey;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;

/** Signs, as the log, how an incident stands behind a head. No such signature can pass for one of another kind (see {@link RefusalSigner}). Thread-safe if the key is. */
public final class StateSigner {
    /** The type in the pre-authentication encoding. */
    public static final String TYPE = "application/vnd.demarche.state.v1+protobuf";

    /** A statement of more bytes is none. */
    public static final int MAX_BYTES = 262_144;

    private final LogSigningKey key;

    /** A signer with the log's key pair. */
    public StateSigner(LogSigningKey key) {
        this.key = key;
    }

    /**
     * Signs a statement.
     *
     * @throws IllegalArgumentException if it is of more than {@link #MAX_BYTES}
     */
    public SignedState sign(StateStatement statement) {
        byte[] body = Strict.encode(statement);
        if (body.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "statement: " + body.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        byte[] signed = LogStatement.signed(TYPE, body);
        return SignedState.newBuilder()
                .setStatement(ByteString.copyFrom(body))
                .setEd25519(ByteString.copyFrom(key.signEd25519(signed)))
                .setMlDsa44(ByteString.copyFrom(key.signMlDsa44(signed)))
                .build();
    }
}

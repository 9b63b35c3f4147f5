package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Strict;
import org.demarche.key.LogSigningKey;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;

/**
 * Signs, as the log, that it would not take a notice. Both signatures are over the DSSE pre-authentication encoding. It begins with
 * {@code DSSEv1} and a space; a checkpoint's text begins with an origin, which holds none, and a statement with {@code subtree/v1}: so no
 * signature of the log's keys can pass for one of another kind. Thread-safe if the key is.
 */
public final class RefusalSigner {
    /** The type in the pre-authentication encoding. */
    public static final String TYPE = "application/vnd.demarche.refusal.v1+protobuf";

    private final LogSigningKey key;

    /** A signer with the log's key pair. */
    public RefusalSigner(LogSigningKey key) {
        this.key = key;
    }

    /** Signs a refusal. */
    public SignedRefusal sign(Refusal refusal) {
        byte[] body = Strict.encode(refusal);
        byte[] signed = Pae.encode(TYPE, body);
        return SignedRefusal.newBuilder()
                .setRefusal(ByteString.copyFrom(body))
                .setEd25519(ByteString.copyFrom(key.signEd25519(signed)))
                .setMlDsa44(ByteString.copyFrom(key.signMlDsa44(signed)))
                .build();
    }
}

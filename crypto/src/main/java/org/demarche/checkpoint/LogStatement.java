package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Optional;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Shape;
import org.demarche.envelope.Strict;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSignatures;
import org.demarche.refusal.RefusedException;

/** What the log signs besides heads: a message in the strict profile, with both keys, under a type of its own. */
final class LogStatement {
    private LogStatement() {}

    /** What is signed. */
    static byte[] signed(String type, byte[] body) {
        return Pae.encode(type, body);
    }

    /** The statement, or empty unless both signatures by {@code key} are true and {@code body} is one in the strict encoding and within its limits. Total. */
    static <M extends Message> Optional<M> open(
            M defaultInstance, String type, ByteString body, ByteString ed25519, ByteString mlDsa44, LogPublicKey key) {
        byte[] bytes = signed(type, body.toByteArray());
        boolean verified = LogSignatures.verifyEd25519(key.ed25519(), bytes, ed25519.toByteArray())
                && LogSignatures.verifyMlDsa44(key.mlDsa44(), bytes, mlDsa44.toByteArray());
        return verified ? parse(defaultInstance, body) : Optional.empty();
    }

    /** What a statement says, with no signature looked at. */
    static <M extends Message> Optional<M> parse(M defaultInstance, ByteString body) {
        try {
            M message = Strict.parse(defaultInstance, body.toByteArray());
            return Shape.check(message).isEmpty() ? Optional.of(message) : Optional.empty();
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}

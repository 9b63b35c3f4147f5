package org.demarche.envelope;

import com.google.protobuf.ByteString;
import org.demarche.key.HybridSignature;
import org.demarche.key.SigningKey;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.RefusedException;

/** Signs notices. */
public final class NoticeSigner {
    private NoticeSigner() {}

    /**
     * The encoded {@code SignedNotice}.
     *
     * @throws IllegalArgumentException if the notice is one that every reader would refuse for its form; the message
     *     says why
     */
    public static byte[] sign(Notice notice, SigningKey key) {
        byte[] body = Strict.encode(notice);
        HybridSignature signature = key.sign(Pae.encode(UnverifiedNotice.TYPE, body));
        byte[] signed = Strict.encode(SignedNotice.newBuilder()
                .setNotice(ByteString.copyFrom(body))
                .setKeyId(key.publicKey().id().byteString())
                .setEd25519(ByteString.copyFrom(signature.ed25519()))
                .setMlDsa65(ByteString.copyFrom(signature.mlDsa65()))
                .build());
        try {
            UnverifiedNotice.parse(signed);
        } catch (RefusedException e) {
            throw new IllegalArgumentException("notice: " + e.refusal() + " (expected: one that a reader takes)", e);
        }
        return signed;
    }
}

package org.demarche.envelope;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.SigningKey;
import org.demarche.proto.v1.EnrolledKey;

/**
 * Proof that whoever enrols a public key holds its private half, so that nobody can claim another's key. Signed is the
 * DSSE encoding, of its own type, of {@code context (32) || key id (32) || party (ASCII)}. The context is the hash of
 * the charter assented to; for a key change, of the governing one.
 */
public final class Possession {
    private static final String TYPE = "application/vnd.demarche.possession.v1";

    private Possession() {}

    /**
     * The public half of {@code key} with the proof that {@code party} holds it, for use under {@code context} alone.
     */
    public static EnrolledKey prove(SigningKey key, String party, Sha256 context) {
        HybridSignature proof = key.sign(statement(key.publicKey(), party, context));
        return EnrolledKey.newBuilder()
                .setEd25519(ByteString.copyFrom(key.publicKey().ed25519()))
                .setMlDsa65(ByteString.copyFrom(key.publicKey().mlDsa65()))
                .setProofEd25519(ByteString.copyFrom(proof.ed25519()))
                .setProofMlDsa65(ByteString.copyFrom(proof.mlDsa65()))
                .build();
    }

    /**
     * Whether {@code k} is sound and its proof holds for {@code party} and {@code context}. False, never an exception,
     * for any bytes.
     */
    public static boolean verify(EnrolledKey k, String party, Sha256 context, SignatureVerifier v) {
        return k.getEd25519().size() == PublicKey.ED25519_LENGTH
                && k.getMlDsa65().size() == PublicKey.ML_DSA_65_LENGTH
                && verify(k, keyOf(k), party, context, v);
    }

    /** The same when {@code key} is {@link #keyOf} of {@code k}: what has been computed of a key is not computed twice. */
    public static boolean verify(EnrolledKey k, PublicKey key, String party, Sha256 context, SignatureVerifier v) {
        if (k.getProofEd25519().size() != HybridSignature.ED25519_LENGTH
                || k.getProofMlDsa65().size() != HybridSignature.ML_DSA_65_LENGTH) {
            return false;
        }
        HybridSignature proof = new HybridSignature(
                k.getProofEd25519().toByteArray(), k.getProofMlDsa65().toByteArray());
        return key.soundForEnrolment() && v.verify(key, statement(key, party, context), proof);
    }

    /**
     * The public key, proven or not.
     *
     * @throws IllegalArgumentException if a half has the wrong length, which {@link Shape} refuses
     */
    public static PublicKey keyOf(EnrolledKey k) {
        return PublicKey.of(k.getEd25519().toByteArray(), k.getMlDsa65().toByteArray());
    }

    private static byte[] statement(PublicKey key, String party, Sha256 context) {
        // The first two have a fixed length and the party is the rest, so no two statements have the same bytes. UTF-8
        // of a party id is ASCII.
        byte[] name = party.getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(context.bytes(), 2 * Sha256.LENGTH + name.length);
        System.arraycopy(key.id().bytes(), 0, body, Sha256.LENGTH, Sha256.LENGTH);
        System.arraycopy(name, 0, body, 2 * Sha256.LENGTH, name.length);
        return Pae.encode(TYPE, body);
    }
}

package org.demarche.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.conscrypt.Conscrypt;

/**
 * BoringSSL by way of Conscrypt: half the time of the reference. BoringSSL compares the bytes of R itself, so with a
 * sound key it decides as {@link Ed25519Strict} does.
 *
 * <p>This class alone names Conscrypt. Where its jar is absent or its native library doesn't load, {@link #load()}
 * throws a {@link LinkageError}.
 */
final class ConscryptVerifier implements SignatureVerifier {
    // SubjectPublicKeyInfo up to the raw key: RFC 8410 §4 and RFC 9881 §4.
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] ML_DSA_65_SPKI =
            HexFormat.of().parseHex("308207b2300b0609608648016503040312038207a100");
    private static final String ED25519 = "EdDSA";
    private static final String ML_DSA_65 = "ML-DSA-65";

    private final Provider provider;

    private ConscryptVerifier(Provider provider) {
        this.provider = provider;
    }

    /** @throws LinkageError if Conscrypt cannot be used here */
    static SignatureVerifier load() {
        Conscrypt.checkAvailability();
        return new ConscryptVerifier(Conscrypt.newProviderBuilder().build());
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
        if (!key.soundForEnrolment()) {
            return false;
        }
        try {
            PublicKey.JcaKeys keys = key.jcaKeys(this::decode);
            return verify(ED25519, keys.ed25519(), message, signature.ed25519())
                    && verify(ML_DSA_65, keys.mlDsa65(), message, signature.mlDsa65());
        } catch (GeneralSecurityException e) {
            // Only the bytes of key and signature can bring this about: the algorithms were used at start.
            return false;
        }
    }

    private boolean verify(String algorithm, java.security.PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature verification = Signature.getInstance(algorithm, provider);
        verification.initVerify(key);
        verification.update(message);
        try {
            return verification.verify(signature);
        } catch (SignatureException e) {
            return false;
        }
    }

    private PublicKey.JcaKeys decode(byte[] ed25519, byte[] mlDsa65) throws GeneralSecurityException {
        return new PublicKey.JcaKeys(
                decode(ED25519, ED25519_SPKI, ed25519), decode(ML_DSA_65, ML_DSA_65_SPKI, mlDsa65));
    }

    private java.security.PublicKey decode(String algorithm, byte[] prefix, byte[] raw)
            throws GeneralSecurityException {
        byte[] spki = new byte[prefix.length + raw.length];
        System.arraycopy(prefix, 0, spki, 0, prefix.length);
        System.arraycopy(raw, 0, spki, prefix.length, raw.length);
        return KeyFactory.getInstance(algorithm, provider).generatePublic(new X509EncodedKeySpec(spki));
    }

    @Override
    public String name() {
        Conscrypt.Version version = Conscrypt.version();
        return "Conscrypt " + version.major() + "." + version.minor() + "." + version.patch();
    }
}

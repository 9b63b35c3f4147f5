package org.demarche.timestamp;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The signature algorithms that a token and its certificates may be signed with: none that rests on a hash or a key that is known to be weak. */
final class SignatureNames {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 256;
    // Whoever writes a certificate chooses how long it takes to verify under it.
    private static final int MAX_RSA_BITS = 8192;
    private static final int MAX_RSA_EXPONENT_BITS = 64;

    private static final Map<ASN1ObjectIdentifier, String> KNOWN = Map.ofEntries(
            Map.entry(PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA"),
            Map.entry(PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA"),
            Map.entry(PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA384, "SHA384withECDSA"),
            Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA512, "SHA512withECDSA"),
            Map.entry(EdECObjectIdentifiers.id_Ed25519, "Ed25519"),
            Map.entry(NISTObjectIdentifiers.id_ml_dsa_44, "ML-DSA-44"),
            Map.entry(NISTObjectIdentifiers.id_ml_dsa_65, "ML-DSA-65"),
            Map.entry(NISTObjectIdentifiers.id_ml_dsa_87, "ML-DSA-87"));

    private SignatureNames() {}

    /** That of a certificate's signature. */
    static String of(AlgorithmIdentifier signature) throws FalseTokenException {
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (oid.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return pss(signature);
        }
        return Optional.ofNullable(KNOWN.get(oid))
                .orElseThrow(() -> new FalseTokenException(
                        "it rests on the signature algorithm " + oid.getId() + ", which is weak or not known"));
    }

    /** That of a CMS signature, whose hash stands beside it; the two must not contradict each other. */
    static String of(AlgorithmIdentifier signature, AlgorithmIdentifier digest) throws FalseTokenException {
        HashAlgorithm hash = HashAlgorithm.of(digest)
                .orElseThrow(() -> new FalseTokenException("it rests on the hash function "
                        + digest.getAlgorithm().getId() + ", which is weak or not known"));
        String prefix = hash.word().replace("-", "") + "with";
        ASN1ObjectIdentifier oid = signature.getAlgorithm();
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return prefix + "RSA";
        }
        String name = of(signature);
        if (name.contains("with") && !name.startsWith(prefix)) {
            throw new FalseTokenException("its signature is " + name + ", but its hash " + hash.word());
        }
        return name;
    }

    /** Refuses keys that are too short to be trusted, or so long that they are there to cost time. */
    static void requireStrong(PublicKey key) throws FalseTokenException {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new FalseTokenException("an RSA key of " + rsa.getModulus().bitLength()
                    + " bits in its chain (expected: at least " + MIN_RSA_BITS + ")");
        }
        if (isCostly(key)) {
            throw new FalseTokenException("an RSA key in its chain that costs time alone (expected: at most "
                    + MAX_RSA_BITS + " bits, with an exponent of at most " + MAX_RSA_EXPONENT_BITS + ")");
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < MIN_EC_BITS) {
            throw new FalseTokenException(
                    "an elliptic-curve key of " + ec.getParams().getOrder().bitLength()
                            + " bits in its chain (expected: at least " + MIN_EC_BITS + ")");
        }
    }

    /** Whether a key is so long that it is there to cost time: to be asked before anything is verified under it. */
    static boolean isCostly(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                && (rsa.getModulus().bitLength() > MAX_RSA_BITS
                        || rsa.getPublicExponent().bitLength() > MAX_RSA_EXPONENT_BITS);
    }

    private static String pss(AlgorithmIdentifier signature) throws FalseTokenException {
        HashAlgorithm hash = Optional.ofNullable(RSASSAPSSparams.getInstance(signature.getParameters()))
                .flatMap(p -> HashAlgorithm.of(p.getHashAlgorithm()))
                .orElseThrow(() -> new FalseTokenException("it rests on RSASSA-PSS with a hash that is weak"));
        return hash.word().replace("-", "") + "withRSASSA-PSS";
    }
}

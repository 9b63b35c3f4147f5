package org.demarche.timestamp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The hash functions that a token may rest on: SHA-2 and SHA-3 from 256 bits up. */
public enum HashAlgorithm {
    /** FIPS 180-4. */
    SHA_256("SHA-256", NISTObjectIdentifiers.id_sha256, 32),
    /** FIPS 180-4. */
    SHA_384("SHA-384", NISTObjectIdentifiers.id_sha384, 48),
    /** FIPS 180-4; what this project asks for. */
    SHA_512("SHA-512", NISTObjectIdentifiers.id_sha512, 64),
    /** FIPS 202. */
    SHA3_256("SHA3-256", NISTObjectIdentifiers.id_sha3_256, 32),
    /** FIPS 202. */
    SHA3_384("SHA3-384", NISTObjectIdentifiers.id_sha3_384, 48),
    /** FIPS 202. */
    SHA3_512("SHA3-512", NISTObjectIdentifiers.id_sha3_512, 64);

    private final String word;
    private final ASN1ObjectIdentifier oid;
    private final int length;

    HashAlgorithm(String word, ASN1ObjectIdentifier oid, int length) {
        this.word = word;
        this.oid = oid;
        this.length = length;
    }

    /** Its name, such as {@code SHA-512}. */
    public String word() {
        return word;
    }

    /** Length of its values, in bytes. */
    public int length() {
        return length;
    }

    /** The hash of {@code data}. */
    public byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance(word).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + word, e);
        }
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    static Optional<HashAlgorithm> of(ASN1ObjectIdentifier oid) {
        return Arrays.stream(values()).filter(a -> a.oid.equals(oid)).findFirst();
    }

    /** The one that {@code id} names; its parameters are absent or NULL (RFC 5754 §2). */
    static Optional<HashAlgorithm> of(AlgorithmIdentifier id) {
        ASN1Encodable parameters = id.getParameters();
        return parameters == null || parameters instanceof ASN1Null ? of(id.getAlgorithm()) : Optional.empty();
    }
}

package org.demarche.archive;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;

/** A hash that evidence records are made with: of two families, so that one may fall. Both have 64 bytes; their identifiers have no parameters (RFC 5754, RFC 8702). */
public enum ArchiveDigest {
    /** SHA-512 (FIPS 180-4). */
    SHA_512(Algorithm.SHA_512, HashAlgorithm.SHA_512, NISTObjectIdentifiers.id_sha512),
    /** SHA3-512 (FIPS 202). */
    SHA3_512(Algorithm.SHA3_512, HashAlgorithm.SHA3_512, NISTObjectIdentifiers.id_sha3_512);

    /** Length of a hash, in bytes. */
    public static final int LENGTH = 64;

    private final Algorithm algorithm;
    private final HashAlgorithm asked;
    private final ASN1ObjectIdentifier oid;

    ArchiveDigest(Algorithm algorithm, HashAlgorithm asked, ASN1ObjectIdentifier oid) {
        this.algorithm = algorithm;
        this.asked = asked;
        this.oid = oid;
    }

    /** The algorithm, as one that may fall. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** The hash of the concatenation of {@code parts}. */
    public byte[] hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm.word());
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK from version 9 on has " + algorithm.word(), e);
        }
    }

    /** The hash of this name, such as {@code SHA3-512}. */
    public static Optional<ArchiveDigest> named(String word) {
        return Arrays.stream(values())
                .filter(d -> d.algorithm.word().equals(word))
                .findFirst();
    }

    /** The one that is trusted for longest. */
    public static Optional<ArchiveDigest> lasting(Algorithms algorithms) {
        return Arrays.stream(values()).max(Comparator.comparing(d -> algorithms.until(d.algorithm)));
    }

    /** A value of it, as what a token is over. */
    public Imprint imprint(byte[] hash) {
        return new Imprint(asked, ByteString.copyFrom(hash));
    }

    AlgorithmIdentifier identifier() {
        return new AlgorithmIdentifier(oid);
    }

    static Optional<ArchiveDigest> of(ASN1ObjectIdentifier oid) {
        return Arrays.stream(values()).filter(d -> d.oid.equals(oid)).findFirst();
    }

    @Override
    public String toString() {
        return algorithm.word();
    }
}

package org.demarche.archive;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a proof may rest on, and what may fall one day. */
public enum Algorithm {
    /** Signatures of parties, log and witnesses. */
    ED25519("Ed25519"),
    /** Signatures of log and witnesses. */
    ML_DSA_44("ML-DSA-44"),
    /** Signatures of parties. */
    ML_DSA_65("ML-DSA-65"),
    /** Signatures of time authorities. */
    ML_DSA_87("ML-DSA-87"),
    /** Signatures of time authorities, on whatever curve. */
    ECDSA("ECDSA"),
    /** Signatures of time authorities, of whatever length. */
    RSA("RSA"),
    /** Leaves, tree, identities; signatures of time authorities. */
    SHA_256("SHA-256"),
    /** Signatures of time authorities. */
    SHA_384("SHA-384"),
    /** Time-stamps, evidence records; signatures of time authorities. */
    SHA_512("SHA-512"),
    /** Signatures of time authorities. */
    SHA3_256("SHA3-256"),
    /** Signatures of time authorities. */
    SHA3_384("SHA3-384"),
    /** Evidence records; signatures of time authorities. */
    SHA3_512("SHA3-512");

    private final String word;

    Algorithm(String word) {
        this.word = word;
    }

    /** The name that people write. */
    public String word() {
        return word;
    }

    /** The algorithm of this name. */
    public static Optional<Algorithm> named(String word) {
        return Arrays.stream(values()).filter(a -> a.word.equals(word)).findFirst();
    }

    /**
     * What a signature rests on.
     *
     * @param name as {@link org.demarche.timestamp.VerifiedToken} names it, such as {@code SHA256withECDSA} or {@code ML-DSA-65}
     */
    static Set<Algorithm> of(String name) {
        Set<Algorithm> all = EnumSet.noneOf(Algorithm.class);
        int with = name.indexOf("with");
        String scheme = with < 0 ? name : name.substring(with + "with".length());
        all.add(named(scheme.equals("RSASSA-PSS") ? "RSA" : scheme).orElseThrow());
        if (with >= 0) {
            String hash = name.substring(0, with);
            all.add(Arrays.stream(values())
                    .filter(a -> a.word.replace("-", "").equals(hash.replace("-", "")))
                    .findFirst()
                    .orElseThrow());
        }
        return all;
    }

    /** All names, for people. */
    static String words() {
        return Arrays.stream(values()).map(Algorithm::word).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return word;
    }
}

package org.demarche.server.backup;

import java.util.List;
import java.util.Optional;

/** Who can open a backup: whoever knows its passphrase, and whoever holds the private key of one of these certificates. At least one of them. */
public final class Addressees {
    /** What OWASP recommends of PBKDF2 with HMAC-SHA-256. */
    public static final int ROUNDS = 600_000;

    /** To how many certificates a backup is sealed at the most. */
    public static final int MOST_CERTIFICATES = 32;

    private final Optional<char[]> passphrase;
    private final List<RecipientCertificate> certificates;
    private final int rounds;

    /** Those, with a passphrase that is as dear to try as it should be. */
    public Addressees(Optional<char[]> passphrase, List<RecipientCertificate> certificates) {
        this(passphrase, certificates, ROUNDS);
    }

    /**
     * The same with another cost of the passphrase.
     *
     * @param rounds of PBKDF2
     */
    public Addressees(Optional<char[]> passphrase, List<RecipientCertificate> certificates, int rounds) {
        if (passphrase.isEmpty() && certificates.isEmpty() || certificates.size() > MOST_CERTIFICATES) {
            throw new IllegalArgumentException("certificates: " + certificates.size()
                    + " (expected: a passphrase, or 1 to " + MOST_CERTIFICATES + ")");
        }
        this.passphrase = passphrase.map(char[]::clone);
        this.certificates = List.copyOf(certificates);
        this.rounds = rounds;
    }

    Optional<char[]> passphrase() {
        return passphrase.map(char[]::clone);
    }

    List<RecipientCertificate> certificates() {
        return certificates;
    }

    int rounds() {
        return rounds;
    }

    /** How many there are at the most: the passphrase and the certificates. */
    static int most() {
        return 1 + MOST_CERTIFICATES;
    }
}

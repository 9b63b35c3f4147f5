package org.demarche.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JcePasswordAuthEnvelopedRecipient;

/** A passphrase, which does the work of deriving its key once for each backup. */
final class ByPassphrase extends Unsealer {
    private static final int MOST_ROUNDS = 10_000_000;

    private final Remembering recipient;

    ByPassphrase(char[] passphrase) {
        this.recipient = new Remembering(passphrase);
    }

    @Override
    InputStream open(Collection<RecipientInformation> recipients) throws IOException {
        for (RecipientInformation one : recipients) {
            if (one instanceof PasswordRecipientInformation password) {
                try {
                    if (isBounded(password)) {
                        return password.getContentStream(recipient).getContentStream();
                    }
                } catch (CMSException | RuntimeException e) {
                    throw new NotOpenedException(
                            "the passphrase is another one, or its first bytes are damaged (expected: the passphrase that it was made with)");
                }
                throw new NotOpenedException("it asks for more work than a passphrase of a backup does");
            }
        }
        throw new NotOpenedException(
                "it is sealed to certificates, and has no passphrase (expected: the private key of one of them, --key FILE)");
    }

    /** Whoever wrote the file decides how much work a passphrase is. */
    private static boolean isBounded(PasswordRecipientInformation recipient) {
        if (recipient.getKeyDerivationAlgorithm() == null) {
            return false;
        }
        BigInteger rounds = PBKDF2Params.getInstance(
                        recipient.getKeyDerivationAlgorithm().getParameters())
                .getIterationCount();
        return rounds.signum() > 0 && rounds.compareTo(BigInteger.valueOf(MOST_ROUNDS)) <= 0;
    }

    private static final class Remembering extends JcePasswordAuthEnvelopedRecipient {
        private Optional<Derived> last = Optional.empty();

        Remembering(char[] passphrase) {
            super(passphrase.clone());
            setProvider(Sealed.PROVIDER);
        }

        private record Derived(AlgorithmIdentifier by, int scheme, int size, byte[] key) {}

        @Override
        public byte[] calculateDerivedKey(int scheme, AlgorithmIdentifier by, int size) throws CMSException {
            if (last.filter(d -> d.by().equals(by) && d.scheme() == scheme && d.size() == size)
                    .isEmpty()) {
                last = Optional.of(new Derived(by, scheme, size, super.calculateDerivedKey(scheme, by, size)));
            }
            return last.orElseThrow().key().clone();
        }
    }
}

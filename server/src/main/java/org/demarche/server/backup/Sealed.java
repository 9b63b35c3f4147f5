package org.demarche.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Collection;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataParser;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.PasswordRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

/**
 * A stream sealed under a passphrase: CMS AuthEnvelopedData, AES-256-GCM, of any length up to 60 GiB in bounded memory. What is read is authentic only once
 * {@link Opened#finish} has returned: only the end of the file proves the whole of it.
 */
final class Sealed {
    /** The most that one key may encrypt in GCM is 64 GiB less 32 bytes (NIST SP 800-38D). */
    static final long MOST_BYTES = 60L << 30;

    private static final int SALT_BYTES = 16;
    /** What OWASP recommends of PBKDF2 with HMAC-SHA-256. */
    static final int ITERATIONS = 600_000;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int TAG_BYTES = 16;
    private static final int MOST_BEHIND = 64;
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private Sealed() {}

    /** What opens what was sealed under a passphrase. */
    static Unsealer unsealer(char[] passphrase) {
        return new Unsealer(passphrase, PROVIDER);
    }

    /** The passphrase is another one, or the file begins as no backup does. */
    static final class NotOpenedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotOpenedException(String sentence) {
            super(sentence);
        }
    }

    /** A stream whose bytes go to {@code to} sealed; closing it ends the seal, and leaves {@code to} open. */
    static OutputStream seal(OutputStream to, char[] passphrase, int iterations, SecureRandom random)
            throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        try {
            CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
            generator.addRecipientInfoGenerator(
                    new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, passphrase)
                            .setProvider(PROVIDER)
                            .setPRF(PasswordRecipient.PRF.HMacSHA256)
                            .setSaltAndIterationCount(salt, iterations)
                            .setSecureRandom(random));
            return generator.open(to, (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                    .setProvider(PROVIDER)
                    .setSecureRandom(random)
                    .build());
        } catch (CMSException e) {
            throw new IllegalStateException("Bouncy Castle has AES-256-GCM and PBKDF2", e);
        }
    }

    /** A sealed stream that is being read. */
    static final class Opened {
        private final InputStream raw;
        private final CMSAuthEnvelopedDataParser parser;
        private final InputStream content;

        private Opened(InputStream raw, CMSAuthEnvelopedDataParser parser, InputStream content) {
            this.raw = raw;
            this.parser = parser;
            this.content = content;
        }

        /** The bytes. */
        InputStream content() {
            return content;
        }

        /**
         * Reads what is left, and checks that all that was read is what was sealed.
         *
         * @throws IOException if it is not, or the file goes on behind it
         */
        void finish() throws IOException {
            try {
                content.transferTo(OutputStream.nullOutputStream());
                content.close();
                parser.getMac();
                byte[] behind = raw.readNBytes(MOST_BEHIND + 1);
                for (byte b : behind) {
                    if (b != 0 || behind.length > MOST_BEHIND) {
                        throw new IOException("it goes on behind its end");
                    }
                }
            } catch (RuntimeException e) {
                throw new IOException("its end is damaged", e);
            }
        }
    }

    /**
     * Begins to read.
     *
     * @param from buffered
     * @throws NotOpenedException if the passphrase is wrong or the first bytes are damaged
     */
    static Opened open(InputStream from, Unsealer unsealer) throws IOException {
        try {
            CMSAuthEnvelopedDataParser parser = new CMSAuthEnvelopedDataParser(from);
            Collection<RecipientInformation> recipients =
                    parser.getRecipientInfos().getRecipients();
            if (recipients.size() == 1
                    && recipients.iterator().next() instanceof PasswordRecipientInformation recipient
                    && CMSAlgorithm.AES256_GCM.getId().equals(parser.getEncAlgOID())
                    && isBounded(recipient)
                    && GCMParameters.getInstance(parser.getEncAlgParams()).getIcvLen() == TAG_BYTES) {
                InputStream content = recipient.getContentStream(unsealer).getContentStream();
                return new Opened(from, parser, content);
            }
        } catch (CMSException | RuntimeException e) {
            throw new NotOpenedException("the passphrase is another one, or its first bytes are damaged");
        }
        throw new NotOpenedException("it is no backup of a hub");
    }

    /** Whoever wrote the file decides how much work a passphrase is. */
    private static boolean isBounded(PasswordRecipientInformation recipient) throws IOException {
        if (recipient.getKeyDerivationAlgorithm() == null) {
            return false;
        }
        BigInteger iterations = PBKDF2Params.getInstance(
                        recipient.getKeyDerivationAlgorithm().getParameters())
                .getIterationCount();
        return iterations.signum() > 0 && iterations.compareTo(BigInteger.valueOf(MOST_ITERATIONS)) <= 0;
    }
}

package org.demarche.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Collection;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataParser;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/**
 * A stream sealed to {@link Addressees}: CMS AuthEnvelopedData, AES-256-GCM, of any length up to 60 GiB in bounded memory. What is read is authentic only once
 * {@link Opened#finish} has returned: only the end of the file proves the whole of it.
 */
final class Sealed {
    /** The most that one key may encrypt in GCM is 64 GiB less 32 bytes (NIST SP 800-38D). */
    static final long MOST_BYTES = 60L << 30;

    static final Provider PROVIDER = new BouncyCastleProvider();

    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 16;
    static final int MOST_BEHIND = 64;

    private Sealed() {}

    /**
     * A stream that seals.
     *
     * @param out closing it ends the seal, and leaves what it writes to open
     * @param own opens what was sealed, for as long as this process has it, where it is sealed to certificates alone
     */
    record Sealing(OutputStream out, Unsealer own) {}

    /** Begins to seal what goes to {@code to}. */
    static Sealing seal(OutputStream to, Addressees addressees, SecureRandom random) throws IOException {
        try {
            CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
            addressees
                    .passphrase()
                    .ifPresent(passphrase ->
                            generator.addRecipientInfoGenerator(password(passphrase, addressees.rounds(), random)));
            for (RecipientCertificate certificate : addressees.certificates()) {
                generator.addRecipientInfoGenerator(recipient(certificate, random));
            }
            OutputAEADEncryptor encryptor =
                    (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                            .setProvider(PROVIDER)
                            .setSecureRandom(random)
                            .build();
            return new Sealing(generator.open(to, encryptor), new ByContentKey((byte[])
                    encryptor.getKey().getRepresentation()));
        } catch (CMSException | GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has AES-256-GCM, PBKDF2, RSA-OAEP and ECDH", e);
        }
    }

    private static RecipientInfoGenerator password(char[] passphrase, int rounds, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, passphrase)
                .setProvider(PROVIDER)
                .setPRF(PasswordRecipient.PRF.HMacSHA256)
                .setSaltAndIterationCount(salt, rounds)
                .setSecureRandom(random);
    }

    /** RSA transports the content's key (RFC 3560); with EC one is agreed that wraps it (RFC 5753), each time with a new key of the sender's. */
    private static RecipientInfoGenerator recipient(RecipientCertificate to, SecureRandom random)
            throws GeneralSecurityException {
        if (to.curve().isEmpty()) {
            return new JceKeyTransRecipientInfoGenerator(
                            to.certificate(),
                            new JcaAlgorithmParametersConverter()
                                    .getAlgorithmIdentifier(PKCSObjectIdentifiers.id_RSAES_OAEP, OAEP))
                    .setProvider(PROVIDER);
        }
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", PROVIDER);
        pairs.initialize(new ECGenParameterSpec(to.curve().get()), random);
        KeyPair once = pairs.generateKeyPair();
        return new JceKeyAgreeRecipientInfoGenerator(
                        CMSAlgorithm.ECDH_SHA256KDF, once.getPrivate(), once.getPublic(), CMSAlgorithm.AES256_WRAP)
                .addRecipient(to.certificate())
                .setSecureRandom(random)
                .setProvider(PROVIDER);
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
     * @throws Unsealer.NotOpenedException if it is not for this unsealer, or the first bytes are damaged
     */
    static Opened open(InputStream from, Unsealer unsealer) throws IOException {
        try {
            CMSAuthEnvelopedDataParser parser = new CMSAuthEnvelopedDataParser(from);
            Collection<RecipientInformation> recipients =
                    parser.getRecipientInfos().getRecipients();
            if (!recipients.isEmpty()
                    && recipients.size() <= Addressees.most()
                    && CMSAlgorithm.AES256_GCM.getId().equals(parser.getEncAlgOID())
                    && GCMParameters.getInstance(parser.getEncAlgParams()).getIcvLen() == TAG_BYTES) {
                return new Opened(from, parser, unsealer.open(recipients));
            }
        } catch (CMSException | RuntimeException e) {
            throw new Unsealer.NotOpenedException("its first bytes are damaged");
        }
        throw new Unsealer.NotOpenedException("it is no backup of a hub");
    }
}

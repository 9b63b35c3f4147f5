package org.demarche.server.backup;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.jspecify.annotations.Nullable;

/** The private key of a certificate that backups are sealed to: PKCS #8 as PEM, encrypted or not, in a file that only its owner may read. */
public final class PrivateKeyFile {
    private PrivateKeyFile() {}

    /**
     * The key in {@code file}.
     *
     * @param passphrase file with its passphrase, if it is encrypted
     * @throws HubException if there is none, or the passphrase is another one
     */
    public static PrivateKey read(Path file, Optional<Path> passphrase) throws HubException {
        @Nullable Object read;
        try (PEMParser parser =
                new PEMParser(new StringReader(new String(SecretFiles.read(file), StandardCharsets.US_ASCII)))) {
            read = parser.readObject();
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, sentence(file, e), e);
        }
        PrivateKeyInfo info;
        if (read instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            info = decrypt(file, encrypted, passphrase);
        } else if (read instanceof PrivateKeyInfo plain) {
            info = plain;
        } else {
            throw new HubException(
                    file + (read == null ? " holds no PEM" : " holds something else")
                            + " (expected: a private key as PKCS #8 PEM); \"openssl pkcs8 -topk8 -in OLD -out NEW\" makes one of other forms");
        }
        try {
            PrivateKey key =
                    new JcaPEMKeyConverter().setProvider(Sealed.PROVIDER).getPrivateKey(info);
            if (key instanceof RSAKey || key instanceof ECKey) {
                return key;
            }
        } catch (IOException e) {
            throw new HubException(
                    HubException.SETUP, file + " holds no key that can be read (expected: RSA or EC)", e);
        }
        throw new HubException(file + " holds a key of another kind (expected: RSA or EC)");
    }

    private static String sentence(Path file, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith(file.toString())
                ? message
                : file + " holds no private key that can be read (expected: PKCS #8 as PEM)";
    }

    private static PrivateKeyInfo decrypt(Path file, PKCS8EncryptedPrivateKeyInfo encrypted, Optional<Path> passphrase)
            throws HubException {
        if (passphrase.isEmpty()) {
            throw new HubException(file + " is encrypted: give the file with its passphrase too, --passphrase FILE");
        }
        char[] secret = Passphrase.ofKey(passphrase.get());
        try {
            return encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(Sealed.PROVIDER)
                    .build(secret));
        } catch (PKCSException | OperatorCreationException | RuntimeException e) {
            throw new HubException(
                    HubException.SETUP,
                    file + " cannot be decrypted: the passphrase in " + passphrase.get()
                            + " is another one, or the file is damaged",
                    e);
        }
    }
}

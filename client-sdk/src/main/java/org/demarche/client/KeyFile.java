package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.demarche.key.Keystore;
import org.demarche.key.KeystoreException;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SigningKey;
import org.demarche.secret.SecretFiles;

/**
 * A private key in its encrypted file.
 *
 * @param file the keystore
 * @param passphrase how to get its passphrase, asked for only when the key is needed
 */
public record KeyFile(Path file, Passphrase passphrase) {
    /** A passphrase, wherever it comes from. */
    @FunctionalInterface
    public interface Passphrase {
        /** The passphrase for {@code file}; the caller overwrites it after use. */
        byte[] of(Path file) throws IOException;

        /** The first line of {@code source}, a file that only its owner may read. */
        static Passphrase inFile(Path source) {
            return file -> firstLine(SecretFiles.read(source));
        }
    }

    /**
     * Opens it, to sign with it more than once.
     *
     * @throws DeskException.Misconfigured if the file can't be read, is no signing key, or the passphrase is wrong
     */
    public OpenKey unlock() throws DeskException {
        return new OpenKey(open());
    }

    /**
     * Opens it.
     *
     * @throws DeskException.Misconfigured if the file can't be read, is no signing key, or the passphrase is wrong
     */
    SigningKey open() throws DeskException {
        return open(Keystore::openSigningKey);
    }

    /**
     * Opens a witness's key, which is of the same make as a log's.
     *
     * @throws DeskException.Misconfigured if the file can't be read, is no such key, or the passphrase is wrong
     */
    LogSigningKey openWitnessKey() throws DeskException {
        return open(Keystore::openLogKey);
    }

    /** How a keystore is opened. */
    @FunctionalInterface
    private interface Opener<K> {
        K open(byte[] sealed, byte[] passphrase) throws KeystoreException;
    }

    private <K> K open(Opener<K> opener) throws DeskException {
        byte[] secret = new byte[0];
        try {
            byte[] sealed = SecretFiles.read(file);
            secret = passphrase.of(file);
            return opener.open(sealed, secret);
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    e.getMessage() == null ? file + ": can't be read" : e.getMessage(),
                    "check the paths of the key and of its passphrase, which passphrase_file in the profile or an option such as --passphrase-file names",
                    e);
        } catch (KeystoreException e) {
            throw new DeskException.Misconfigured(
                    file + ": " + e.getMessage(), "check the key file and its passphrase", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] firstLine(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOf(text, end);
        Arrays.fill(text, (byte) 0);
        return line;
    }
}

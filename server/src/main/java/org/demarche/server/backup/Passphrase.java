package org.demarche.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;

/** The passphrase of backups, or of a private key that opens them, from a file that only its owner may read. */
public final class Passphrase {
    private static final int LEAST = 12;

    private Passphrase() {}

    /** The passphrase of backups in {@code file}, without white space around it. */
    public static char[] read(Path file) throws HubException {
        String text = text(file);
        if (text.length() < LEAST) {
            throw new HubException(file + " holds a passphrase of " + text.length() + " characters (expected: at least "
                    + LEAST + "); openssl rand -hex 32 makes a good one");
        }
        return text.toCharArray();
    }

    /** The passphrase of a private key, which others have chosen. */
    static char[] ofKey(Path file) throws HubException {
        String text = text(file);
        if (text.isEmpty()) {
            throw new HubException(file + " is empty (expected: the passphrase of the private key)");
        }
        return text.toCharArray();
    }

    private static String text(Path file) throws HubException {
        try {
            return new String(SecretFiles.read(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }
}

package org.demarche.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;

/** The passphrase of backups, from a file that only its owner may read. */
public final class Passphrase {
    private static final int LEAST = 12;

    private Passphrase() {}

    /** The passphrase in {@code file}, without white space around it. */
    public static char[] read(Path file) throws HubException {
        try {
            String text = new String(SecretFiles.read(file), StandardCharsets.UTF_8).strip();
            if (text.length() < LEAST) {
                throw new HubException(file + " holds a passphrase of " + text.length()
                        + " characters (expected: at least " + LEAST + "); openssl rand -hex 32 makes a good one");
            }
            return text.toCharArray();
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }
}

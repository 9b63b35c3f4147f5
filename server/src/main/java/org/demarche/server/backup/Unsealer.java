package org.demarche.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.PrivateKey;
import java.util.Collection;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;

/** What opens a backup, again and again: a passphrase, a private key, or the key of the content itself. For one thread. */
public abstract class Unsealer {
    Unsealer() {}

    /** A passphrase. */
    public static Unsealer of(char[] passphrase) {
        return new ByPassphrase(passphrase);
    }

    /** A private key, RSA or EC. */
    public static Unsealer of(PrivateKey key) {
        return new ByPrivateKey(key);
    }

    /**
     * What was sealed, of a file for these.
     *
     * @throws NotOpenedException if it opens nothing
     */
    abstract InputStream open(Collection<RecipientInformation> recipients) throws IOException, CMSException;

    /** The file is sealed to others, or begins as no backup does. The message is a clause, and what was expected. */
    static final class NotOpenedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotOpenedException(String sentence) {
            super(sentence);
        }
    }
}

package org.demarche.client.follow;

import java.io.IOException;
import org.demarche.charter.Charter;

/** The charter names log keys that the profile's file does not hold. */
public final class MissingLogKeyException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingLogKeyException(Charter.LogIdentity log) {
        super("the charter names the log keys " + log.ed25519().fingerprint() + " and "
                + log.mlDsa44().fingerprint() + ", and the file of log keys lacks one of them");
    }
}

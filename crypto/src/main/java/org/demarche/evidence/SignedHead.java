package org.demarche.evidence;

import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.witness.Cosigned;

/**
 * A head that the log has signed.
 *
 * @param checkpoint what it signed
 * @param charter the charter that governs behind the last entry which the head covers, as far as it matters here
 * @param cosigned what that charter's witnesses say; empty: it asks for none
 */
record SignedHead(VerifiedCheckpoint checkpoint, Charter charter, Optional<Cosigned> cosigned) {
    static SignedHead of(VerifiedCheckpoint checkpoint, Charter charter, List<LogPublicKey> witnessKeys) {
        return new SignedHead(checkpoint, charter, Cosigned.of(checkpoint, charter, witnessKeys));
    }

    Head head() {
        return checkpoint.head();
    }
}

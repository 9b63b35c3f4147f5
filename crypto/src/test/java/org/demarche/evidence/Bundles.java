package org.demarche.evidence;

import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.refusal.RefusedException;

/** What tests do with bundles: judge them, and change them as an outsider could. */
public final class Bundles {
    /** Tests judge many files with the same signatures in them. */
    private static final SignatureVerifier VERIFIER = new RememberingVerifier(SignatureVerifier.bouncyCastle());

    private Bundles() {}

    /** The report of a reader who trusts this charter. */
    public static Report judge(byte[] bundle, Sha256 pinned) {
        return Verification.verify(bundle, pinned, Optional.empty(), VERIFIER);
    }

    /** The report of a reader. */
    public static Report judge(byte[] bundle, Reader reader) {
        return Verification.verify(bundle, reader, VERIFIER);
    }

    /** The report of a reader who trusts this charter. */
    public static Report judge(byte[] bundle, Charter trusted) {
        return judge(bundle, trusted.hash());
    }

    /** The bundle as a message. */
    public static EvidenceBundle read(byte[] bundle) {
        try {
            return Strict.parse(EvidenceBundle.getDefaultInstance(), bundle);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** The bundle, changed and encoded strictly again. */
    public static byte[] edit(byte[] bundle, Consumer<EvidenceBundle.Builder> change) {
        EvidenceBundle.Builder builder = read(bundle).toBuilder();
        change.accept(builder);
        return Strict.encode(builder.build());
    }
}

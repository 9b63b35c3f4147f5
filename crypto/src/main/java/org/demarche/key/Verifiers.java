package org.demarche.key;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Chooses the library that verifies. */
public final class Verifiers {
    private Verifiers() {}

    /**
     * The fastest verifier that can be trusted here: Conscrypt where it loads, else Bouncy Castle. Either way it has
     * just judged a built-in set of valid and invalid signatures rightly.
     *
     * @param announce is told in one sentence which library verifies, and if it is not the fast one, why
     * @throws IllegalStateException if a library judges one of the signatures wrongly: nothing it says can be relied
     *     on, so nothing should run
     */
    public static SignatureVerifier fastest(Consumer<String> announce) {
        // A lambda and not a method reference: where the jar is absent, its class must not be looked for before the try
        // below.
        return fastest(announce, () -> ConscryptVerifier.load());
    }

    static SignatureVerifier fastest(Consumer<String> announce, Supplier<SignatureVerifier> fast) {
        SignatureVerifier reference = SignatureVerifier.bouncyCastle();
        AgreementCheck check = new AgreementCheck();
        check.run(reference);
        SignatureVerifier chosen;
        try {
            chosen = fast.get();
        } catch (LinkageError | RuntimeException e) {
            announce.accept("Signatures are verified by " + reference.name()
                    + ", at about half the speed: Conscrypt is not to be had here (" + e + ").");
            return reference;
        }
        check.run(chosen);
        announce.accept(
                "Signatures are verified by " + chosen.name() + ", which agrees with " + reference.name() + ".");
        return chosen;
    }
}

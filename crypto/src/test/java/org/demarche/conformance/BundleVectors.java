package org.demarche.conformance;

import java.util.Set;
import org.demarche.lies.Lie;
import org.demarche.lies.Lies;

/** A choice of the lying files, and the honest ones that they were made from. All of them can be asked about with {@code --files}. */
final class BundleVectors {
    private static final Set<String> CHOSEN = Set.of(
            "honest-tier-1",
            "honest-notice",
            "honest-key-change",
            "honest-successor",
            "honest-witnessed-notice",
            "honest-witnessed",
            "version-of-the-future",
            "format-of-another-kind",
            "byte-appended",
            "unknown-field",
            "no-entries",
            "charter-superfluous",
            "proof-hash-changed",
            "proof-too-long",
            "checkpoint-without-ml-dsa",
            "log-keys-left-out",
            "assent-without-a-key",
            "possession-of-another-party",
            "key-weak");

    private BundleVectors() {}

    static void tell(Vectors vectors) {
        int told = 0;
        for (Lie lie : Lies.all()) {
            if (CHOSEN.contains(lie.name()) || firstOfItsCode(lie)) {
                tell(vectors, lie);
                told++;
            }
        }
        if (told < CHOSEN.size()) {
            throw new AssertionError("the lying files lack some of the chosen ones");
        }
    }

    /** At least one of each code that is not common. */
    private static boolean firstOfItsCode(Lie lie) {
        return Set.of(13, 20, 21, 22, 30, 31).contains(lie.exit())
                && Lies.all().stream()
                        .filter(l -> l.exit() == lie.exit())
                        .limit(2)
                        .anyMatch(l -> l == lie);
    }

    private static void tell(Vectors vectors, Lie lie) {
        Given given = new Given()
                .bytes("bundle", lie.file().get())
                .hash("charter", lie.trusted().hash());
        String about = lie.what() + ": " + lie.why();
        // Exit 7 says that all of it is true, but that it proves another result: the kit compares results itself.
        if (lie.exit() == 0 || lie.exit() == Lie.ANOTHER_RESULT) {
            vectors.accept("bundle/verify", lie.name(), about, given);
        } else {
            vectors.refuse("bundle/verify", lie.name(), about, given);
        }
    }
}

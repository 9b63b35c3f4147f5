package org.demarche.conformance;

import java.util.HashSet;
import java.util.Set;
import org.demarche.lies.Lie;
import org.demarche.lies.Lies;

/** A choice of the lying files, and the honest ones that they were made from. All of them can be asked about with {@code --files}. */
final class BundleVectors {
    private static final String DOUBTFUL = "bundle/doubtful";
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
        Set<String> chosen = new HashSet<>(CHOSEN);
        chosen.addAll(Lies.ofEndsAndTimes());
        int told = 0;
        for (Lie lie : Lies.all()) {
            if (chosen.contains(lie.name()) || firstOfItsCode(lie)) {
                tell(vectors, lie);
                told++;
            }
        }
        if (told < chosen.size()) {
            throw new AssertionError("the lying files lack some of the chosen ones");
        }
        for (String name : new String[] {"honest-compromised", "honest-compromised-later", "honest-notice"}) {
            Lie lie = Lies.named(name);
            vectors.accept(DOUBTFUL, "doubtful-in-" + name, lie.what(), given(lie));
        }
        Lie lie = Lies.named("compromised-key-speaks");
        vectors.refuse(DOUBTFUL, "doubtful-in-" + lie.name(), lie.what() + ": " + lie.why(), given(lie), lie.exit());
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
        Given given = given(lie);
        String about = lie.what() + ": " + lie.why();
        // Exit 7 says that all of it is true, but that it proves another result: the kit compares results itself.
        if (lie.exit() == 0 || lie.exit() == Lie.ANOTHER_RESULT) {
            vectors.accept("bundle/verify", lie.name(), about, given, 0);
        } else {
            vectors.refuse("bundle/verify", lie.name(), about, given, lie.exit());
        }
    }

    private static Given given(Lie lie) {
        return new Given()
                .bytes("bundle", lie.file().get())
                .hash("charter", lie.trusted().hash());
    }
}

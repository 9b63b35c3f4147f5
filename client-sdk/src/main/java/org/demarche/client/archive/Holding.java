package org.demarche.client.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.demarche.archive.Algorithms;
import org.demarche.archive.Authorities;
import org.demarche.archive.Ending;
import org.demarche.charter.Charter;
import org.demarche.evidence.ArchivedBundle;
import org.demarche.evidence.Durability;
import org.demarche.evidence.Reader;
import org.demarche.evidence.Report;
import org.demarche.evidence.Verification;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;

/**
 * A bundle in an archive.
 *
 * @param path where it lies
 * @param bytes the file as it was read
 * @param bundle the same, taken apart
 * @param durability until when it is good
 * @param exercise whether its charter is that of an exercise
 */
public record Holding(Path path, byte[] bytes, ArchivedBundle bundle, Durability durability, boolean exercise) {

    /** A token states a time a little later than that at which it was made, and clocks differ: a token dated further from our own clock would do harm for decades. */
    static final Duration SKEW = Duration.ofMinutes(5);

    /** The file proves nothing that could be kept; the message says why. */
    public static final class WorthlessException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        WorthlessException(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }

        /** Why, in one sentence. */
        public String sentence() {
            return sentence;
        }
    }

    /** What an archive knows of the world. */
    public record Keeper(Algorithms algorithms, Authorities authorities, SignatureVerifier verifier) {}

    /**
     * Judges a file.
     *
     * @param at the present
     * @throws WorthlessException if it is no sound bundle of any charter
     */
    public static Holding of(Path path, byte[] bytes, Keeper keeper, Instant at) throws WorthlessException {
        if (bytes.length == 0) {
            throw new WorthlessException(path + ": the file is empty");
        }
        ArchivedBundle bundle;
        try {
            bundle = ArchivedBundle.parse(bytes);
        } catch (RefusedException e) {
            throw new WorthlessException(
                    path + ": not an evidence bundle: " + e.refusal().sentence());
        }
        Report report = Verification.verify(
                bytes,
                Reader.trusting(bundle.genesis()).at(at.plus(SKEW)).with(keeper.algorithms(), keeper.authorities()),
                keeper.verifier());
        return new Holding(
                path,
                bytes,
                bundle,
                report.durability()
                        .orElseThrow(() -> new WorthlessException(
                                path + ": " + report.verdict().sentence())),
                report.charter().filter(Charter::exercise).isPresent());
    }

    /** What ends first of what an archive keeps up: its records that hold, else what the file itself rests on. */
    public Ending due() {
        return durability.records().stream()
                .flatMap(r -> r.ending().stream())
                .min(Comparator.naturalOrder())
                .orElse(durability.own());
    }
}

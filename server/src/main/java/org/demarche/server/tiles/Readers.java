package org.demarche.server.tiles;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.intake.Streams;

/**
 * Who may read the log's files, and how much in a minute and at once. Asked anew for every file, so a pin that ends in the middle of a connection ends there.
 * Thread-safe.
 */
public final class Readers {
    private final LogFiles files;
    private final Function<Sha256, Optional<String>> partyOfPin;
    private final Supplier<Optional<Refusal>> whyNot;
    private final Quotas quotas;
    private final Streams bundles;

    /**
     * The readers of {@code files}.
     *
     * @param partyOfPin the party that a client's pin belongs to at present
     * @param whyNot why nobody is shown the log at present
     * @param quotas what each party may ask for in a minute
     * @param bundles what each party is being sent at once of what does not fit into memory
     */
    public Readers(
            LogFiles files,
            Function<Sha256, Optional<String>> partyOfPin,
            Supplier<Optional<Refusal>> whyNot,
            Quotas quotas,
            Streams bundles) {
        this.files = files;
        this.partyOfPin = partyOfPin;
        this.whyNot = whyNot;
        this.quotas = quotas;
        this.bundles = bundles;
    }

    /** A file that a reader is being sent; to be closed at its end. */
    public record Reading(LogFile file, Runnable over) implements AutoCloseable {
        @Override
        public void close() {
            over.run();
        }
    }

    /** The files. */
    public LogFiles files() {
        return files;
    }

    /**
     * Opens a file.
     *
     * @param pin of the client's certificate
     * @param path as {@link LogFiles#get} has it
     * @throws RefusedException if this client does not get it now
     */
    public Reading open(Sha256 pin, String path) throws RefusedException {
        String party = partyOfPin
                .apply(pin)
                .orElseThrow(
                        () -> new RefusedException(
                                Reason.PIN_UNKNOWN,
                                "the TLS pin " + pin.fingerprint()
                                        + " belongs to no party; let your party's root key enrol it, or connect with one that is enrolled"));
        Optional<Refusal> refusal = whyNot.get();
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        if (!quotas.take(party, Use.FILE)) {
            throw exceeded(party + " has asked for more than " + quotas.perMinute(Use.FILE)
                    + " files of the log within a minute; wait a little");
        }
        LogFile file = files.get(path);
        if (!(file instanceof LogFile.Bundle)) {
            return new Reading(file, () -> {});
        }
        if (!bundles.open(party)) {
            throw exceeded(
                    party + " is being sent " + bundles.most() + " entry bundles already; read one to its end first");
        }
        return new Reading(file, () -> bundles.close(party));
    }

    private static RefusedException exceeded(String sentence) {
        return new RefusedException(Reason.QUOTA_EXCEEDED, sentence);
    }
}

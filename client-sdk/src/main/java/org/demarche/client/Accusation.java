package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.demarche.client.follow.Exhibits;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Prosecutor;
import org.demarche.client.follow.Replica;

/** What is made of one lie: its own bytes first, before the hub is asked for anything more, then what shows it to everybody. Has a reason at every moment, however far it came. */
final class Accusation {
    private static final String KEEP =
            "keep the file, call the other parties and the operator; nothing more is sent to this hub";

    private final LieException lie;
    private final Instant found;
    private final Exhibits exhibits;
    private final Prosecutor prosecutor;
    private final Replica replica;
    private Optional<Path> file = Optional.empty();
    private String kept = "; its own bytes are in ";
    private String why = "";

    Accusation(LieException lie, Instant found, Exhibits exhibits, Prosecutor prosecutor, Replica replica) {
        this.lie = lie;
        this.found = found;
        this.exhibits = exhibits;
        this.prosecutor = prosecutor;
        this.replica = replica;
    }

    /** Keeps what came with the lie, and then what proves it, as far as the disk allows. */
    void write() {
        keep(Optional.empty());
        Optional<byte[]> proof = lie.claim().flatMap(prosecutor::prove);
        if (proof.isPresent() && keep(proof)) {
            kept = "; `demarche verify` convicts it by ";
        }
    }

    /** A thread that is to end still writes: an interrupt would close the file. */
    private boolean keep(Optional<byte[]> proof) {
        boolean interrupted = Thread.interrupted();
        try {
            file = Optional.of(exhibits.keep(
                    lie,
                    proof,
                    replica.charter().log().origin(),
                    replica.charter().hash(),
                    found));
            return true;
        } catch (IOException | RuntimeException e) {
            // Whatever kept it from being written, the lie is what people must hear of.
            why = " (" + (e.getMessage() == null ? e.toString() : e.getMessage()) + ")";
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What ends the trust, and where it is kept. */
    DeskException.Misbehaved reason() {
        return new DeskException.Misbehaved(
                lie.kind(),
                lie.getMessage() + file.map(f -> kept + f).orElse(""),
                file,
                file.isPresent()
                        ? KEEP
                        : "the evidence could not be written" + why
                                + "; note the time, call the other parties and the operator");
    }
}

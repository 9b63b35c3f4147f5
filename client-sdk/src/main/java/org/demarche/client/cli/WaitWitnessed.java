package org.demarche.client.cli;

import java.time.Duration;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Receipt;
import org.demarche.client.witness.Witnessing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a command that submits waits for the witnesses. */
final class WaitWitnessed {
    @Option(
            names = "--wait-witnessed",
            arity = "0..1",
            fallbackValue = "30",
            paramLabel = "SECONDS",
            description =
                    "Wait until the entry is witnessed, at most so long (default: ${FALLBACK-VALUE}); exit 7 if it is not by then.")
    private @Nullable Integer seconds;

    /** What a command gives that has submitted something. The answer is printed afterwards, and says how it stands. */
    record Waited(Receipt receipt, int code) {}

    /** The receipt as it stands after waiting, and the exit code. */
    Waited wait(Terminal terminal, Desk desk, Receipt receipt) throws DeskException {
        if (seconds == null) {
            return new Waited(receipt, Exit.OK);
        }
        Witnessing said = desk.awaitWitnessed(receipt.index(), Duration.ofSeconds(Math.max(0, seconds)));
        if (!(said instanceof Witnessing.Witnessed)) {
            terminal.error(
                    said instanceof Witnessing.NotYet
                            ? "entry " + receipt.index() + " is in the log, and not yet witnessed after " + seconds
                                    + " s"
                            : "entry " + receipt.index() + " is in the log, and the charter names no witness",
                    "the notice counts all the same; `demarche liaison status` shows how far the log is witnessed");
        }
        return new Waited(receipt.withWitnessed(said), said instanceof Witnessing.Witnessed ? Exit.OK : Exit.CONDITION);
    }
}

package org.demarche.server.carry;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.server.HubException;
import org.demarche.server.config.HubConfig;
import org.demarche.server.witness.LastCosigned;

/** Has witnesses that others run say how far they have seen the log. A witness may show what it knew an hour ago, so their word is a bound from below and no more. */
public final class AskedWitnesses {
    private final List<HubConfig.ForeignWitness> witnesses;
    private final Consumer<String> say;

    /** @param say is told, in a sentence each, what came of it */
    public AskedWitnesses(List<HubConfig.ForeignWitness> witnesses, Consumer<String> say) {
        this.witnesses = List.copyOf(witnesses);
        this.say = say;
    }

    /**
     * Asks each, and adds what it has cosigned.
     *
     * @throws HubException USAGE if there is none; SETUP if this is interrupted
     */
    public void addTo(SeenHeads seen) throws HubException {
        if (witnesses.isEmpty()) {
            throw new HubException(
                    HubException.USAGE,
                    "hub.toml names no witness that could be asked ([[witness.foreign]]): give the heads that witnesses have cosigned last, --seen FILE",
                    null);
        }
        for (HubConfig.ForeignWitness witness : witnesses) {
            LastCosigned last = new LastCosigned(witness, seen.first().log().origin());
            try {
                ask(witness, last, seen);
            } catch (IOException e) {
                untold(witness, "cannot be asked: " + last.page() + " " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HubException(HubException.SETUP, "interrupted: nothing was restored", e);
            }
        }
    }

    private void ask(HubConfig.ForeignWitness witness, LastCosigned last, SeenHeads seen)
            throws IOException, InterruptedException {
        Optional<byte[]> note = last.read();
        if (note.isEmpty()) {
            untold(witness, "has cosigned nothing of this log, or shows nobody what (" + last.page() + ": 404)");
            return;
        }
        try {
            OwnHeads.Opened opened = seen.take(last.page().toString(), note.get());
            long size = opened.head().size();
            say.accept(
                    "the witness " + witness.name()
                            + (isCosigned(witness, opened)
                                    ? " has cosigned a head of " + size + " entries last"
                                    : " shows a head of " + size
                                            + " entries that it has not cosigned with its verifier_keys; it counts all the same, since the log has signed it"));
        } catch (HubException e) {
            untold(witness, "shows what is of no use: " + e.getMessage());
        }
    }

    private static boolean isCosigned(HubConfig.ForeignWitness witness, OwnHeads.Opened opened) {
        return witness.keys().stream()
                .anyMatch(key -> opened.checkpoint().signatures().stream()
                        .filter(line -> line.by(key))
                        .anyMatch(line -> CosignatureVerifier.timeOf(
                                        line, key, opened.checkpoint().checkpoint())
                                .isPresent()));
    }

    private void untold(HubConfig.ForeignWitness witness, String why) {
        say.accept("the witness " + witness.name() + " " + why
                + "; have its operator give the checkpoint that it has cosigned last, and show it by --seen FILE");
    }
}

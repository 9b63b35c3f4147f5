package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.witness.CosignedFile;
import org.demarche.merkle.Head;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code liaison witness status}. */
@Command(
        name = "status",
        description =
                "What the witness has cosigned last, by its state file, and whether it runs. Needs no network and no passphrase.")
final class WitnessStatus extends DeskCommand {
    @Mixin
    private final WitnessCommand.Which which = new WitnessCommand.Which();

    WitnessStatus(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean offline() {
        return true;
    }

    @Override
    int run(Desk desk) throws DeskException, IOException {
        if (!Files.isRegularFile(which.key)) {
            throw new DeskException.Misconfigured(
                    which.key + ": no such file",
                    "name the witness's key with --key: what it has cosigned lies beside it");
        }
        Path state = CosignedFile.of(which.key);
        Optional<Head> last = cosigned(state);
        boolean runs = isRunning();
        Optional<Charter.Witness> named = desk.charter().witnesses().stream()
                .filter(w -> w.name().equals(which.name))
                .findFirst();
        if (options.json()) {
            ObjectNode node = object(desk)
                    .put("witness", which.name)
                    .put("named", named.isPresent())
                    .put("running", runs)
                    .put("cosigned_size", last.map(Head::size).orElse(0L));
            last.ifPresent(head -> node.put("cosigned_root", head.root().hex()));
            print(node);
            return Exit.OK;
        }
        Page page = page(desk)
                .field(
                        "witness",
                        which.name + named.map(w -> " of " + w.party()).orElse(", which the charter does NOT name"))
                .field("running", runs ? "yes" : "no");
        if (last.isPresent()) {
            page.field(
                    "cosigned",
                    last.get().size() + " entries, root "
                            + last.get().root().brief() + ", "
                            + Times.dtg(Files.getLastModifiedTime(state).toMillis()));
        } else {
            page.field("cosigned", "nothing yet");
        }
        page.field("copy", desk.head().size() + " entries")
                .field("log", WitnessWords.ofLog(desk.witnessed()))
                .print(terminal.out());
        return Exit.OK;
    }

    private static Optional<Head> cosigned(Path state) throws IOException, DeskException {
        Optional<byte[]> note = CosignedFile.read(state);
        try {
            return note.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Checkpoint.parse(Note.parse(note.get()).text()).head());
        } catch (NoteException e) {
            throw new DeskException.Misconfigured(
                    state + ": not what a witness has cosigned: " + e.refusal().sentence(),
                    "bring the right file back from where it was moved or restored",
                    e);
        }
    }

    private boolean isRunning() throws IOException {
        return CosignedFile.isHeld(which.key);
    }
}

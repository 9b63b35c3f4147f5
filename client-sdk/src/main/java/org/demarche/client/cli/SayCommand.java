package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Profile;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Precedence;
import org.demarche.situation.Phrases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that signs one notice, and sends it or writes it to a file. */
abstract class SayCommand extends DeskCommand {
    @Option(
            names = "--precedence",
            paramLabel = "SPEED",
            description = "ROUTINE, PRIORITY, IMMEDIATE or FLASH. Default: ${DEFAULT-VALUE}.")
    private Speed precedence = Speed.ROUTINE;

    @Option(names = "--action", paramLabel = "PARTY", split = ",", description = "Parties that are asked to act.")
    private List<String> action = new ArrayList<>();

    @Option(names = "--info", paramLabel = "PARTY", split = ",", description = "Parties that are to know.")
    private List<String> information = new ArrayList<>();

    @Option(names = "--ref", paramLabel = "ID", split = ",", description = "Notices that this one refers to.")
    private List<String> references = new ArrayList<>();

    @Option(
            names = "--valid-for",
            paramLabel = "SPAN",
            description = "How long it may enter the log: 15m when sent, 72h when only signed.")
    private @Nullable Duration validFor;

    @Option(
            names = "--sign-only",
            paramLabel = "FILE",
            description = "Write the signed notice to FILE, for another desk to `submit`; needs no network.")
    private @Nullable Path signOnly;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before signing.")
    private boolean yes;

    @Mixin
    private final WaitWitnessed wait = new WaitWitnessed();

    /** Speeds as people write them. */
    enum Speed {
        ROUTINE,
        PRIORITY,
        IMMEDIATE,
        FLASH
    }

    SayCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final boolean offline() {
        return signOnly != null;
    }

    @Override
    final boolean reads() {
        return false;
    }

    abstract Draft draft(Desk desk) throws DeskException, IOException;

    /** Whether the act is one that a person should see once more before it is signed. */
    boolean grave() {
        return false;
    }

    /** When no hub answers, what is said is signed and kept all the same, if this desk has seen the log before. */
    @Override
    final Desk open(Profile profile) throws DeskException, IOException {
        try {
            return super.open(profile);
        } catch (DeskException.Unreachable e) {
            try (Desk desk = Desk.offline(profile, terminal.passphrase(profile), terminal.here())) {
                if (desk.head().size() == 0) {
                    throw e;
                }
                Sha256 kept = desk.keep(confirmed(desk));
                throw new DeskException.Unreachable(
                        e.sentence(),
                        "it is signed and kept, for 72 hours at the most: `demarche liaison outbox send " + kept.brief()
                                + "` when a hub answers",
                        e);
            }
        }
    }

    @Override
    final int run(Desk desk) throws DeskException, IOException {
        Draft draft = confirmed(desk);
        if (signOnly != null) {
            return write(desk, desk.sign(draft), signOnly);
        }
        return print(desk, desk.submit(draft), wait);
    }

    private Draft confirmed(Desk desk) throws DeskException, IOException {
        Draft draft = addressed(desk, draft(desk));
        if (grave() && !yes) {
            page(desk)
                    .line(desk.profile().party() + " " + Phrases.what(draft.content()), 3)
                    .print(terminal.err());
            if (!terminal.confirmed("This will be signed and can't be taken back.")) {
                throw new DeskException.Invalid("not confirmed; nothing was signed", "type yes, or state --yes");
            }
        }
        return draft;
    }

    private Draft addressed(Desk desk, Draft draft) throws DeskException {
        Draft addressed = draft.precedence(Precedence.valueOf("PRECEDENCE_" + precedence));
        if (!action.isEmpty()) {
            addressed = addressed.action(action);
        }
        if (!information.isEmpty()) {
            addressed = addressed.information(information);
        }
        if (!references.isEmpty()) {
            List<Sha256> ids = new ArrayList<>();
            for (String reference : references) {
                ids.add(desk.resolve(reference));
            }
            addressed = addressed.references(ids);
        }
        return validFor == null ? addressed : addressed.validFor(validFor);
    }

    private int write(Desk desk, byte[] signed, Path file) throws IOException {
        Files.write(file, signed, StandardOpenOption.CREATE_NEW);
        if (options.json()) {
            print(object(desk).put("file", file.toString()).put("bytes", signed.length));
        } else {
            page(desk)
                    .line("Signed, not sent. Carry " + file + " to a desk with a network, and there:")
                    .line("  demarche liaison submit " + file)
                    .print(terminal.out());
        }
        return Exit.OK;
    }
}

package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Receipt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that has the party's root key sign, which governs: so it shows what will be signed, asks, and says what follows. */
abstract class RootCommand extends DeskCommand {
    @Mixin
    final RootKey root = new RootKey();

    @Option(
            names = "--sign-only",
            paramLabel = "FILE",
            description =
                    "Write the signed notice to FILE, for a desk with a network to `submit`; needs none here, but a copy of the log in the state folder.")
    private @Nullable Path signOnly;

    @Mixin
    private final WaitWitnessed wait = new WaitWitnessed();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask before signing.")
    private boolean yes;

    /**
     * What the root is to sign.
     *
     * @param draft the notice
     * @param shown what somebody should read before that
     * @param question what is asked then
     * @param typed what confirms it
     * @param follows what it means, once it is in the log; one sentence each
     */
    record Act(Draft draft, Page shown, String question, String typed, List<String> follows) {
        /** One that is confirmed by a yes. */
        static Act of(Draft draft, Page shown, List<String> follows) {
            return new Act(
                    draft, shown, "This will be signed and can't be taken back. Type yes to sign: ", "yes", follows);
        }
    }

    RootCommand(Terminal terminal) {
        super(terminal);
    }

    abstract Act act(Desk desk) throws DeskException, IOException;

    @Override
    final boolean offline() {
        return signOnly != null;
    }

    @Override
    final boolean reads() {
        return false;
    }

    @Override
    final int run(Desk desk) throws DeskException, IOException {
        Act act = act(desk);
        if (!yes) {
            act.shown().print(terminal.err());
            if (!terminal.confirmed(act.question(), act.typed())) {
                throw new DeskException.Invalid(
                        "not confirmed; nothing was signed",
                        "type " + act.typed() + " when asked, or state --yes after you have read what is signed");
            }
        }
        if (signOnly != null) {
            written(desk, desk.sign(act.draft(), root.file()), signOnly, act);
            return Exit.OK;
        }
        WaitWitnessed.Waited waited = wait.wait(terminal, desk, desk.submit(act.draft(), root.file()));
        logged(desk, waited.receipt(), act);
        return waited.code();
    }

    /** What can only be said once it is in the log; one sentence each. */
    List<String> afterwards(Desk desk) throws DeskException {
        return List.of();
    }

    private void logged(Desk desk, Receipt receipt, Act act) throws DeskException {
        List<String> then = afterwards(desk);
        if (options.json()) {
            ObjectNode node = json(desk, receipt);
            ArrayNode follows = node.putArray("follows");
            act.follows().forEach(follows::add);
            then.forEach(follows::add);
            print(node);
        } else {
            Page page = page(desk, receipt);
            act.follows().forEach(s -> page.line("- " + s, 2));
            then.forEach(s -> page.line("- " + s, 2));
            page.print(terminal.out());
        }
    }

    private void written(Desk desk, byte[] signed, Path file, Act act) throws IOException {
        Files.write(file, signed, StandardOpenOption.CREATE_NEW);
        if (options.json()) {
            print(object(desk).put("file", file.toString()).put("bytes", signed.length));
            return;
        }
        Page page = page(desk)
                .line("Signed, not sent. Carry " + file + " to a desk with a network, and there:")
                .line("  demarche liaison submit " + file)
                .line("Once it is in the log:");
        act.follows().forEach(s -> page.line("- " + s, 2));
        page.print(terminal.out());
    }
}

package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.client.Notices;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EnrolledKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison charter} and its verbs. */
@Command(
        name = "charter",
        description = "The signed text: check, explain, status, propose, assent.",
        synopsisSubcommandLabel = "COMMAND")
final class CharterCommand extends Group {
    private CharterCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new CharterCommand())
                .addSubcommand(new CharterCheck(terminal))
                .addSubcommand(new CharterExplain(terminal))
                .addSubcommand(new CharterStatus(terminal))
                .addSubcommand(new Propose(terminal))
                .addSubcommand(new Assent(terminal));
    }

    /** {@code liaison charter propose}. */
    @Command(name = "propose", description = "Post the text of the next charter, signed by the root key.")
    static final class Propose extends DeskCommand {
        @Parameters(paramLabel = "FILE", description = "The text.")
        private Path file = Path.of("charter.toml");

        @Mixin
        private final RootKey root = new RootKey();

        @Mixin
        private final WaitWitnessed wait = new WaitWitnessed();

        Propose(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(org.demarche.client.Desk desk) throws DeskException, IOException {
            return print(desk, desk.submit(Notices.charterText(GivenFile.read(file)), root.file()), wait);
        }
    }

    /** {@code liaison charter assent}. */
    @Command(
            name = "assent",
            description = "Assent to a charter with the party's root key, bringing the party's keys that it names.")
    static final class Assent extends DeskCommand {
        @Parameters(
                arity = "0..1",
                paramLabel = "HASH",
                description = "The charter's hash. Default: the draft of version 1 that the profile pins.")
        private @Nullable Sha256 charter;

        @Mixin
        private final RootKey root = new RootKey();

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description =
                        "A key that the charter names and that lies on this machine, the root among them; once for each.")
        private List<Path> keys = new ArrayList<>();

        @Option(
                names = "--key-passphrase-file",
                paramLabel = "FILE",
                description = "The passphrase of every --key. Default: asked for.")
        private @Nullable Path keyPassphrase;

        @Option(
                names = "--proof",
                paramLabel = "FILE",
                description = "A proof that `demarche liaison key prove` wrote on another machine; once for each.")
        private List<Path> proofs = new ArrayList<>();

        @Mixin
        private final WaitWitnessed wait = new WaitWitnessed();

        Assent(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(org.demarche.client.Desk desk) throws DeskException, IOException {
            Sha256 hash = charter == null ? desk.profile().charterHash() : charter;
            List<EnrolledKey> enrolled = new ArrayList<>();
            for (Path key : keys) {
                enrolled.add(desk.prove(new KeyFile(key, Terminal.passphrase(keyPassphrase)), hash));
            }
            for (Path proof : proofs) {
                enrolled.add(KeyCommand.proof(proof));
            }
            return print(desk, desk.assent(hash, root.file(), enrolled), wait);
        }
    }
}

package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterExplainer;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.charter.Problem;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.client.Notices;
import org.demarche.client.Receipt;
import org.demarche.escalation.Governance;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.rule.Tally;
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
                .addSubcommand(new Check(terminal))
                .addSubcommand(new Explain(terminal))
                .addSubcommand(new Status(terminal))
                .addSubcommand(new Propose(terminal))
                .addSubcommand(new Assent(terminal));
    }

    private static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    /** {@code liaison charter check}. */
    @Command(
            name = "check",
            description =
                    "Everything that is wrong with a text, at once; and its hash. Needs no profile. Exit 5 if it is no charter.")
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The text.")
        private Path file = Path.of("charter.toml");

        @Mixin
        private final Output output = new Output();

        private final Terminal terminal;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            byte[] text = bytes(file);
            CharterParse parse = CharterParser.parse(text);
            List<String> problems = parse instanceof CharterParse.Unsound unsound
                    ? unsound.problems().stream().map(Problem::toString).toList()
                    : List.of();
            List<String> remarks = parse instanceof CharterParse.Sound sound ? sound.remarks() : List.of();
            if (output.json()) {
                ObjectNode node = JsonNodeFactory.instance
                        .objectNode()
                        .put("sound", problems.isEmpty())
                        .put("hash", Sha256.of(text).fingerprint());
                add(node.putArray("problems"), problems);
                add(node.putArray("remarks"), remarks);
                terminal.out().println(node);
            } else {
                Page page = new Page(parse instanceof CharterParse.Sound sound
                        && sound.charter().exercise());
                problems.forEach(p -> page.line("- " + p, 2));
                page.line(
                        problems.isEmpty()
                                ? "Sound."
                                : problems.size() + (problems.size() == 1 ? " problem." : " problems."));
                remarks.forEach(r -> page.line("note: " + r, 6));
                page.line(Sha256.of(text).fingerprint());
                page.print(terminal.out());
            }
            return problems.isEmpty() ? Exit.OK : Exit.CONFIGURATION;
        }

        private static void add(ArrayNode array, List<String> lines) {
            lines.forEach(array::add);
        }
    }

    /** {@code liaison charter explain}. */
    @Command(name = "explain", description = "A text in plain sentences. Needs no profile.")
    static final class Explain implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "The text.")
        private Path file = Path.of("charter.toml");

        @Mixin
        private final Output output = new Output();

        private final Terminal terminal;

        Explain(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException, DeskException {
            if (!(CharterParser.parse(bytes(file)) instanceof CharterParse.Sound sound)) {
                throw new DeskException.Misconfigured(
                        file + ": not a sound charter",
                        "`liaison charter check " + file + "` lists everything that is wrong");
            }
            List<String> sentences = CharterExplainer.explain(sound.charter());
            if (output.json()) {
                ObjectNode node = JsonNodeFactory.instance
                        .objectNode()
                        .put("exercise", sound.charter().exercise());
                ArrayNode array = node.putArray("sentences");
                sentences.forEach(array::add);
                terminal.out().println(node);
            } else {
                Page page = new Page(sound.charter().exercise());
                sentences.forEach(s -> page.line(s, 2));
                page.print(terminal.out());
            }
            return Exit.OK;
        }
    }

    /** {@code liaison charter status}. */
    @Command(
            name = "status",
            description =
                    "Which charter governs, which drafts wait for whose assent, and the keys of this desk's party. Exit 7 if none is in force.")
    static final class Status extends DeskCommand {
        Status(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(org.demarche.client.Desk desk) throws DeskException {
            Governance governance = desk.governance()
                    .orElseThrow(
                            () -> new DeskException.Misconfigured("this desk has seen nothing yet", "connect once"));
            Charter charter = governance.charter();
            if (options.json()) {
                ObjectNode node = object(desk)
                        .put("hash", charter.hash().hex())
                        .put("title", charter.title())
                        .put("version", charter.version())
                        .put("in_force", governance.inForce());
                ArrayNode drafts = node.putArray("drafts");
                governance
                        .drafts()
                        .values()
                        .forEach(d -> drafts.addObject()
                                .put("hash", d.charter().hash().hex())
                                .put("version", d.charter().version())
                                .put("assented", String.join(" ", d.byOwnRoot())));
                print(node);
            } else {
                Page page = page(desk)
                        .field("charter", charter.title() + ", version " + charter.version())
                        .field("hash", charter.hash().fingerprint())
                        .field(
                                "in force",
                                governance.inForce() ? "yes, until " + Times.dtg(charter.expiresMs()) : "NO");
                governance.drafts().values().stream()
                        .filter(d ->
                                !governance.inForce() || !d.charter().hash().equals(charter.hash()))
                        .forEach(d -> {
                            Tally tally = charter.adoption().tally(d.byCurrentRoot());
                            page.field(
                                            "draft",
                                            d.charter().hash().brief() + ", version "
                                                    + d.charter().version() + ", assented: "
                                                    + String.join(" ", d.byOwnRoot()))
                                    .field(
                                            "",
                                            tally.holds()
                                                    ? "the current rule is met"
                                                    : "missing: " + tally.shortfall());
                        });
                charter.party(desk.profile().party()).ifPresent(p -> keys(page, p, governance));
                page.print(terminal.out());
            }
            return governance.inForce() ? Exit.OK : Exit.CONDITION;
        }

        private static void keys(Page page, Party party, Governance governance) {
            page.field(
                    "root",
                    party.root().brief() + (governance.signer(party.root()).isPresent() ? "" : " (not enrolled yet)"));
            for (Desk post : party.desks()) {
                page.field(
                        "desk",
                        post.name() + ": "
                                + String.join(
                                        " ",
                                        post.keys().stream().map(Sha256::brief).toList()) + "; may "
                                + String.join(
                                        " ",
                                        post.may().stream()
                                                .map(r -> r.word())
                                                .sorted()
                                                .toList()));
            }
        }
    }

    /** {@code liaison charter propose}. */
    @Command(name = "propose", description = "Post the text of the next charter, signed by the root key.")
    static final class Propose extends DeskCommand {
        @Parameters(paramLabel = "FILE", description = "The text.")
        private Path file = Path.of("charter.toml");

        @Mixin
        private final RootKey root = new RootKey();

        Propose(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(org.demarche.client.Desk desk) throws DeskException, IOException {
            Receipt receipt = desk.submit(Notices.charterText(bytes(file)), root.file());
            show(this, desk, receipt);
            return Exit.OK;
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
                description = "A proof that `liaison key prove` wrote on another machine; once for each.")
        private List<Path> proofs = new ArrayList<>();

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
            show(this, desk, desk.assent(hash, root.file(), enrolled));
            return Exit.OK;
        }
    }

    static void show(DeskCommand command, org.demarche.client.Desk desk, Receipt receipt) {
        if (command.options.json()) {
            command.print(SayCommand.json(command.object(desk), receipt));
        } else {
            SayCommand.receipt(command.page(desk), desk, receipt).print(command.terminal.out());
        }
    }
}

package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison key} and its verbs. */
@Command(
        name = "key",
        description = "Keys of the party: prove possession, add, end, say that one is compromised.",
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommand extends Group {
    private KeyCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new Prove(terminal))
                .addSubcommand(new Add(terminal))
                .addSubcommand(new End(terminal))
                .addSubcommand(new Compromised(terminal))
                .addSubcommand(new Change(terminal));
    }

    /** A proof from its file. */
    static EnrolledKey proof(Path file) throws DeskException, IOException {
        try {
            return Strict.parse(EnrolledKey.getDefaultInstance(), GivenFile.read(file));
        } catch (RefusedException e) {
            throw new DeskException.Invalid(
                    file + ": not a proof of possession: " + e.refusal().sentence(),
                    "`demarche liaison key prove` writes one");
        }
    }

    /** {@code liaison key prove}. */
    @Command(
            name = "prove",
            description =
                    "Write the public half of a key, with the proof that the private half is here, for the root's assent or key change elsewhere.")
    static final class Prove extends DeskCommand {
        @Parameters(paramLabel = "KEY", description = "The key's file.")
        private Path key = Path.of("desk.key");

        @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Its passphrase. Default: asked for.")
        private @Nullable Path passphrase;

        @Option(
                names = "--charter",
                paramLabel = "HASH",
                description =
                        "The charter assented to; for a key change the one in force. Default: the one that the profile pins.")
        private @Nullable Sha256 charter;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
        private Path out = Path.of("desk.proof");

        Prove(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean offline() {
            return true;
        }

        @Override
        int run(Desk desk) throws DeskException, IOException {
            Sha256 context = charter == null ? desk.profile().charterHash() : charter;
            EnrolledKey proof = desk.prove(new KeyFile(key, Terminal.passphrase(passphrase)), context);
            Files.write(out, Strict.encode(proof), StandardOpenOption.CREATE_NEW);
            if (options.json()) {
                print(object(desk).put("file", out.toString()).put("charter", context.hex()));
            } else {
                page(desk)
                        .line("Written: " + out + ". It proves possession for the charter " + context.brief()
                                + " alone.")
                        .print(terminal.out());
            }
            return Exit.OK;
        }
    }

    /** {@code liaison key change}. */
    @Command(
            name = "change",
            description =
                    "Add or end desk keys or TLS pins of the party in one notice, signed by its root key. Acts on later entries only.")
    static final class Change extends KeyChangeCommand {
        @Option(
                names = "--add",
                paramLabel = "DESK=PROOF",
                description = "Add the key of a proof that `demarche liaison key prove --charter` wrote, to this desk.")
        private Map<String, Path> added = new LinkedHashMap<>();

        @Option(names = "--end", paramLabel = "KEY", description = "End the desk key with this fingerprint.")
        private List<Sha256> ended = new ArrayList<>();

        @Option(names = "--tls-add", paramLabel = "PIN", description = "Add a TLS pin.")
        private List<Sha256> tlsAdded = new ArrayList<>();

        @Option(names = "--tls-end", paramLabel = "PIN", description = "End a TLS pin.")
        private List<Sha256> tlsEnded = new ArrayList<>();

        Change(Terminal terminal) {
            super(terminal);
        }

        @Override
        KeyChange change() throws DeskException, IOException {
            return KeyChange.newBuilder()
                    .addAllAdded(added(added))
                    .addAllEnded(bytes(ended))
                    .addAllTlsAdded(bytes(tlsAdded))
                    .addAllTlsEnded(bytes(tlsEnded))
                    .build();
        }
    }

    /** {@code liaison key add}. */
    @Command(
            name = "add",
            description =
                    "Add keys to desks that the charter names, each proven to be held. They speak from the next entry on.")
    static final class Add extends KeyChangeCommand {
        @Parameters(
                arity = "1..*",
                paramLabel = "DESK=PROOF",
                description =
                        "A desk, and the proof that `demarche liaison key prove --charter` wrote where its new key is.")
        private Map<String, Path> added = new LinkedHashMap<>();

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        KeyChange change() throws DeskException, IOException {
            return KeyChange.newBuilder().addAllAdded(added(added)).build();
        }
    }

    /** {@code liaison key end}. */
    @Command(
            name = "end",
            description = "End desk keys of the party. What they have signed stands; they never come back.")
    static final class End extends KeyChangeCommand {
        @Parameters(arity = "1..*", paramLabel = "KEY", description = "The key's fingerprint.")
        private List<Sha256> ended = new ArrayList<>();

        End(Terminal terminal) {
            super(terminal);
        }

        @Override
        KeyChange change() {
            return KeyChange.newBuilder().addAllEnded(bytes(ended)).build();
        }
    }

    /** {@code liaison key compromised}. */
    @Command(
            name = "compromised",
            description =
                    "Say that others may have used a key of the party. It ends, if it has not ended before, and whoever reads what it has signed since is told to doubt it; nothing is undone.")
    static final class Compromised extends KeyChangeCommand {
        @Parameters(paramLabel = "KEY", description = "The key's fingerprint; also of a former root.")
        private Sha256 key = Sha256.of();

        @Option(
                names = "--since",
                required = true,
                paramLabel = "ENTRY",
                description = "The first entry of the log that is in doubt; 0 if nobody can tell.")
        private long since;

        @Option(names = "--text", paramLabel = "TEXT", description = "What is known of it, for the other parties.")
        private String text = "";

        Compromised(Terminal terminal) {
            super(terminal);
        }

        @Override
        KeyChange change() throws DeskException {
            if (since < 0) {
                throw new DeskException.Invalid(
                        "--since " + since + " (expected: the index of an entry, from 0)",
                        "`demarche liaison inbox` lists the entries");
            }
            return KeyChange.newBuilder()
                    .addCompromised(CompromisedKey.newBuilder()
                            .setKeyId(key.byteString())
                            .setSinceIndex(since)
                            .setText(text))
                    .build();
        }
    }
}

package org.demarche.client.cli;

import com.google.protobuf.ByteString;
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
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison key} and its verbs. */
@Command(
        name = "key",
        description = "Keys of the party: prove possession, change.",
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommand extends Group {
    private KeyCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new KeyCommand())
                .addSubcommand(new Prove(terminal))
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
                    "Add or end desk keys or TLS pins of the party, signed by its root key. Acts on later entries only.")
    static final class Change extends DeskCommand {
        @Mixin
        private final RootKey root = new RootKey();

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

        @Mixin
        private final WaitWitnessed wait = new WaitWitnessed();

        Change(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(Desk desk) throws DeskException, IOException {
            KeyChange.Builder change = KeyChange.newBuilder()
                    .addAllEnded(bytes(ended))
                    .addAllTlsAdded(bytes(tlsAdded))
                    .addAllTlsEnded(bytes(tlsEnded));
            for (Map.Entry<String, Path> entry : added.entrySet()) {
                change.addAdded(DeskKey.newBuilder().setDesk(entry.getKey()).setKey(proof(entry.getValue())));
            }
            return print(desk, desk.changeKeys(change.build(), root.file()), wait);
        }

        private static List<ByteString> bytes(List<Sha256> hashes) {
            return hashes.stream().map(Sha256::byteString).toList();
        }
    }
}

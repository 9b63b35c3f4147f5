package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.client.DeskException;
import org.demarche.client.Profile;
import org.demarche.client.ProfileException;
import org.demarche.client.transport.HubAddress;
import org.demarche.disk.DurableFiles;
import org.demarche.hash.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison profile} and its verbs. */
@Command(
        name = "profile",
        description = "Who this desk is and whom it trusts: init, check, the log's keys.",
        synopsisSubcommandLabel = "COMMAND")
final class ProfileCommand extends Group {
    private ProfileCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ProfileCommand())
                .addSubcommand(new Init(terminal))
                .addSubcommand(new Check(terminal))
                .addSubcommand(new ProfileLogKeys(terminal));
    }

    /** {@code liaison profile init}. */
    @Command(
            name = "init",
            description =
                    "Write a profile beside the files that it names. Compare the charter's hash with the other parties first.")
    static final class Init implements Callable<Integer> {
        @Parameters(
                paramLabel = "FILE",
                description = "The profile to write. Paths below are taken as seen from its folder.")
        private Path file = Path.of("desk.toml");

        @Option(
                names = "--party",
                required = true,
                paramLabel = "ID",
                description = "The party that the desk speaks for.")
        private String party = "";

        @Option(
                names = "--hub",
                required = true,
                split = ",",
                paramLabel = "HOST:PORT",
                description = "Where hubs of the log listen.")
        private List<String> hubs = List.of();

        @Option(
                names = "--hub-pin",
                required = true,
                split = ",",
                paramLabel = "PIN",
                description = "The hub's TLS pins.")
        private List<Sha256> pins = List.of();

        @Option(
                names = "--charter",
                paramLabel = "FILE",
                description = "The text of version 1. Default: ${DEFAULT-VALUE}.")
        private String charter = "charter.toml";

        @Option(
                names = "--charter-hash",
                required = true,
                paramLabel = "HASH",
                description = "Its hash, as agreed with the other parties by another way than this file.")
        private Sha256 hash = Sha256.of();

        @Option(
                names = "--log-keys",
                paramLabel = "FILE",
                description = "The log's public keys. Default: ${DEFAULT-VALUE}.")
        private String logKeys = "log.pub";

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "This desk's signing key. Default: ${DEFAULT-VALUE}.")
        private String key = "desk.key";

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "The key's passphrase. Default: asked for each time.")
        private @Nullable String passphrase;

        @Option(
                names = "--tls",
                paramLabel = "NAME",
                description = "NAME.key and NAME.crt of the line. Default: ${DEFAULT-VALUE}.")
        private String tls = "tls";

        private final Terminal terminal;

        Init(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException, DeskException {
            if (Files.exists(file)) {
                throw new DeskException.Misconfigured(
                        file + ": exists already", "a profile is never overwritten; move it away first");
            }
            Path folder = file.toAbsolutePath().getParent();
            byte[] text = GivenFile.read(folder == null ? Path.of(charter) : folder.resolve(charter));
            requireHash(text);
            boolean exercise = CharterParser.parse(text) instanceof CharterParse.Sound sound
                    && sound.charter().exercise();
            DurableFiles.write(file, profile(exercise).getBytes(StandardCharsets.UTF_8));
            checkWritten();
            new Page(exercise)
                    .line("Written: " + file + ", for " + party + (exercise ? ", an exercise." : ", ACTUAL."))
                    .line("Try it: demarche liaison status --profile " + file)
                    .print(terminal.out());
            return Exit.OK;
        }

        private void requireHash(byte[] text) throws DeskException {
            Sha256 found = Sha256.of(text);
            if (!found.equals(hash)) {
                throw new DeskException.Misconfigured(
                        charter + ": its hash is " + found.fingerprint() + " (expected: " + hash.fingerprint() + ")",
                        "this is not the text that was agreed; get it again, byte for byte");
            }
        }

        private void checkWritten() throws IOException, DeskException {
            try {
                Profile.read(file);
            } catch (ProfileException e) {
                Files.delete(file);
                throw new DeskException.Invalid(
                        String.valueOf(e.getMessage()), "correct the options; nothing was written");
            }
        }

        private String profile(boolean exercise) {
            StringBuilder text = new StringBuilder();
            line(text, "status", quoted(exercise ? "exercise" : "actual"));
            line(text, "party", quoted(party));
            line(text, "hubs", list(hubs));
            line(text, "hub_pins", list(pins.stream().map(Sha256::fingerprint).toList()));
            line(text, "charter", quoted(charter));
            line(text, "charter_hash", quoted(hash.fingerprint()));
            line(text, "log_keys", quoted(logKeys));
            line(text, "key", quoted(key));
            if (passphrase != null) {
                line(text, "passphrase_file", quoted(passphrase));
            }
            line(text, "tls_key", quoted(tls + ".key"));
            line(text, "tls_certificate", quoted(tls + ".crt"));
            line(text, "state", quoted("state"));
            return text.toString();
        }

        private static void line(StringBuilder text, String name, String value) {
            text.append(String.format("%-15s = %s%n", name, value));
        }

        private static String list(List<String> values) {
            return values.stream().map(Init::quoted).collect(Collectors.joining(", ", "[", "]"));
        }

        private static String quoted(String value) {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    /** {@code liaison profile check}. */
    @Command(name = "check", description = "Everything that is wrong with the profile, at once.")
    static final class Check implements Callable<Integer> {
        @Mixin
        private final Options options = new Options();

        private final Terminal terminal;

        Check(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws DeskException {
            Profile profile = options.read(terminal);
            if (options.json()) {
                terminal.out()
                        .println(JsonNodeFactory.instance
                                .objectNode()
                                .put("exercise", profile.exercise())
                                .put("party", profile.party())
                                .put("charter_hash", profile.charterHash().hex())
                                .put(
                                        "hubs",
                                        String.join(
                                                ",",
                                                profile.hubs().stream()
                                                        .map(HubAddress::toString)
                                                        .toList())));
            } else {
                new Page(profile.exercise())
                        .field("profile", profile.source() + ": sound")
                        .field("party", profile.party())
                        .field(
                                "hubs",
                                String.join(
                                        " ",
                                        profile.hubs().stream()
                                                .map(HubAddress::toString)
                                                .toList()))
                        .field("charter", profile.charterHash().fingerprint())
                        .print(terminal.out());
            }
            return Exit.OK;
        }
    }
}

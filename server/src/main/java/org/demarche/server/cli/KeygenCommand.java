package org.demarche.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.demarche.key.Keystore;
import org.demarche.key.LogSigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.audit.Act;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub keygen}. */
@Command(
        name = "keygen",
        description =
                "Make a hub's directory: the log's keys, the TLS key, and a configuration. Prints the fingerprints that the charter needs. Where hub.toml says store.read_only, the TLS key alone.",
        mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
    private static final int PASSPHRASE_BYTES = 32;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--name",
            paramLabel = "HOST",
            defaultValue = "hub",
            description = "Name in the TLS certificate (default: hub).")
    private String name = "hub";

    @Option(
            names = "--log-only",
            paramLabel = "FILE",
            description =
                    "Make one more key pair of a log that has begun, in this keystore of the hub's directory, for a successor of the charter to name.")
    private @Nullable Path logOnly;

    @Override
    public Integer call() throws HubException {
        if (logOnly != null) {
            return next(directory.path().resolve(logOnly));
        }
        Path path = directory.path();
        SecureRandom random = new SecureRandom();
        try {
            HubConfig settings = settings(path);
            boolean readOnly = settings.store() instanceof StoreAddress.Standby;
            List<Path> made = readOnly
                    ? List.of(settings.tls().key(), settings.tls().certificate())
                    : List.of(
                            settings.logKeystore(),
                            settings.tls().key(),
                            settings.tls().certificate());
            for (Path secret : made) {
                if (Files.exists(secret)) {
                    throw usage(secret + " exists already: keys are never overwritten, move them away first");
                }
            }
            Map<String, Object> data = new LinkedHashMap<>();
            if (!readOnly) {
                LogSigningKey log = logKey(settings, random);
                data.put("ed25519", log.publicKey().ed25519Id().fingerprint());
                data.put("ml_dsa_44", log.publicKey().mlDsa44Id().fingerprint());
            }
            TlsIdentity tls = TlsIdentity.generate(
                    name, random, Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
            SecretFiles.write(settings.tls().key(), ascii(tls.keyPem()));
            Files.writeString(settings.tls().certificate(), tls.certificatePem());
            data.put("tls_pin", tls.pin().fingerprint());
            directory.note(Act.KEYGEN, Map.of("tls_pin", tls.pin().fingerprint()));
            output.print(spec.commandLine().getOut(), data);
            Messages.hint(
                    spec.commandLine(),
                    readOnly
                            ? "the parties' machines pin tls_pin; copy " + HubFiles.LOG_PUBLIC
                                    + " here from a hub that writes, then run demarche hub run"
                            : "ed25519 and ml_dsa_44 go into the charter's [log]; the parties' machines pin tls_pin; then run demarche hub init");
            return 0;
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }

    /** The pair that is to sign once a successor names it. Every hub of the log must hold it by then, and every desk know its public half. */
    private int next(Path keystore) throws HubException {
        HubConfig settings = directory.config();
        if (Files.exists(keystore)) {
            throw usage(keystore + " exists already: keys are never overwritten, name another file");
        }
        // What is there must open, so that all pairs are under one passphrase.
        HubFiles.logKey(settings);
        SecureRandom random = new SecureRandom();
        LogSigningKey key = LogSigningKey.generate(random);
        LogPublicFile logPublic = new LogPublicFile(directory.path());
        try {
            SecretFiles.write(keystore, sealed(key, settings, random));
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
        try {
            logPublic.add(key.publicKey());
        } catch (HubException e) {
            removed(keystore);
            throw e;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("ed25519", key.publicKey().ed25519Id().fingerprint());
        data.put("ml_dsa_44", key.publicKey().mlDsa44Id().fingerprint());
        data.put("keystore", keystore.toString());
        directory.note(Act.KEYGEN, Map.of("keystore", keystore.toString()));
        data.put("log_keys", logPublic.toString());
        output.print(spec.commandLine().getOut(), data);
        for (String step : List.of(
                "1. copy the keystore to every hub of this log that writes, name it there in hub.toml ([log] other_keystores), and start each anew; demarche hub log-keys tells what each pair is for",
                "2. hand " + HubFiles.LOG_PUBLIC
                        + " to every desk, witness and reading hub, which add it: demarche liaison profile log-keys FILE",
                "3. put ed25519 and ml_dsa_44 into [log] of the next charter; the hub signs with this pair from the entry on that completes its adoption, and refuses to complete it before it holds the pair")) {
            Messages.hint(spec.commandLine(), step);
        }
        return 0;
    }

    private static void removed(Path keystore) throws HubException {
        try {
            Files.deleteIfExists(keystore);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, keystore + " cannot be removed again: " + e.getMessage(), e);
        }
    }

    private static byte[] sealed(LogSigningKey key, HubConfig settings, SecureRandom random) throws IOException {
        String passphrase = new String(SecretFiles.read(settings.passphrase()), StandardCharsets.UTF_8).strip();
        return Keystore.seal(key, passphrase.getBytes(StandardCharsets.UTF_8), random);
    }

    private static LogSigningKey logKey(HubConfig settings, SecureRandom random) throws IOException {
        if (!Files.exists(settings.passphrase())) {
            byte[] passphrase = new byte[PASSPHRASE_BYTES];
            random.nextBytes(passphrase);
            SecretFiles.write(settings.passphrase(), ascii(HexFormat.of().formatHex(passphrase) + "\n"));
        }
        LogSigningKey log = LogSigningKey.generate(random);
        SecretFiles.write(settings.logKeystore(), sealed(log, settings, random));
        return log;
    }

    /** The settings of a folder in which nothing else is; the usual ones, written down, if the folder is empty or not there. */
    private HubConfig settings(Path path) throws IOException, HubException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw usage(path + " is not a folder; give an empty one, or one that is not there yet");
        }
        Files.createDirectories(path);
        Path config = path.resolve(HubConfig.FILE);
        if (!Files.exists(config)) {
            requireNothingBut(Set.of(), path);
            Files.writeString(config, HubConfig.template(), StandardOpenOption.CREATE_NEW);
        }
        HubConfig settings = directory.config();
        requireNothingBut(Set.of(config, settings.passphrase()), path);
        return settings;
    }

    private static void requireNothingBut(Set<Path> expected, Path path) throws IOException, HubException {
        try (Stream<Path> files = Files.list(path)) {
            Optional<Path> other =
                    files.filter(f -> !expected.contains(f)).sorted().findFirst();
            if (other.isPresent()) {
                throw usage(path + " is not empty, it holds " + other.get().getFileName()
                        + ": nothing is ever overwritten; give an empty folder, or one with nothing but "
                        + HubConfig.FILE);
            }
        }
    }

    private static HubException usage(String sentence) {
        return new HubException(HubException.USAGE, sentence, null);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

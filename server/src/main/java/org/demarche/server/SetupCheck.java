package org.demarche.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;
import org.demarche.server.backup.RecipientCertificate;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.ConfigProblem;
import org.demarche.server.config.Effective;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.tls.HubTls;
import org.demarche.server.tls.PinTrust;
import org.demarche.server.tls.TlsException;
import org.demarche.time.Dtg;

/**
 * Looks at what a configuration names: whether keys are there, closed to others, and open with their passphrase, certificates fit, ports are free and the store has a
 * place. Everything that is wrong is told at once. A database is called, and TLS set up, only if that is wanted.
 */
public final class SetupCheck {
    /** RFC 5280 §4.1.2.5: the certificate has no well-defined end. */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private final Path directory;
    private final ConfigParse.Sound read;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<Tried> tried = new ArrayList<>();

    private SetupCheck(Path directory, ConfigParse.Sound read) {
        this.directory = directory;
        this.read = read;
    }

    /**
     * Something that was tried, and works.
     *
     * @param what a name of one or two words
     * @param found a clause about it
     */
    public record Tried(String what, String found) {}

    /** Something that fails with a sentence, and else tells what it found. */
    @FunctionalInterface
    private interface Step {
        String take() throws HubException;
    }

    /**
     * Checks the hub in {@code directory}.
     *
     * @throws HubException with all that is wrong with the configuration, or with what it names
     */
    public static void require(Path directory, Map<String, String> environment) throws HubException {
        SetupCheck check = new SetupCheck(directory, HubFiles.read(directory, environment));
        check.check();
        check.requireSound();
    }

    /**
     * The same, and sets up TLS and calls the store besides.
     *
     * @param works is told of each thing that was tried and works
     * @throws HubException with all that is wrong with the configuration, or with what it names
     */
    public static void connect(Path directory, Map<String, String> environment, Consumer<Tried> works)
            throws HubException {
        SetupCheck check = new SetupCheck(directory, HubFiles.read(directory, environment));
        HubConfig config = check.read.config();
        check.check();
        check.step("tls.key", "tls", () -> offerTls(config));
        check.step("store.url", "store", () -> readStore(config.store()));
        check.tried.forEach(works);
        check.requireSound();
    }

    private void requireSound() throws HubException {
        if (!problems.isEmpty()) {
            throw HubFiles.unusable(directory.resolve(HubConfig.FILE), problems);
        }
    }

    private void check() throws HubException {
        HubConfig config = read.config();
        step("tls.key", "tls_key", () -> certificate(HubFiles.tlsIdentity(config)));
        if (config.store() instanceof StoreAddress.Standby) {
            step("store.read_only", "log_keys", () -> {
                HubFiles.role(config, directory);
                return "the public ones can be read";
            });
        } else {
            logKeys(config);
        }
        step("time_authority.0.anchor", "time_authorities", () -> {
            HubFiles.timeAuthorities(config);
            int count = config.timestamps().authorities().size();
            return count == 0 ? "none" : count + ", each with its certificate";
        });
        config.backupRecipients()
                .forEach(file -> step(
                        "backup.recipients",
                        "backups",
                        () -> "can be sealed to "
                                + RecipientCertificate.read(file).file()));
        if (config.store() instanceof StoreAddress.File file) {
            step("store.url", "store_folder", () -> requireFolder(file.path()));
        }
        ports(config);
    }

    private void ports(HubConfig config) throws HubException {
        Optional<String> running = HubFiles.runningAt(directory);
        if (running.isPresent()) {
            tried.add(new Tried("ports", "not tried: a hub runs here, at " + running.get()));
            return;
        }
        step("listen.port", "calls", () -> requireFree(config.host(), config.port()));
        config.files().ifPresent(at -> step("tiles.port", "files", () -> requireFree(at.host(), at.port())));
        config.board()
                .map(HubConfig.Board::listen)
                .ifPresent(at -> step("board.port", "board", () -> requireFree(at.host(), at.port())));
        HubConfig.Listen operations = config.operations().listen();
        step("operations.port", "operations", () -> requireFree(operations.host(), operations.port()));
    }

    private void logKeys(HubConfig config) {
        int before = problems.size();
        step("log.passphrase", "log_passphrase", () -> requireSecret(config.passphrase()));
        if (problems.size() > before) {
            return;
        }
        step("log.keystore", "log_keystore", () -> opened(config, config.logKeystore()));
        config.otherLogKeystores()
                .forEach(keystore -> step("log.other_keystores", "log_keystore", () -> opened(config, keystore)));
    }

    private static String opened(HubConfig config, Path keystore) throws HubException {
        return keystore + " opens: ed25519 "
                + HubFiles.logKey(config, keystore).publicKey().ed25519Id().fingerprint();
    }

    private static String certificate(TlsIdentity identity) {
        Instant end = identity.certificate().getNotAfter().toInstant();
        return "is that of its certificate, pin " + identity.pin().fingerprint()
                + (end.isBefore(NO_END) ? ", good until " + Dtg.of(end.toEpochMilli()) : ", without end");
    }

    /** What the listeners do with key and certificate when a hub starts. */
    private static String offerTls(HubConfig config) throws HubException {
        List<String> said = new ArrayList<>();
        try {
            HubTls.context(
                    HubFiles.tlsIdentity(config),
                    PinTrust.inClients(pin -> false),
                    HubTls.HTTP_2,
                    config.tls().postQuantumOnly(),
                    config.tls().jdkFallback(),
                    said::add);
            return said.isEmpty() ? "can be offered" : String.join("; ", said);
        } catch (TlsException e) {
            throw new HubException(HubException.TLS, String.valueOf(e.getMessage()), e);
        }
    }

    private static String readStore(StoreAddress at) throws HubException {
        try (LogStore store = HubStore.openToRead(at)) {
            long size = store.size();
            return at + " can be read, and has " + size + (size == 1 ? " entry" : " entries");
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.ABSENT) {
                return String.valueOf(e.getMessage());
            }
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }

    private static String requireSecret(Path file) throws HubException {
        try {
            SecretFiles.read(file);
            return file + " can be read";
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }

    private static String requireFolder(Path file) throws HubException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new HubException("the folder of " + file + " does not exist: create it, or name another");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new HubException((Files.exists(file) ? file : folder)
                    + " cannot be written by this user: give it to the user that the hub runs as");
        }
        return folder + " can be written";
    }

    private static String requireFree(String host, int port) throws HubException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return port == 0 ? "a free port of " + host : host + ":" + port + " is free";
        } catch (IOException | IllegalArgumentException e) {
            throw new HubException(
                    HubException.SETUP,
                    "cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + " (expected: an address of this machine, and a port that no other process has)",
                    e);
        }
    }

    private void step(String key, String what, Step step) {
        try {
            tried.add(new Tried(what, step.take()));
        } catch (HubException e) {
            problems.add(problem(key, String.valueOf(e.getMessage())));
        }
    }

    private ConfigProblem problem(String key, String sentence) {
        Effective.Origin origin = read.settings().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .map(Effective::origin)
                .orElse(new Effective.Standard());
        if (origin instanceof Effective.Variable variable) {
            return new ConfigProblem(variable.name(), sentence);
        }
        return new ConfigProblem(key, origin instanceof Effective.InFile in ? in.line() : 0, sentence);
    }
}

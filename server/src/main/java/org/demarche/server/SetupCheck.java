package org.demarche.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.demarche.secret.SecretFiles;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.ConfigProblem;
import org.demarche.server.config.Effective;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;

/**
 * Looks at what a configuration names: whether keys are there, closed to others, and open with their passphrase, certificates fit, ports are free and the store has a
 * place. Everything that is wrong is told at once. A database is not called: hub status does.
 */
public final class SetupCheck {
    private final Path directory;
    private final ConfigParse.Sound read;
    private final List<ConfigProblem> problems = new ArrayList<>();

    private SetupCheck(Path directory, ConfigParse.Sound read) {
        this.directory = directory;
        this.read = read;
    }

    /** Something that fails with a sentence. */
    @FunctionalInterface
    private interface Step {
        void take() throws HubException;
    }

    /**
     * Checks the hub in {@code directory}.
     *
     * @throws HubException with all that is wrong with the configuration, or with what it names
     */
    public static void require(Path directory, Map<String, String> environment) throws HubException {
        SetupCheck check = new SetupCheck(directory, HubFiles.read(directory, environment));
        check.check();
        if (!check.problems.isEmpty()) {
            throw HubFiles.unusable(directory.resolve(HubConfig.FILE), check.problems);
        }
    }

    private void check() throws HubException {
        HubConfig config = read.config();
        step("tls.key", () -> HubFiles.tlsIdentity(config));
        if (config.store() instanceof StoreAddress.Standby) {
            step("store.read_only", () -> HubFiles.role(config, directory));
        } else {
            logKeys(config);
        }
        step("time_authority.0.anchor", () -> HubFiles.timeAuthorities(config));
        if (config.store() instanceof StoreAddress.File file) {
            step("store.url", () -> requireFolder(file.path()));
        }
        if (HubFiles.runningAt(directory).isEmpty()) {
            step("listen.port", () -> requireFree(config.host(), config.port()));
            config.files().ifPresent(at -> step("tiles.port", () -> requireFree(at.host(), at.port())));
        }
    }

    private void logKeys(HubConfig config) {
        int before = problems.size();
        step("log.passphrase", () -> requireSecret(config.passphrase()));
        if (problems.size() > before) {
            return;
        }
        step("log.keystore", () -> HubFiles.logKey(config));
        config.otherLogKeystores()
                .forEach(keystore -> step("log.other_keystores", () -> HubFiles.logKey(config, keystore)));
    }

    private static void requireSecret(Path file) throws HubException {
        try {
            SecretFiles.read(file);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireFolder(Path file) throws HubException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new HubException("the folder of " + file + " does not exist: create it, or name another");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new HubException((Files.exists(file) ? file : folder)
                    + " cannot be written by this user: give it to the user that the hub runs as");
        }
    }

    private static void requireFree(String host, int port) throws HubException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new HubException(
                    HubException.SETUP,
                    "cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + " (expected: an address of this machine, and a port that no other process has)",
                    e);
        }
    }

    private void step(String key, Step step) {
        try {
            step.take();
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

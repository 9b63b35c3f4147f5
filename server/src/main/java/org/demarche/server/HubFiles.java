package org.demarche.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteException;
import org.demarche.key.Keystore;
import org.demarche.key.KeystoreException;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.refusal.RefusedException;
import org.demarche.secret.SecretFiles;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.ConfigProblem;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.console.Token;
import org.demarche.server.timestamp.TimeAuthorities;
import org.demarche.timestamp.Anchor;

/** What a hub's directory holds, read with one clear sentence for whatever is wrong. */
public final class HubFiles {
    /** The file that tells where a running hub listens. */
    public static final String ADDRESS = "hub.address";

    /** The file that tells where a running hub serves the log as files; only if it does. */
    public static final String FILES_ADDRESS = "tiles.address";

    /** The file that tells where a running hub shows the board; only if it does. */
    public static final String BOARD_ADDRESS = "board.address";

    /** The file with what whoever sees the board on this machine must know. */
    public static final String BOARD_TOKEN = "board.token";

    /** The file that tells where a running hub tells how it does. */
    public static final String OPERATIONS_ADDRESS = "operations.address";

    /** The log's public keys, which every desk needs: a C2SP verifier key in each line. */
    public static final String LOG_PUBLIC = "log.pub";

    /** The file that a running hub holds locked. */
    public static final String LOCK = "hub.lock";

    private HubFiles() {}

    /** The configuration of the hub in {@code directory}. */
    public static HubConfig config(Path directory, Map<String, String> environment) throws HubException {
        return read(directory, environment).config();
    }

    /** The same, with where each setting comes from. */
    public static ConfigParse.Sound read(Path directory, Map<String, String> environment) throws HubException {
        Path file = directory.resolve(HubConfig.FILE);
        ConfigParse parse = HubConfig.parse(text(file, "run demarche hub keygen first"), environment, directory);
        if (parse instanceof ConfigParse.Unsound unsound) {
            throw unusable(file, unsound.problems());
        }
        return (ConfigParse.Sound) parse;
    }

    /** That a configuration cannot be used, with everything that is wrong. */
    static HubException unusable(Path file, List<ConfigProblem> problems) {
        return new HubException(file + " cannot be used:\n"
                + problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n  ", "  ", "")));
    }

    /** What the hub is there for, with the log's keys that it takes: one that only reads has no private ones, and looks for none. */
    public static Role role(HubConfig config, Path directory) throws HubException {
        return config.store() instanceof StoreAddress.Standby standby
                ? new Role.Reads(
                        logPublicKeys(directory.resolve(LOG_PUBLIC)),
                        standby.database().url().place())
                : new Role.Writes(logKeys(config));
    }

    private static LogKeys logPublicKeys(Path file) throws HubException {
        try {
            return LogKeys.parse(text(file, "copy it from a hub of this log that writes"));
        } catch (NoteException e) {
            throw new HubException(
                    HubException.SETUP,
                    file + ": " + e.refusal().sentence() + " (expected: in each line a verifier key, name+id+base64)",
                    e);
        }
    }

    /** The log's key pairs: that of its keystore, and those of the other keystores. */
    public static List<LogSigningKey> logKeys(HubConfig config) throws HubException {
        List<LogSigningKey> keys = new ArrayList<>();
        keys.add(logKey(config, config.logKeystore()));
        for (Path keystore : config.otherLogKeystores()) {
            keys.add(logKey(config, keystore));
        }
        return keys;
    }

    /** The key pair in the log's keystore. */
    public static LogSigningKey logKey(HubConfig config) throws HubException {
        return logKey(config, config.logKeystore());
    }

    /** The key pair in one of the log's keystores. */
    public static LogSigningKey logKey(HubConfig config, Path keystore) throws HubException {
        byte[] passphrase = secret(config.passphrase()).strip().getBytes(StandardCharsets.UTF_8);
        if (passphrase.length == 0) {
            throw new HubException(config.passphrase() + " is empty (expected: the passphrase of " + keystore + ")");
        }
        try {
            return Keystore.openLogKey(secret(keystore).getBytes(StandardCharsets.UTF_8), passphrase);
        } catch (KeystoreException e) {
            throw new HubException(HubException.SETUP, keystore + ": " + e.getMessage(), e);
        }
    }

    /** The hub's TLS key and certificate. */
    public static TlsIdentity tlsIdentity(HubConfig config) throws HubException {
        try {
            return TlsIdentity.ofPem(
                    secret(config.tls().key()), text(config.tls().certificate(), "run demarche hub keygen first"));
        } catch (IllegalArgumentException e) {
            throw new HubException(
                    HubException.TLS,
                    e.getMessage() + " (" + config.tls().key() + ", "
                            + config.tls().certificate() + ")",
                    e);
        }
    }

    /** The time authorities, each with its anchor. */
    public static TimeAuthorities timeAuthorities(HubConfig config) throws HubException {
        List<TimeAuthorities.Access> all = new ArrayList<>();
        for (HubConfig.TimeAuthority one : config.timestamps().authorities()) {
            String pem = text(one.anchor(), "it is to hold the certificate of the time authority " + one.name());
            try {
                all.add(new TimeAuthorities.Access(one.name(), one.url(), one.pin(), Anchor.ofPem(pem)));
            } catch (RefusedException e) {
                throw new HubException(
                        HubException.SETUP, one.anchor() + ": " + e.refusal().sentence(), e);
            }
        }
        return new TimeAuthorities(config.timestamps().intervalS() * 1_000L, all);
    }

    /** Checks that the charter names this key pair as the log's. */
    public static void requireLogKey(Charter charter, LogPublicKey key) throws HubException {
        if (!charter.log().ed25519().equals(key.ed25519Id())
                || !charter.log().mlDsa44().equals(key.mlDsa44Id())) {
            throw new HubException("the charter names other log keys than this hub's: [log] must have ed25519 = \""
                    + key.ed25519Id().fingerprint() + "\" and ml_dsa_44 = \""
                    + key.mlDsa44Id().fingerprint() + "\"");
        }
    }

    /** The token of the board, made when there is none yet. */
    static Token makeBoardToken(Path directory, SecureRandom random) throws HubException {
        Path file = directory.resolve(BOARD_TOKEN);
        try {
            if (!Files.exists(file)) {
                SecretFiles.write(file, (Token.make(random).text() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
        return boardToken(directory);
    }

    /** The token of the board. */
    public static Token boardToken(Path directory) throws HubException {
        Path file = directory.resolve(BOARD_TOKEN);
        return Token.parse(secret(file).strip())
                .orElseThrow(() -> new HubException(file
                        + " holds no token (expected: 64 hexadecimal digits); remove it, and start the hub again"));
    }

    /** Where the hub that runs on this directory listens, as host and port; empty if none runs. */
    public static Optional<String> runningAt(Path directory) throws HubException {
        if (!HubLock.isHeld(directory)) {
            return Optional.empty();
        }
        Path file = directory.resolve(ADDRESS);
        return Optional.of(
                Files.exists(file) ? text(file, "the hub is starting").strip() : "starting");
    }

    /** The process of the hub that runs on this directory; empty: none does. */
    public static Optional<ProcessHandle> process(Path directory) throws HubException {
        return HubLock.holder(directory);
    }

    /** Where the hub that runs on this directory tells how it does, as host and port; empty text: it does not yet. */
    public static String operationsAt(Path directory) throws HubException {
        Path file = directory.resolve(OPERATIONS_ADDRESS);
        return Files.exists(file) ? text(file, "the hub is starting").strip() : "";
    }

    private static String secret(Path file) throws HubException {
        try {
            return new String(SecretFiles.read(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        }
    }

    /** The text of a file. */
    public static String text(Path file, String hint) throws HubException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new HubException(HubException.SETUP, file + " does not exist: " + hint, e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }
}

package org.demarche.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.command.CommandRun;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.KeystoreException;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.QuickKeystore;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Tile;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.cli.Hub;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreBatch;

/** A hub's directory, made as an operator makes it: {@code hub keygen}, a charter that names the keys, {@code hub init}. */
public final class HubHome {
    private final Path directory;
    private final List<String> entry;
    private final String host;
    private final int port;
    private final LogPublicKey logKey;
    private final Charter charter;

    private HubHome(Path directory, List<String> entry, String host, int port, LogPublicKey logKey, Charter charter) {
        this.directory = directory;
        this.entry = entry;
        this.host = host;
        this.port = port;
        this.logKey = logKey;
        this.charter = charter;
    }

    /** A directory with a log that holds the charter's text and nothing else. */
    static HubHome begin(Path directory, Plan plan) {
        int port = Ports.free();
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve("hub.toml"),
                    "[listen]\nport = %d\n[delivery]\nheartbeat_ms = 200\n".formatted(port));
            assertThat(CommandRun.of(Hub::main, "keygen", "-d", directory).code())
                    .isZero();
            LogPublicKey log = makeQuick(directory);
            byte[] text = text(plan, log);
            Path charter = Files.write(directory.resolve("charter.toml"), text);
            CommandRun init = CommandRun.of(Hub::main, "init", "-d", directory, "--charter", charter);
            assertThat(init.code()).as(init.err()).isZero();
            return new HubHome(
                    directory,
                    List.of(),
                    Site.LOOPBACK,
                    port,
                    log,
                    ((CharterParse.Sound) CharterParser.parse(text)).charter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] text(Plan plan, LogPublicKey log) {
        return plan.text(name -> switch (name) {
            case "log/ed25519" -> log.ed25519Id();
            case "log/ml-dsa-44" -> log.mlDsa44Id();
            default -> Keys.fingerprint(name);
        });
    }

    /** The text of a plan, under this hub's log keys. */
    public byte[] text(Plan plan) {
        return text(plan, logKey);
    }

    /** The same log and keys in another directory, to which everything has been copied, on another port. */
    HubHome at(Path copy, int otherPort) {
        return new HubHome(copy, entry, host, otherPort, logKey, charter);
    }

    /**
     * Several hubs of this log, each from a directory of its own with the same keys, on one database, into which the log is carried first.
     *
     * @param sites where they run
     */
    List<HubHome> shared(List<Site> sites) {
        List<HubHome> homes = new ArrayList<>();
        for (int i = 1; i <= sites.size(); i++) {
            Site site = sites.get(i - 1);
            HubHome home = new HubHome(
                    directory.resolveSibling("hub-" + i), site.entry(), site.host(), Ports.free(), logKey, charter);
            try {
                Files.createDirectories(home.directory);
                for (String key : List.of("log.key", "log.passphrase", "log.pub", "tls.key", "tls.crt")) {
                    Files.copy(directory.resolve(key), home.directory.resolve(key), StandardCopyOption.COPY_ATTRIBUTES);
                }
                Files.writeString(home.directory.resolve("hub.toml"), """
                        [listen]
                        host = "%s"
                        port = %d
                        [delivery]
                        heartbeat_ms = 200
                        [store]
                        url = "%s"
                        standbys = %d
                        hub = "hub-%d"
                        """.formatted(
                                home.host, home.port, site.url(), site.standbys(), i));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            homes.add(home);
        }
        try (LogStore from = HubStore.openToRead(config().store());
                LogStore to = HubStore.create(homes.get(0).config().store())) {
            to.append(new StoreBatch(from.entries(0, Tile.WIDTH - 1), List.of()));
        }
        return homes;
    }

    /** What stands in {@code hub.toml}. */
    public HubConfig config() {
        try {
            return HubFiles.config(directory, Map.of());
        } catch (HubException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The keystore that {@code hub keygen} made, sealed anew so that opening it costs nothing: hubs of tests start often. */
    private static LogPublicKey makeQuick(Path directory) throws IOException {
        try {
            byte[] passphrase = new String(
                            SecretFiles.read(directory.resolve("log.passphrase")), StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
            Path file = directory.resolve("log.key");
            LogSigningKey key = Keystore.openLogKey(Files.readAllBytes(file), passphrase);
            Files.delete(file);
            SecretFiles.write(file, QuickKeystore.seal(key, passphrase, new SecureRandom()));
            return key.publicKey();
        } catch (KeystoreException e) {
            throw new AssertionError(e);
        }
    }

    /** Its name among the hubs of its database. */
    public String name() {
        return directory.getFileName().toString();
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** The command that runs the hub where it runs; empty for here. */
    List<String> entry() {
        return entry;
    }

    /** The address on which the hub listens. */
    String host() {
        return host;
    }

    /** Host and port. */
    String address() {
        return host + ":" + port;
    }

    /** Where the hub listens, now and after every restart. */
    public int port() {
        return port;
    }

    /** The database. */
    public Path database() {
        return directory.resolve("hub.sqlite");
    }

    /** The charter, version 1. */
    public Charter charter() {
        return charter;
    }

    /** The log's public keys. */
    public LogPublicKey logKey() {
        return logKey;
    }

    /** The log's public keys, as desks have them in a file. */
    String logKeys() {
        return new NoteKey(Plan.ORIGIN, NoteKeyType.ED25519, ByteString.copyFrom(logKey.ed25519())).text()
                + "\n"
                + new NoteKey(Plan.ORIGIN, NoteKeyType.ML_DSA_44, ByteString.copyFrom(logKey.mlDsa44())).text()
                + "\n";
    }

    /** The pin of the hub's certificate. */
    public Sha256 pin() {
        try {
            return TlsIdentity.ofPem(
                            new String(SecretFiles.read(directory.resolve("tls.key")), StandardCharsets.US_ASCII),
                            Files.readString(directory.resolve("tls.crt")))
                    .pin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has {@code hub fsck} re-derive everything; an error if it finds anything wrong. */
    public void requireSound() {
        CommandRun fsck = CommandRun.of(Hub::main, "fsck", "-d", directory, "-o", "json");
        assertThat(fsck.code()).as("fsck: %s%s", fsck.out(), fsck.err()).isZero();
        assertThat(fsck.out()).contains("\"sound\":\"yes\"");
    }
}

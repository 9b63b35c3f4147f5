package org.demarche.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.checkpoint.NoteKey;
import org.demarche.hash.Sha256;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;

/**
 * How a hub runs. Relative paths are meant from the hub's directory.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any free one
 * @param files where the log is served as files; empty: nowhere
 * @param tls certificate, key and groups
 * @param logKeystore file with the log's encrypted key pair
 * @param otherLogKeystores the same for key pairs that earlier charters named, and the one that a successor is to name
 * @param passphrase file with the passphrase of all these keystores
 * @param store where the log is kept
 * @param limits what callers may use
 * @param heartbeatMs a follower hears from the hub at least this often, in milliseconds
 * @param witnesses how witnesses are asked
 * @param timestamps how time authorities are asked
 */
public record HubConfig(
        String host,
        int port,
        Optional<Listen> files,
        Tls tls,
        Path logKeystore,
        List<Path> otherLogKeystores,
        Path passphrase,
        StoreAddress store,
        Limits limits,
        int heartbeatMs,
        Witnesses witnesses,
        Timestamps timestamps) {

    /** Name of the file in the hub's directory. */
    public static final String FILE = "hub.toml";

    private static final String SQLITE = "sqlite:";
    private static final String NONE = "";

    /**
     * Where to listen.
     *
     * @param host address to listen on
     * @param port port to listen on; 0 for any free one
     */
    public record Listen(String host, int port) {}

    /**
     * The hub's side of TLS 1.3.
     *
     * @param certificate PEM file
     * @param key PEM file, readable by the owner alone
     * @param postQuantumOnly refuse clients that cannot do X25519MLKEM768
     * @param jdkFallback go on with the JDK's TLS, without X25519MLKEM768, when BoringSSL does not load
     */
    public record Tls(Path certificate, Path key, boolean postQuantumOnly, boolean jdkFallback) {}

    /**
     * What callers may use.
     *
     * @param noticesPerMinute notices that a party may submit in a minute
     * @param flashPerMinute FLASH notices on top of them
     * @param rootPerMinute charters, assents and key changes, which every later bundle carries
     * @param requestsPerMinute other requests of a party in a minute, and as many files of the log
     * @param streamsPerParty streams open at once, and as many entry bundles being sent
     * @param waiting notices that wait to be checked or appended, of all parties
     * @param batch notices in one transaction
     * @param connections how many there may be, at each listener
     * @param handshakeMs longest TLS handshake, in milliseconds
     * @param idleMs a connection without a call is closed after this, in milliseconds
     */
    public record Limits(
            int noticesPerMinute,
            int flashPerMinute,
            int rootPerMinute,
            int requestsPerMinute,
            int streamsPerParty,
            int waiting,
            int batch,
            Connections connections,
            int handshakeMs,
            int idleMs) {}

    /**
     * How many connections there may be at once.
     *
     * @param inAll connections
     * @param perAddress connections from one address
     * @param handshakes connections whose client has not shown its key yet
     * @param handshakesPerAddress the same from one address
     */
    public record Connections(int inAll, int perAddress, int handshakes, int handshakesPerAddress) {}

    /**
     * How witnesses are asked.
     *
     * @param offerMs the least time between two heads that they are offered, in milliseconds
     * @param foreign those that others run
     */
    public record Witnesses(int offerMs, List<ForeignWitness> foreign) {
        public Witnesses {
            foreign = List.copyOf(foreign);
        }
    }

    /**
     * A witness that others run, by C2SP tlog-witness.
     *
     * @param name the name of its keys
     * @param url where it listens, without {@code /add-checkpoint}
     * @param pin SHA-256 of its server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for the server's name
     * @param keys at least one: cosignature keys of different types, ascending
     */
    public record ForeignWitness(String name, URI url, Optional<Sha256> pin, List<NoteKey> keys) {
        public ForeignWitness {
            keys = List.copyOf(keys);
        }
    }

    /**
     * How time authorities are asked.
     *
     * @param intervalS the least time between two heads that are stamped, in seconds
     * @param authorities those that are asked
     */
    public record Timestamps(int intervalS, List<TimeAuthority> authorities) {
        public Timestamps {
            authorities = List.copyOf(authorities);
        }
    }

    /**
     * A time authority (RFC 3161 over HTTP).
     *
     * @param name what the operator calls it
     * @param url where it answers requests
     * @param pin SHA-256 of its server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for the server's name
     * @param anchor PEM file with the certificate to which those of its tokens lead
     */
    public record TimeAuthority(String name, URI url, Optional<Sha256> pin, Path anchor) {}

    /** The configuration in {@code toml}, with what {@code environment} overrides, for a hub in {@code directory}. */
    public static ConfigParse parse(String toml, Map<String, String> environment, Path directory) {
        Settings settings = new Settings(toml, environment);
        HubConfig config = new HubConfig(
                settings.text("listen.host", "127.0.0.1"),
                settings.number("listen.port", 0, 65_535, 7443),
                files(settings),
                new Tls(
                        directory.resolve(settings.text("tls.certificate", "tls.crt")),
                        directory.resolve(settings.text("tls.key", "tls.key")),
                        settings.flag("tls.post_quantum_only", false),
                        settings.flag("tls.jdk_fallback", false)),
                directory.resolve(settings.text("log.keystore", "log.key")),
                settings.texts("log.other_keystores").stream()
                        .map(directory::resolve)
                        .toList(),
                directory.resolve(settings.text("log.passphrase", "log.passphrase")),
                store(settings, directory),
                limits(settings),
                settings.number("delivery.heartbeat_ms", 100, 60_000, 3_000),
                new Witnesses(
                        settings.number("witness.offer_ms", 20, 60_000, 500), ForeignWitnessReader.read(settings)),
                new Timestamps(
                        settings.number("timestamp.interval_s", 1, 86_400, 60),
                        TimeAuthorityReader.read(settings, directory)));
        List<ConfigProblem> problems = settings.problems();
        return problems.isEmpty() ? new ConfigParse.Sound(config) : new ConfigParse.Unsound(problems);
    }

    private static Optional<Listen> files(Settings settings) {
        String host = settings.text("tiles.host", NONE);
        int port = settings.number("tiles.port", 0, 65_535, -1);
        if (port < 0 && !host.equals(NONE)) {
            settings.problem("tiles.port", "a whole number from 0 to 65535, where tiles.host is given");
        }
        return port < 0 ? Optional.empty() : Optional.of(new Listen(host.equals(NONE) ? "127.0.0.1" : host, port));
    }

    private static StoreAddress store(Settings settings, Path directory) {
        String url = settings.text("store.url", SQLITE + "hub.sqlite");
        String password = settings.text("store.password", "");
        int standbys = settings.number("store.standbys", 0, 100, 1);
        String hub = settings.text("store.hub", "hub");
        boolean readOnly = settings.flag("store.read_only", false);
        if (url.startsWith(PostgresUrl.SCHEME)) {
            try {
                PostgresDatabase database = new PostgresDatabase(
                        PostgresUrl.parse(url),
                        Optional.of(password).filter(p -> !p.isEmpty()).map(directory::resolve));
                if (readOnly && database.url().hosts().size() > 1) {
                    settings.problem(
                            "store.url", "one host, where store.read_only is true: each hub that reads has its server");
                }
                return readOnly
                        ? new StoreAddress.Standby(database)
                        : new StoreAddress.Database(database, standbys, hub);
            } catch (IllegalArgumentException e) {
                settings.problem("store.url", e);
            }
        } else if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
            settings.problem("store.url", "\"sqlite:FILE\" or \"postgresql://USER@HOST/DATABASE\"");
        }
        if (readOnly) {
            settings.problem(
                    "store.read_only",
                    "false where the log is one file: whoever would read it beside its hub reads from the hub");
        }
        return new StoreAddress.File(directory.resolve(url.replaceFirst("^" + SQLITE, "")));
    }

    private static Limits limits(Settings settings) {
        return new Limits(
                settings.number("limits.notices_per_minute", 1, 10_000_000, 6_000),
                settings.number("limits.flash_per_minute", 1, 10_000_000, 600),
                settings.number("limits.root_notices_per_minute", 1, 10_000, 30),
                settings.number("limits.requests_per_minute", 1, 10_000_000, 6_000),
                settings.number("limits.streams_per_party", 1, 10_000, 32),
                settings.number("limits.waiting", 16, 1_000_000, 4_096),
                settings.number("limits.batch", 1, 4_096, 256),
                new Connections(
                        settings.number("limits.connections", 1, 1_000_000, 2_048),
                        settings.number("limits.connections_per_address", 1, 1_000_000, 256),
                        settings.number("limits.handshakes", 1, 1_000_000, 256),
                        settings.number("limits.handshakes_per_address", 1, 1_000_000, 64)),
                settings.number("limits.handshake_ms", 100, 600_000, 10_000),
                settings.number("limits.idle_ms", 1_000, 86_400_000, 600_000));
    }

    /** The configuration that a new hub gets, with every setting and its default. */
    public static String template() {
        return """
                # How this hub runs. Every setting is optional; what stands here is the default. Relative paths are meant from
                # this folder. The environment overrides: DEMARCHE__LISTEN__PORT=7444.

                [listen]
                host = "127.0.0.1"
                port = 7443

                # [tiles]                     # without it the log is not served as files (C2SP tlog-tiles, over HTTPS, to members alone)
                # host = "127.0.0.1"
                # port = 7444

                [tls]
                certificate = "tls.crt"
                key = "tls.key"
                post_quantum_only = false     # true: refuse clients that cannot do X25519MLKEM768
                jdk_fallback = false          # true: go on with the JDK's TLS when BoringSSL does not load

                [log]
                keystore = "log.key"
                other_keystores = []          # earlier key pairs, and the one that a successor charter is to name; same passphrase
                passphrase = "log.passphrase" # keep it on another medium than the keystore

                [store]
                url = "sqlite:hub.sqlite"     # or "postgresql://USER@HOST:PORT,HOST:PORT/DATABASE?sslrootcert=FILE", for several hubs
                # password = "db.password"    # of PostgreSQL: file with the user's password
                # standbys = 1                # of PostgreSQL: how many synchronous standbys must be alive
                # hub = "hub"                 # of PostgreSQL: this hub's name among those of the database
                # read_only = false           # of PostgreSQL: true: this hub only reads, from the standby that url names; it needs log.pub and no log keys

                [limits]
                notices_per_minute = 6000     # of each party
                flash_per_minute = 600        # of each party, on top
                root_notices_per_minute = 30  # charters, assents and key changes of each party
                requests_per_minute = 6000    # other requests of each party, and as many files of the log
                streams_per_party = 32
                waiting = 4096                # notices of all parties
                batch = 256                   # notices in one transaction
                connections = 2048
                connections_per_address = 256
                handshakes = 256              # connections whose client has not shown its key yet; beyond them, the oldest such one is closed
                handshakes_per_address = 64
                handshake_ms = 10000
                idle_ms = 600000

                [delivery]
                heartbeat_ms = 3000

                [witness]                     # witnesses that parties run call the hub: nothing is to be set for them
                offer_ms = 500                # the least time between two heads that witnesses are offered

                # A witness that others run (C2SP tlog-witness): the hub calls it, at url and /add-checkpoint. It counts for the charter's rule if the
                # charter names it with both its keys. A hub that only reads calls nobody.
                # [[witness.foreign]]
                # name = "witness.example/w1"           # of its keys
                # url = "https://witness.example"       # http only to this machine itself
                # pin = "sha256:…"                      # of the server's key, SHA-256 of its SubjectPublicKeyInfo; else the machine's authorities vouch for its name
                # verifier_keys = ["witness.example/w1+…", "witness.example/w1+…"]    # as C2SP writes them, of type 0x04, 0x06, or one of each

                [timestamp]
                interval_s = 60               # the least time between two heads that time authorities stamp; one behind an activation is stamped at once

                # A time authority (RFC 3161 over HTTP) that the charter names: the hub asks it for tokens over heads of the log. Name two or more, of
                # different operators. One that is down is asked again; nothing waits for it. A hub that only reads asks nobody.
                # [[time_authority]]
                # name = "alpha"
                # url = "https://time.example/tsa"      # http only to this machine itself
                # pin = "sha256:…"                      # of the server's key, SHA-256 of its SubjectPublicKeyInfo; else the machine's authorities vouch for its name
                # anchor = "alpha.pem"                  # the certificate whose hash the charter names
                """;
    }
}

package org.demarche.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.demarche.checkpoint.NoteKey;
import org.demarche.hash.Sha256;

/**
 * How a hub runs. Relative paths are meant from the hub's directory.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any free one
 * @param files where the log is served as files; empty: nowhere
 * @param board where the situation board is shown; empty: nowhere
 * @param tls certificate, key and groups
 * @param logKeystore file with the log's encrypted key pair
 * @param otherLogKeystores the same for key pairs that earlier charters named, and the one that a successor is to name
 * @param passphrase file with the passphrase of all these keystores
 * @param store where the log is kept
 * @param limits what callers may use
 * @param heartbeatMs a follower hears from the hub at least this often, in milliseconds
 * @param witnesses how witnesses are asked
 * @param timestamps how time authorities are asked
 * @param operations how the hub is watched, and ends
 * @param logging how it logs for its operator
 * @param backupRecipients files of the certificates that backups are sealed to
 */
public record HubConfig(
        String host,
        int port,
        Optional<Listen> files,
        Optional<Board> board,
        Tls tls,
        Path logKeystore,
        List<Path> otherLogKeystores,
        Path passphrase,
        StoreAddress store,
        Limits limits,
        int heartbeatMs,
        Witnesses witnesses,
        Timestamps timestamps,
        Operations operations,
        Logging logging,
        List<Path> backupRecipients) {

    /** Name of the file in the hub's directory. */
    public static final String FILE = "hub.toml";

    /**
     * Where to listen.
     *
     * @param host address to listen on
     * @param port port to listen on; 0 for any free one
     */
    public record Listen(String host, int port) {}

    /**
     * Where the situation board is shown, and to whom.
     *
     * @param listen where; without TLS a loopback address
     * @param members whether every party of the charter sees it, by the pin of its certificate
     * @param viewers who else sees it, by theirs
     * @param clients how many pages may be open at once
     */
    public record Board(Listen listen, boolean members, List<Viewer> viewers, int clients) {
        public Board {
            viewers = List.copyOf(viewers);
        }

        /** Whether it is shown over TLS, to those with a pin; else in the clear, on this machine, to those with the token. */
        public boolean secured() {
            return members || !viewers.isEmpty();
        }
    }

    /**
     * Somebody who sees the board.
     *
     * @param name of a person, a screen or a room
     * @param pin SHA-256 of the SubjectPublicKeyInfo of its client certificate
     */
    public record Viewer(String name, Sha256 pin) {}

    /**
     * How a hub is watched, and ends.
     *
     * @param listen where it tells how it does; without TLS a loopback address
     * @param monitors who may ask over TLS, by their pins; empty: it is told in the clear, on this machine
     * @param drainS for how long it goes on, when it is told to end, after it has said that it is about to, in seconds
     * @param warnings when the operator is warned
     */
    public record Operations(Listen listen, List<Viewer> monitors, int drainS, Warnings warnings) {
        public Operations {
            monitors = List.copyOf(monitors);
        }

        /** Whether TLS is spoken, with those who have a pin. */
        public boolean secured() {
            return !monitors.isEmpty();
        }
    }

    /**
     * How a hub logs for its operator.
     *
     * @param json whether an event is a JSON object in a line
     * @param calls whether each call is logged at its end
     */
    public record Logging(boolean json, boolean calls) {}

    /**
     * When the operator is warned; 0: never.
     *
     * @param diskFreeMib when less is free where the hub writes, in MiB
     * @param certificateDays when a certificate ends sooner, in days
     * @param backupHours when the last backup is older, in hours
     */
    public record Warnings(int diskFreeMib, int certificateDays, int backupHours) {}

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
        return HubConfigReader.read(new Settings(toml, environment), directory);
    }

    /** The configuration that a new hub gets, with every setting and its default. */
    public static String template() {
        try (InputStream in = HubConfig.class.getResourceAsStream(FILE)) {
            return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

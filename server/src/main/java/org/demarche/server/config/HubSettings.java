package org.demarche.server.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting of a hub, declared once. A key that is not here cannot be asked for. */
public final class HubSettings {
    private static final String A_FILE = "a file, relative to the hub's folder";
    private static final String A_HOST = "an address or name of this machine";
    private static final String A_PIN = "\"sha256:\" and 64 lower-case hexadecimal digits";
    private static final String A_URL = "\"https://HOST/PATH\", or http to this machine itself";
    private static final int ANY = 1_000_000;
    private static final int PORTS = 65_535;

    private static final List<Setting> OF_THE_HUB = List.of(
            Setting.text(
                    "listen.host",
                    "127.0.0.1",
                    A_HOST,
                    "Where desks, witnesses and monitors reach the hub.",
                    "With 127.0.0.1 nobody reaches it from another machine."),
            Setting.number(
                    "listen.port",
                    0,
                    PORTS,
                    7_443,
                    "",
                    "The port for it; 0 takes any free one, and the file hub.address tells which.",
                    "If another process has the port, the hub does not start."),
            Setting.text(
                    "tiles.host",
                    A_HOST,
                    "Where the log is served as files (C2SP tlog-tiles, over HTTPS, to members alone); 127.0.0.1 if only the port is set.",
                    "Without tiles.port it is refused."),
            Setting.number(
                    "tiles.port",
                    0,
                    PORTS,
                    "The port for it; 0 takes any free one, and the file tiles.address tells which.",
                    "Without it the log is not served as files."),
            Setting.text(
                    "tls.certificate",
                    "tls.crt",
                    A_FILE,
                    "The hub's certificate, PEM.",
                    "If it is not that of tls.key, the hub does not start; if its key is not the one that desks have pinned, they refuse the hub."),
            Setting.text(
                    "tls.key",
                    "tls.key",
                    A_FILE,
                    "The private key of the certificate, PEM.",
                    "If anybody but its owner may read it, the hub does not start."),
            Setting.flag(
                    "tls.post_quantum_only",
                    "Refuse clients that cannot agree on keys by X25519MLKEM768.",
                    "With true, desks without it cannot connect; with false, a recording of their traffic could be opened by a quantum computer one day."),
            Setting.flag(
                    "tls.jdk_fallback",
                    "Go on with the JDK's own TLS when BoringSSL does not load.",
                    "With true, a machine on which it does not load serves without X25519MLKEM768."),
            Setting.text(
                    "log.keystore",
                    "log.key",
                    A_FILE,
                    "The log's key pair, encrypted.",
                    "Without it, or with another pair than the charter names, the hub does not start."),
            Setting.texts(
                    "log.other_keystores",
                    A_FILE,
                    "Key pairs that earlier charters named, and the one that a successor is to name, under the same passphrase.",
                    "If one is missing, what it signed cannot be signed anew, and a charter that names it is not completed; hub log-keys tells which are needed."),
            Setting.text(
                    "log.passphrase",
                    "log.passphrase",
                    A_FILE,
                    "The passphrase of all these keystores.",
                    "Beside the keystores it protects nothing: keep it on another medium."),
            Setting.text(
                    "store.url",
                    "sqlite:hub.sqlite",
                    "\"sqlite:FILE\" or \"postgresql://USER@HOST/DATABASE\"",
                    "Where the log is kept: one file for one hub, or a database for several.",
                    "A hub that is pointed at an older copy of its log refuses to start."),
            Setting.text(
                    "store.password",
                    A_FILE,
                    "Of PostgreSQL: the user's password.",
                    "Without it the database must know the hub in another way."),
            Setting.number(
                    "store.standbys",
                    0,
                    100,
                    1,
                    "synchronous standbys",
                    "Of PostgreSQL: how many must be alive for a commit to count.",
                    "With 0, what was receipted is lost with the one machine."),
            Setting.text(
                    "store.hub",
                    "hub",
                    "a name",
                    "Of PostgreSQL: this hub's name among those of the database.",
                    "Two hubs of one name cannot be told apart by whoever looks after them."),
            Setting.flag(
                    "store.read_only",
                    "Of PostgreSQL: this hub only reads, from the one server that store.url names; it needs log.pub, and no log keys.",
                    "With true, it takes no notice in."),
            Setting.texts(
                    "backup.recipients",
                    "a certificate, PEM or DER, with an RSA key or an EC key on P-256 or P-384",
                    "Whose private keys open the backups of demarche hub backup; the hub needs none of them.",
                    "If the private keys are lost, so are the backups: name two, whose keys are kept apart."),
            Setting.number(
                    "limits.notices_per_minute",
                    1,
                    10_000_000,
                    6_000,
                    "notices a minute",
                    "What each party may submit.",
                    "Too few: a desk that catches up is refused; too many: one party's desks can fill the log."),
            Setting.number(
                    "limits.flash_per_minute",
                    1,
                    10_000_000,
                    600,
                    "notices a minute",
                    "FLASH notices that each party may submit on top of them.",
                    "Too few: the most urgent notices wait."),
            Setting.number(
                    "limits.root_notices_per_minute",
                    1,
                    10_000,
                    30,
                    "notices a minute",
                    "Charters, assents and key changes that each party may submit.",
                    "Too many: every evidence bundle carries them, and grows."),
            Setting.number(
                    "limits.requests_per_minute",
                    1,
                    10_000_000,
                    6_000,
                    "requests a minute",
                    "Other requests of each party, and as many files of the log.",
                    "Too few: its desks and monitors are sent away now and then, and ask again."),
            Setting.number(
                    "limits.streams_per_party",
                    1,
                    10_000,
                    32,
                    "streams",
                    "Streams of each party at once, and as many entry bundles being sent.",
                    "Too few: some of its desks hear of nothing."),
            Setting.number(
                    "limits.waiting",
                    16,
                    ANY,
                    4_096,
                    "notices",
                    "Notices of all parties that wait to be checked or appended.",
                    "Too many: they take memory, and the last waits long; too few: a burst is refused, and desks send again."),
            Setting.number(
                    "limits.batch",
                    1,
                    4_096,
                    256,
                    "notices",
                    "Notices in one transaction.",
                    "Too few: each costs a flush of the medium; too many: the first of them waits for the last."),
            Setting.number(
                    "limits.connections",
                    1,
                    ANY,
                    2_048,
                    "connections",
                    "Connections at each listener.",
                    "Too few: desks are turned away; too many: whoever opens them takes the hub's memory."),
            Setting.number(
                    "limits.connections_per_address",
                    1,
                    ANY,
                    256,
                    "connections",
                    "The same from one address.",
                    "Too few: desks behind one address turn each other away."),
            Setting.number(
                    "limits.handshakes",
                    1,
                    ANY,
                    256,
                    "connections",
                    "Connections whose client has not shown its key yet; beyond them the oldest such one is closed.",
                    "Too few: a flood of strangers keeps slow desks out."),
            Setting.number(
                    "limits.handshakes_per_address",
                    1,
                    ANY,
                    64,
                    "connections",
                    "The same from one address.",
                    "Too many: one address can take all of them."),
            Setting.number(
                    "limits.handshake_ms",
                    100,
                    600_000,
                    10_000,
                    "milliseconds",
                    "The longest TLS handshake.",
                    "Too short: desks on slow lines never get in."),
            Setting.number(
                    "limits.idle_ms",
                    1_000,
                    86_400_000,
                    600_000,
                    "milliseconds",
                    "A connection without a call is closed after this.",
                    "Too short: desks shake hands again and again."),
            Setting.number(
                    "delivery.heartbeat_ms",
                    100,
                    60_000,
                    3_000,
                    "milliseconds",
                    "Whoever follows the log hears from the hub at least this often.",
                    "Too long: desks are late to see that they are cut off."),
            Setting.number(
                    "witness.offer_ms",
                    20,
                    60_000,
                    500,
                    "milliseconds",
                    "The least time between two heads that witnesses are offered.",
                    "Too long: notices count as witnessed late; too short: witnesses sign all the time."),
            Setting.text(
                    "witness.foreign.*.name",
                    "the name of its keys",
                    "A witness that others run (C2SP tlog-witness), which the hub calls.",
                    "It counts for the charter's rule only if the charter has it under this name."),
            Setting.text(
                    "witness.foreign.*.url",
                    A_URL,
                    "Where it listens, without /add-checkpoint.",
                    "The hub says in hub witnesses which witness it does not reach."),
            Setting.text(
                    "witness.foreign.*.pin",
                    A_PIN,
                    "SHA-256 of the SubjectPublicKeyInfo of its server's key.",
                    "Without it, any authority that this machine trusts can vouch for the server's name."),
            Setting.texts(
                    "witness.foreign.*.verifier_keys",
                    "a C2SP verifier key of type 0x04 or 0x06, one of each at the most",
                    "The keys that it cosigns with.",
                    "What it signs with another key is not taken."),
            Setting.number(
                    "timestamp.interval_s",
                    1,
                    86_400,
                    60,
                    "seconds",
                    "The least time between two heads that time authorities stamp; one behind an activation is stamped at once.",
                    "Too long: evidence of a notice is dated late; too short: the authorities turn the hub away."),
            Setting.text(
                    "time_authority.*.name",
                    "a name",
                    "A time authority (RFC 3161 over HTTP) that the charter names; name two or more, of different operators.",
                    "One alone may fail, or lie."),
            Setting.text(
                    "time_authority.*.url",
                    A_URL,
                    "Where it answers requests.",
                    "The hub goes on without it and asks again."),
            Setting.text(
                    "time_authority.*.pin",
                    A_PIN,
                    "SHA-256 of the SubjectPublicKeyInfo of its server's key.",
                    "Without it, any authority that this machine trusts can vouch for the server's name."),
            Setting.text(
                    "time_authority.*.anchor",
                    A_FILE,
                    "The certificate, PEM, to which its tokens lead and whose hash the charter names.",
                    "Tokens that lead to another certificate are not taken."));

    private static final List<Setting> ALL =
            Stream.of(OF_THE_HUB, WatchSettings.ALL).flatMap(List::stream).toList();

    private HubSettings() {}

    /** All of them, table by table. */
    public static List<Setting> all() {
        return ALL;
    }

    /** The setting with this key, in which the number of a table may stand for {@code *}, or be left out. */
    public static Optional<Setting> find(String key) {
        String declared = declared(key);
        return ALL.stream()
                .filter(s ->
                        s.key().equals(declared) || s.key().replace(".*.", ".").equals(key))
                .findFirst();
    }

    /** The key as it is declared: a number of a table is {@code *}. */
    static String declared(String key) {
        return key.replaceAll("\\.[0-9]+(?=\\.)", ".*");
    }

    /** The keys that look most like {@code wrong}, the likeliest first; none if none looks like it. */
    public static List<String> like(String wrong) {
        record Near(String key, int steps) {}
        String last = wrong.substring(wrong.lastIndexOf('.') + 1);
        List<Near> near = new ArrayList<>();
        for (Setting setting : ALL) {
            int steps = Math.min(
                    steps(declared(wrong), setting.key()), last.equals(wrong) ? steps(last, setting.name()) : ANY);
            boolean isSameName = setting.name().equals(last);
            if (isSameName || steps <= Math.max(2, last.length() / 3)) {
                near.add(new Near(setting.key(), isSameName ? Math.min(steps, 2) : steps));
            }
        }
        near.sort(Comparator.comparingInt(Near::steps));
        return near.stream().limit(3).map(Near::key).toList();
    }

    /** A clause that offers the keys most like {@code wrong}, or nothing. */
    static String didYouMean(String wrong) {
        List<String> like = like(wrong);
        return like.isEmpty() ? "" : "; did you mean " + String.join(" or ", like) + "?";
    }

    /** How many characters must be put in, left out or changed to make one text the other. */
    private static int steps(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }

    /** The settings as a table in Markdown, for the documents. */
    public static String markdown() {
        return ALL.stream()
                .map(s -> "| `" + s.key() + "` | " + s.takes() + " | "
                        + s.standard().map(v -> "`" + v + "`").orElse("") + " | " + s.does() + " " + s.otherwise()
                        + " |\n")
                .collect(Collectors.joining(
                        "",
                        "| setting | takes | default | what it does, and what goes wrong |\n|---|---|---|---|\n",
                        ""));
    }
}

package org.demarche.client.exercise;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.client.OpenKey;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.KeystoreException;
import org.demarche.key.LogSigningKey;
import org.demarche.secret.SecretFiles;

/**
 * Hub and parties on disk, with real keys: made before the play, and still usable after it.
 *
 * @param directory what the exercise leaves behind
 * @param charter the charter, with these keys
 * @param keys the parties' keys by name, such as {@code NO/watch}, open: opening a keystore takes its time on purpose, and they have just been made
 */
record Installation(Path directory, Charter charter, Map<String, OpenKey> keys) {
    private static final int STAMP_S = 1;

    /** Twenty desks on one machine check every cosignature: half as often as usual. */
    private static final int OFFER_MS = 1_000;

    /** Makes keys, charter, hub and profiles in {@code directory}, which is empty. */
    static Installation make(
            Path directory,
            CharterTemplate template,
            int pace,
            Launcher launcher,
            InstantSource clock,
            SecureRandom random)
            throws PlayException, InterruptedException {
        Path hub = directory.resolve("hub");
        try {
            Files.createDirectories(directory.resolve("parties"));
            JsonNode made = launcher.json("hub", "keygen", "--dir", hub.toString(), "--name", "localhost");
            int port = configure(hub);
            Charter rehearsed = template.rehearse(pace);
            PartyKeys keys =
                    PartyKeys.make(directory.resolve("parties"), template, rehearsed.witnesses(), clock, random);
            Map<String, Sha256> fingerprints = new HashMap<>(keys.fingerprints());
            fingerprints.put(CharterTemplate.ed25519(CharterTemplate.LOG), fingerprint(made, "ed25519"));
            fingerprints.put(CharterTemplate.mlDsa44(CharterTemplate.LOG), fingerprint(made, "ml_dsa_44"));
            for (Charter.TimeAuthority authority : rehearsed.timeAuthorities()) {
                TimeAuthorityFiles files = TimeAuthorityFiles.make(
                        authorities(directory).resolve(authority.name()),
                        authority.operator(),
                        clock.instant(),
                        random);
                fingerprints.put(
                        CharterTemplate.certificate(authority.name()),
                        files.read().anchor().fingerprint());
            }
            byte[] text = template.fill(
                    pace, name -> Optional.ofNullable(fingerprints.get(name)).orElseThrow());
            Installation installation = new Installation(directory, CharterTemplate.charter(text), keys.open());
            Files.write(installation.charterFile(), text);
            Files.writeString(
                    directory.resolve("charter.sha256"),
                    installation.charter().hash().hex() + "\n");
            installation.writeProfiles(port, fingerprint(made, "tls_pin"), installation.logKey());
            launcher.run(
                    "hub",
                    "init",
                    "--dir",
                    hub.toString(),
                    "--charter",
                    installation.charterFile().toString());
            return installation;
        } catch (IOException e) {
            throw new PlayException(directory + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The charter's text. */
    Path charterFile() {
        return directory.resolve("charter.toml");
    }

    /** The hub's directory. */
    Path hub() {
        return directory.resolve("hub");
    }

    /** What a time authority keeps. */
    TimeAuthorityFiles authority(String name) {
        return new TimeAuthorityFiles(authorities(directory).resolve(name));
    }

    /** The address at which a browser of this machine opens the board of the hub, which runs. */
    String board() throws PlayException {
        try {
            String token = new String(SecretFiles.read(hub().resolve("board.token")), StandardCharsets.US_ASCII);
            return "http://" + Files.readString(hub().resolve("board.address")).strip() + "/?token=" + token.strip();
        } catch (IOException e) {
            throw new PlayException("the hub shows no board: " + e.getMessage(), e);
        }
    }

    private static Path authorities(Path directory) {
        return directory.resolve("exercise-authorities");
    }

    /** What a party keeps. */
    PartyFiles party(String id) {
        return new PartyFiles(directory.resolve("parties").resolve(id));
    }

    /** The log's keys, which only its operator holds. */
    LogSigningKey logKey() throws PlayException {
        byte[] passphrase = new byte[0];
        try {
            byte[] sealed = SecretFiles.read(hub().resolve("log.key"));
            passphrase = new String(SecretFiles.read(hub().resolve("log.passphrase")), StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);
            return Keystore.openLogKey(sealed, passphrase);
        } catch (IOException | KeystoreException e) {
            throw new PlayException("the log's keys cannot be read: " + e.getMessage(), e);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private static Sha256 fingerprint(JsonNode made, String key) throws PlayException {
        return Sha256.parseFingerprint(made.path(key).asText())
                .orElseThrow(() -> new PlayException("hub keygen has printed no " + key + ": " + made));
    }

    // Hub and profiles
    // -----------------------------------------------------------------------------------------------------------------------------------------

    /**
     * Gives the hub a port that is free now, and stays its own: the profiles name it. And has it ask time authorities as often as it may: plan hours pass in
     * fractions of a second. And has it show its board on this machine.
     */
    private static int configure(Path hub) throws IOException, PlayException {
        int port;
        int board;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket another = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            board = another.getLocalPort();
        }
        Path config = hub.resolve("hub.toml");
        String text = Files.readString(config);
        String changed = set(text, config, "listen", "port", port);
        changed = set(changed, config, "witness", "offer_ms", OFFER_MS);
        changed = set(changed, config, "timestamp", "interval_s", STAMP_S);
        Files.writeString(config, changed + "\n[board]\nport = " + board + "\n");
        return port;
    }

    private static String set(String text, Path config, String table, String key, int value) throws PlayException {
        String changed = text.replaceFirst("(?m)^(" + key + " = )[0-9]+", "$1" + value);
        if (changed.equals(text)) {
            throw new PlayException(
                    config + ": no line \"" + key + " = …\" (expected: one, for " + table + "." + key + ")");
        }
        return changed;
    }

    private void writeProfiles(int port, Sha256 hubPin, LogSigningKey log) throws IOException {
        String origin = charter.log().origin();
        String ed25519 = new NoteKey(
                        origin,
                        NoteKeyType.ED25519,
                        ByteString.copyFrom(log.publicKey().ed25519()))
                .text();
        String mlDsa44 = new NoteKey(
                        origin,
                        NoteKeyType.ML_DSA_44,
                        ByteString.copyFrom(log.publicKey().mlDsa44()))
                .text();
        Files.writeString(directory.resolve("log.pub"), ed25519 + "\n" + mlDsa44 + "\n");
        for (Party party : charter.parties()) {
            for (Desk desk : party.desks()) {
                Files.writeString(
                        party(party.id()).profile(desk.name()),
                        "# EXERCISE. The desk \"" + desk.name() + "\" of " + party.id() + ".\n"
                                + profile(party.id(), desk.name(), "state", port, hubPin));
            }
        }
        for (Charter.Witness witness : charter.witnesses()) {
            Files.writeString(
                    party(witness.party()).profile(witness.name()),
                    "# EXERCISE. The witness \"" + witness.name() + "\" of " + witness.party()
                            + ", which has a copy of the log of its own, and a key that speaks for no desk.\n"
                            + profile(witness.party(), witness.name(), witness.name() + ".state", port, hubPin));
        }
    }

    private String profile(String party, String key, String state, int port, Sha256 hubPin) {
        return """
                status          = "exercise"
                party           = "%s"
                hubs            = ["localhost:%d"]
                hub_pins        = ["%s"]
                charter         = "../../charter.toml"
                charter_hash    = "%s"
                log_keys        = "../../log.pub"
                key             = "%s.key"
                passphrase_file = "%s.pass"
                tls_key         = "tls.key"
                tls_certificate = "tls.crt"
                state           = "%s"
                """.formatted(party, port, hubPin.fingerprint(), charter.hash().fingerprint(), key, key, state);
    }
}

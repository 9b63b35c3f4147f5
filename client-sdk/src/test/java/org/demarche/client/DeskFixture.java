package org.demarche.client;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.Patience;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.QuickKeystore;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.secret.SecretFiles;

/** Everything that a desk needs, on disk, for a test. */
public final class DeskFixture implements AutoCloseable {
    static final byte[] PASSPHRASE = "correct horse".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    final MutableClock clock = new MutableClock();
    final TestHub hub;
    /** More hubs of the log, in the order in which a desk lists them before {@link #hub}. */
    final List<TestHub> others = new ArrayList<>();

    private final SampleCharter charter;
    private boolean away;
    private final List<String> announced = new ArrayList<>();

    private DeskFixture(Path directory, SampleCharter charter, Scene scene) throws IOException {
        this.directory = directory;
        this.charter = charter;
        this.hub = new TestHub(scene, clock);
    }

    /** A hub with the sample charter in force, and a directory for desks. */
    public static DeskFixture inForce(Path directory) throws IOException {
        return new DeskFixture(directory, SampleCharter.actual(TestKeys::fingerprint), Scene.inForce());
    }

    /** A hub with a charter in force that names three witnesses, of GB, FR and NO, two of which must cosign, and a directory for desks. */
    public static DeskFixture witnessed(Path directory) throws IOException {
        return new DeskFixture(directory, Scene.witnessedCharter(), Scene.inForceWitnessed());
    }

    /** A hub with the draft of an exercise, to which nobody has assented yet, and a directory for desks. */
    public static DeskFixture exercise(Path directory) throws IOException {
        SampleCharter charter = SampleCharter.exercise(TestKeys::fingerprint, 3600);
        return new DeskFixture(directory, charter, Scene.draft(charter));
    }

    /** Files for a desk, such as {@code NO/watch}; returns its profile. */
    public Path profile(String desk) throws IOException {
        String party = desk.substring(0, desk.indexOf('/'));
        Path home = directory.resolve(desk.replace('/', '-'));
        if (Files.exists(home)) {
            return home.resolve("desk.toml");
        }
        Files.createDirectories(home);
        byte[] text = charter.bytes();
        Files.write(home.resolve("charter.toml"), text);
        List<NoteKey> keys = new CheckpointSigner(TestHub.ORIGIN, TestKeys.log()).keys();
        Files.writeString(
                home.resolve("log.pub"), keys.stream().map(NoteKey::text).collect(Collectors.joining("\n", "", "\n")));
        SecretFiles.write(home.resolve("watch.key"), QuickKeystore.seal(TestKeys.signing(desk), PASSPHRASE, RANDOM));
        SecretFiles.write(
                home.resolve("root.key"), QuickKeystore.seal(TestKeys.signing(party + "/root"), PASSPHRASE, RANDOM));
        SecretFiles.write(home.resolve("watch.pass"), PASSPHRASE);
        Files.writeString(home.resolve("desk.toml"), """
                status = "%s"
                party = "%s"
                hubs = ["127.0.0.1:7443"]
                hub_pins = ["%s"]
                charter = "charter.toml"
                charter_hash = "%s"
                log_keys = "log.pub"
                key = "watch.key"
                passphrase_file = "watch.pass"
                tls_key = "tls.key"
                tls_certificate = "tls.crt"
                state = "state"
                """.formatted(
                        charter.charter().exercise() ? "exercise" : "actual",
                        party,
                        Sha256.of(new byte[0]).fingerprint(),
                        Sha256.of(text).fingerprint()));
        return home.resolve("desk.toml");
    }

    /** The key file of a witness, such as {@code GB-w}, in a folder of its own; made if it is not there. */
    public Path witnessKey(String name) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("witness-" + name));
        Path key = folder.resolve("witness.key");
        if (!Files.exists(key)) {
            SecretFiles.write(key, QuickKeystore.seal(TestKeys.witness(name), PASSPHRASE, RANDOM));
            SecretFiles.write(folder.resolve("witness.pass"), PASSPHRASE);
        }
        return key;
    }

    /** A key beside a desk's profile, such as {@code root.key}. */
    KeyFile key(String desk, String file) throws IOException {
        return new KeyFile(profile(desk).resolveSibling(file), f -> PASSPHRASE.clone());
    }

    /** What a desk of this fixture runs in: the test's clock, and a line in this process. */
    public Surroundings surroundings() {
        Surroundings.Lines lines = p -> new Line(
                Stream.concat(others.stream(), Stream.of(hub))
                        .map(h -> away && h == hub ? TestHub.nowhere() : h.channel())
                        .toList(),
                Collections.nCopies(others.size() + 1, "test"),
                Patience.STANDARD,
                duration -> Thread.yield());
        return new Surroundings(clock, RANDOM, lines, duration -> Thread.yield(), announced::add);
    }

    /** A party posts a text, and others assent to it with the roots that they have; each as far as it is still wanted. */
    public Charter adopting(String text, String... parties) {
        Charter charter = SampleCharter.parse(text);
        if (!hub.scene().governance().drafts().containsKey(charter.hash())) {
            hub.say(hub.scene().post("UA", text));
        }
        for (String party : parties) {
            hub.say(hub.scene().assent(party, charter));
        }
        return charter;
    }

    /** The text of the next version. */
    public String next() {
        return charter.following(hub.scene().charter().hash()).text();
    }

    /** A notice of a desk, as the hub takes it. */
    public Sha256 said(String desk, String message) {
        return hub.say(hub.scene()
                .offer(
                        desk,
                        org.demarche.proto.v1.Notice.newBuilder()
                                .setMessage(org.demarche.proto.v1.Message.newBuilder()
                                        .setText(message))));
    }

    /** A report of a desk. */
    public Sha256 reported(String desk) {
        Sha256 incident = hub.scene().report(desk);
        hub.append(hub.scene().entries().get(hub.scene().entries().size() - 1).bytes());
        return incident;
    }

    /** Sets the clock of desks and hub. */
    public void now(java.time.Instant instant) {
        clock.advance(java.time.Duration.between(clock.instant(), instant));
        hub.scene().atMs(instant.toEpochMilli() - Scene.START);
    }

    /** Opens a desk. */
    public Desk open(String desk) throws IOException, ProfileException, DeskException {
        Profile profile = Profile.read(profile(desk));
        return Desk.open(
                profile, KeyFile.Passphrase.inFile(profile.passphraseFile().orElseThrow()), surroundings());
    }

    /** Adds a hub that reads a copy of the log as it is now, ahead of the others in the list. */
    TestHub addReader() throws IOException {
        TestHub reader = new TestHub(hub.scene(), clock);
        reader.readsOnly = true;
        others.add(0, reader);
        return reader;
    }

    /** What desks have announced. */
    List<String> announced() {
        return announced;
    }

    /** Whether no hub is where the line leads, from the next connection on. */
    public void away(boolean isAway) {
        away = isAway;
    }

    /** Has these witnesses cosign the hub's newest head. */
    public void cosign(String... witnesses) {
        hub.witnessing.cosign(witnesses);
    }

    /** From now on these witnesses cosign each head as soon as an entry is logged. */
    public void cosignEachHead(String... witnesses) {
        hub.witnessing.atOnce = List.of(witnesses);
    }

    /** From now on the hub offers this head to be cosigned, signed by the log. */
    public void offers(Head head) {
        hub.witnessing.offers = honest -> hub.signed(head);
    }

    /** Moves the clock on. */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    /** A note over any head, by the log's keys. */
    public byte[] signed(Head head) {
        return hub.signed(head).toByteArray();
    }

    /** The hub's newest head. */
    public Head head() {
        return hub.scene().tree().head();
    }

    /** A party's desk says something that belongs to no incident. */
    public void say(String signer) {
        hub.say(hub.scene()
                .offer(
                        signer,
                        Notice.newBuilder()
                                .setMessage(
                                        Message.newBuilder().setSubject("Hello").setText("Is anybody there?"))));
    }

    /** The hub lies: it logs its last entry once more. */
    public void repeatsItsLastEntry() {
        List<byte[]> served = hub.served();
        hub.append(served.get(served.size() - 1));
    }

    /** The hub lies: it dates its last entry anew, and goes on from there. */
    public void rewritesItsLastEntry() {
        List<byte[]> served = hub.served();
        LogEntry last = entry(served.remove(served.size() - 1));
        served.add(last.toBuilder()
                .setAcceptedAtMs(last.getAcceptedAtMs() + 1)
                .build()
                .toByteArray());
        hub.serve(served);
    }

    private static LogEntry entry(byte[] bytes) {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** Sets the hub's clock off. */
    public void hubClockOffset(long millis) {
        hub.clockOffsetMs = millis;
    }

    @Override
    public void close() {
        others.forEach(TestHub::close);
        hub.close();
    }
}

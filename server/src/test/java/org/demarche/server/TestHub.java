package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.QuickKeystore;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.TlsIdentity;
import org.demarche.refusal.RefusedException;
import org.demarche.secret.SecretFiles;
import org.demarche.server.clock.ManualClock;
import org.demarche.server.intake.Intake;
import org.demarche.server.log.Beginning;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.timestamp.TimeAuthorities;
import org.demarche.timestamp.TestAuthority;

/** A real hub in this process, on a real SQLite file and real TLS, under the sample charter; only its clock is moved by hand. */
public final class TestHub implements AutoCloseable {
    /** When the hub is started first. */
    public static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] PASSPHRASE = "a passphrase".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEALED = QuickKeystore.seal(TestKeys.log(), PASSPHRASE, RANDOM);
    private static final Map<String, TlsIdentity> IDENTITIES = new ConcurrentHashMap<>();

    private final Path directory;
    private final SampleCharter charter;
    private final ManualClock clock = new ManualClock(START);
    private HubProcess process;

    private TestHub(Path directory) {
        this(directory, sampleCharter());
    }

    private TestHub(Path directory, SampleCharter charter) {
        this.directory = directory;
        this.charter = charter;
    }

    /** A hub whose log holds the charter's text and nothing else. */
    public static TestHub start(Path directory) throws IOException, HubException, RefusedException {
        return start(directory, "");
    }

    /** The same after as many parties have assented as it takes. */
    public static TestHub startAdopted(Path directory) throws IOException, HubException, RefusedException {
        return startAdopted(directory, "");
    }

    /** The same with more configuration. */
    public static TestHub startAdopted(Path directory, String configuration)
            throws IOException, HubException, RefusedException {
        TestHub hub = new TestHub(directory);
        hub.prepare(configuration);
        hub.adopt();
        hub.restart();
        return hub;
    }

    /** The same with more configuration. */
    public static TestHub start(Path directory, String configuration)
            throws IOException, HubException, RefusedException {
        TestHub hub = new TestHub(directory);
        hub.prepare(configuration);
        hub.restart();
        return hub;
    }

    /** The same under another charter. */
    public static TestHub start(Path directory, String configuration, SampleCharter charter)
            throws IOException, HubException, RefusedException {
        TestHub hub = new TestHub(directory, charter);
        hub.prepare(configuration);
        hub.restart();
        return hub;
    }

    /** The charter of these hubs with time authorities of these names, whose certificates are those of {@link TestAuthority}. */
    public static SampleCharter timestampedBy(String... names) {
        return SampleCharter.actual(name -> name.endsWith("/certificate")
                        ? TestAuthority.named(name.substring(0, name.indexOf('/')))
                                .anchor()
                                .fingerprint()
                        : fingerprint(name))
                .timestampedBy(names);
    }

    /** A hub without the log's private keys, which reads the standby at {@code url}. */
    public static TestHub startReading(Path directory, String url) throws IOException, HubException {
        TestHub hub = new TestHub(directory);
        Files.write(
                directory.resolve(HubFiles.LOG_PUBLIC),
                new CheckpointSigner(hub.charter.charter().log().origin(), TestKeys.log())
                        .keys().stream().map(NoteKey::text).toList());
        hub.prepareToListen("[tiles]\nport = 0\n[store]\nread_only = true\nurl = \"" + url + "\"\n");
        hub.restart();
        return hub;
    }

    private void prepareToListen(String configuration) throws IOException {
        TlsIdentity identity = identity("hub");
        SecretFiles.write(directory.resolve("tls.key"), identity.keyPem().getBytes(StandardCharsets.US_ASCII));
        Files.writeString(directory.resolve("tls.crt"), identity.certificatePem());
        Files.writeString(
                directory.resolve("hub.toml"), "[listen]\nport = 0\n[delivery]\nheartbeat_ms = 200\n" + configuration);
    }

    private void prepare(String configuration) throws IOException, RefusedException {
        SecretFiles.write(directory.resolve("log.passphrase"), PASSPHRASE);
        SecretFiles.write(directory.resolve("log.key"), SEALED);
        prepareToListen(configuration);
        try (LogStore store = SqliteStore.open(directory.resolve("hub.sqlite"))) {
            Beginning.write(
                    store, ByteString.copyFrom(charter.bytes()), SignatureVerifier.bouncyCastle(), clock.wallMs());
        }
    }

    /** The parties assent, without a network between them and the hub. */
    private void adopt() throws HubException, RefusedException {
        try (LogStore store = SqliteStore.open(database());
                HubCore core = new HubCore(
                        HubFiles.config(directory, Map.of()).limits(),
                        HubFiles.config(directory, Map.of()).witnesses(),
                        TimeAuthorities.NONE,
                        store,
                        new Role.Writes(List.of(TestKeys.log())),
                        SignatureVerifier.bouncyCastle(),
                        clock.hubClock(),
                        new SecureRandom(),
                        Optional.empty(),
                        defect -> {
                            throw new AssertionError(defect);
                        })) {
            for (String party : Says.ADOPTERS) {
                ByteString assent = Says.signed(
                        charter.charter(),
                        core.published().head(),
                        clock.wallMs(),
                        party + "/root",
                        Says.assent(party, charter.charter(), id -> false));
                core.services()
                        .intake()
                        .submit(Intake.parse(assent), party, clock.wallMs())
                        .join();
            }
            assertThat(core.published().governance().inForce()).isTrue();
        }
    }

    /** Stops the hub if it runs, and starts it anew on the same directory. */
    public void restart() throws HubException {
        close();
        process = HubProcess.start(
                HubFiles.config(directory, Map.of()), directory, clock.hubClock(), RANDOM, sentence -> {}, defect -> {
                    throw new AssertionError(defect);
                });
    }

    /** The hub's clock. */
    public ManualClock clock() {
        return clock;
    }

    /** The hub. */
    public HubProcess process() {
        return process;
    }

    /** The hub's database. */
    public Path database() {
        return directory.resolve("hub.sqlite");
    }

    /** The charter's text. */
    public SampleCharter charter() {
        return charter;
    }

    /** A desk of {@code party}, connected. */
    public TestDesk desk(String party) {
        return new TestDesk(this, party, identity(party));
    }

    /** A desk of {@code party} that offers these key exchange groups alone. */
    public TestDesk desk(String party, String... groups) {
        return new TestDesk(this, party, identity(party), groups);
    }

    /** The TLS identity of a party, or of the hub. */
    public static TlsIdentity identity(String name) {
        return IDENTITIES.computeIfAbsent(name, n -> TlsIdentity.generate(n, RANDOM, START));
    }

    /** The charter of these hubs. */
    public static SampleCharter sampleCharter() {
        return SampleCharter.actual(TestHub::fingerprint);
    }

    private static Sha256 fingerprint(String name) {
        return name.endsWith("/tls")
                ? identity(name.substring(0, name.length() - 4)).pin()
                : TestKeys.fingerprint(name);
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}

package org.demarche.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.testing.StreamRecorder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.TlsIdentity;
import org.demarche.postgres.SharedPostgres;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.server.Says;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;
import org.demarche.server.log.Beginning;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresStore;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.tls.PinTrust;
import org.demarche.server.web.HttpReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real hub, as those see it who watch over it. */
final class OperationsTest {
    private static final Path OPERATIONS = Path.of(System.getProperty("demarche.root"), "server", "operations");
    private static final Pattern METRIC = Pattern.compile("\\b(hub|jvm|process|system)_[a-z_]+");

    @TempDir
    private Path directory;

    private static ServingStatus health(TestDesk desk, String service) {
        return HealthGrpc.newBlockingStub(desk.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static double metric(TestHub hub, String sample) throws Exception {
        Map<String, Double> all = Asked.of(hub, "/metrics").metrics();
        assertThat(all).containsKey(sample);
        return all.get(sample);
    }

    @Test
    void health_ofAHubThatServes_isAliveAndReady() throws Exception {
        try (TestHub hub = TestHub.start(directory)) {
            Asked live = Asked.of(hub, "/healthz/live");
            assertThat(live.status()).isEqualTo(200);
            assertThat(live.json().get("state").asText()).isEqualTo("alive");
            await().untilAsserted(() -> {
                Asked ready = Asked.of(hub, "/healthz/ready");
                assertThat(ready.status()).as(ready.body()).isEqualTo(200);
                assertThat(ready.json().get("state").asText()).isEqualTo("ready");
            });
            Asked none = Asked.of(hub, "/other");
            assertThat(none.status()).isEqualTo(404);
            assertThat(none.body()).startsWith("NOT_FOUND: nothing is told here");
            assertThat(Files.readString(directory.resolve("operations.address")).strip())
                    .endsWith(":" + hub.process().operationsAddress().getPort());
        }
        assertThat(directory.resolve("operations.address")).doesNotExist();
    }

    @Test
    void ready_clockStepped_isRefusedWithTheReasonAndTheLogIsStillRead() throws Exception {
        try (TestHub hub = TestHub.start(directory);
                TestDesk desk = hub.desk("NO")) {
            hub.clock().step(Duration.ofMinutes(10));

            Asked ready = Asked.of(hub, "/healthz/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("state").asText()).isEqualTo("not_ready");
            assertThat(ready.json().get("reasons").get(0).asText())
                    .contains("the hub's clock has stepped by 600000 ms");
            assertThat(metric(hub, "hub_ready")).isZero();
            assertThat(metric(hub, "hub_clock_believed")).isZero();
            assertThat(Asked.of(hub, "/healthz/live").status()).isEqualTo(200);
            await().untilAsserted(() ->
                    assertThat(health(desk, DeskServiceGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.NOT_SERVING));
            assertThat(health(desk, "")).isEqualTo(ServingStatus.NOT_SERVING);
            assertThat(health(desk, LogServiceGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
            assertThat(health(desk, WitnessServiceGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void drain_isSeenByThoseWhoWatchBeforeTheHubGoes() throws Exception {
        try (TestHub hub = TestHub.start(directory);
                TestDesk desk = hub.desk("NO")) {
            StreamRecorder<HealthCheckResponse> watch = StreamRecorder.create();
            HealthGrpc.newStub(desk.channel())
                    .watch(
                            HealthCheckRequest.newBuilder()
                                    .setService(DeskServiceGrpc.SERVICE_NAME)
                                    .build(),
                            watch);
            await().until(() -> watch.getValues().size() == 1);
            hub.process().drain();

            await().until(() -> watch.getValues().size() == 2);
            assertThat(watch.getValues().get(1).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
            Asked ready = Asked.of(hub, "/healthz/ready");
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().get("state").asText()).isEqualTo("draining");
            assertThat(metric(hub, "hub_draining")).isEqualTo(1);
            // What comes meanwhile is still taken.
            assertThat(desk.assent().getEntry().isEmpty()).isFalse();
        }
    }

    @Test
    void metrics_countWhatComesInAndTellNothingOfIt() throws Exception {
        String text = "a sentence of one government to another";
        try (TestHub hub = TestHub.startAdopted(directory);
                TestDesk desk = hub.desk("NO")) {
            desk.say("watch", Says.message(text));
            assertThat(desk.refused(desk.sign("watch", Says.message(text)).substring(3)))
                    .isNotNull();

            Asked asked = Asked.of(hub, "/metrics");
            Map<String, Double> all = asked.metrics();
            assertThat(all.entrySet().stream()
                            .filter(e -> e.getKey().startsWith("hub_notices_accepted_total{party=\"NO\""))
                            .mapToDouble(Map.Entry::getValue)
                            .sum())
                    .isEqualTo(1);
            assertThat(all).containsEntry("hub_notices_rejected_total{reason=\"MALFORMED\"}", 1.0);
            assertThat(all).containsEntry("hub_notice_ack_seconds_count", 1.0);
            assertThat(all).containsEntry("hub_log_size", (double)
                    hub.process().published().size());
            assertThat(asked.body()).doesNotContain(text);
        }
    }

    @Test
    void forks_deskThatHasSeenAnotherHistory_isCountedAndToldUntilTheHubEnds() throws Exception {
        try (TestHub hub = TestHub.startAdopted(directory);
                TestDesk desk = hub.desk("NO")) {
            assertThat(metric(hub, "hub_log_forks_total{by=\"desk\"}")).isZero();
            assertThat(metric(hub, "hub_log_forks_total{by=\"witness\"}")).isZero();
            ByteString elsewhere = desk.sign(
                    "watch",
                    Says.message("over another history")
                            .setAnchor(Anchor.newBuilder().setSize(3).setRoot(ByteString.copyFrom(new byte[32]))));
            assertThat(TestDesk.reason(desk.refused(elsewhere))).isEqualTo("ANCHOR_UNKNOWN");
            await().untilAsserted(() -> {
                assertThat(metric(hub, "hub_log_forks_total{by=\"desk\"}")).isEqualTo(1);
                Condition condition =
                        Condition.parse(Asked.of(hub, "/healthz/ready").body()).orElseThrow();
                assertThat(condition.degraded())
                        .anyMatch(s -> s.startsWith("the log may have two histories: a desk of NO has signed"));
                assertThat(condition.ready()).isTrue();
            });
        }
    }

    @Test
    void flash_thatAPartyHasNotAcknowledged_ages() throws Exception {
        try (TestHub hub = TestHub.startAdopted(directory);
                TestDesk desk = hub.desk("NO");
                TestDesk other = hub.desk("PL")) {
            Sha256 flash = TestDesk.id(desk.say(
                    "watch",
                    Says.message("at once")
                            .setPrecedence(Precedence.PRECEDENCE_FLASH)
                            .addActionParties("PL")
                            .addActionParties("GB")));
            hub.clock().pass(Duration.ofMinutes(16));
            await().untilAsserted(() -> {
                assertThat(metric(hub, "hub_flash_unreceived_seconds{party=\"PL\"}"))
                        .isEqualTo(960);
                assertThat(metric(hub, "hub_flash_unreceived_notices{party=\"GB\"}"))
                        .isEqualTo(1);
                assertThat(metric(hub, "hub_flash_unreceived_seconds{party=\"NO\"}"))
                        .isZero();
            });
            other.say(
                    "watch",
                    Notice.newBuilder()
                            .addReferences(flash.byteString())
                            .setAcknowledgement(Acknowledgement.newBuilder().setPosition(Position.POSITION_RECEIVED)));
            await().untilAsserted(() -> assertThat(metric(hub, "hub_flash_unreceived_notices{party=\"PL\"}"))
                    .isZero());
            // Told anew of all the log, it knows the same.
            hub.restart();
            await().untilAsserted(() -> {
                assertThat(metric(hub, "hub_flash_unreceived_notices{party=\"PL\"}"))
                        .isZero();
                assertThat(metric(hub, "hub_flash_unreceived_notices{party=\"GB\"}"))
                        .isEqualTo(1);
            });
        }
    }

    @Test
    void store_ofOneFile_isMeasuredAndHasNoPeers() throws Exception {
        try (TestHub hub = TestHub.startAdopted(directory)) {
            await().untilAsserted(() -> assertThat(metric(hub, "hub_store_bytes{file=\"database\"}"))
                    .isEqualTo(Files.size(hub.database())));
            Map<String, Double> all = Asked.of(hub, "/metrics").metrics();
            assertThat(all).containsKeys("hub_store_bytes{file=\"write_ahead_log\"}", "hub_store_answer_seconds");
            assertThat(all).containsEntry("hub_store_contact_seconds", 0.0);
            assertThat(all).containsEntry("hub_notices_longest_wait_seconds", 0.0);
            assertThat(all.get("jvm_buffer_memory_used_bytes{id=\"direct\"}"))
                    .as("a listener's buffers")
                    .isPositive();
            assertThat(all.keySet()).noneMatch(name -> name.startsWith("hub_peer_"));
        }
    }

    @Test
    void peers_ofOneDatabase_areSeenAndMissed() throws Exception {
        String url = SharedPostgres.newDatabase();
        PostgresDatabase database = new PostgresDatabase(PostgresUrl.parse(url), Optional.empty());
        PostgresStore.init(database);
        try (PostgresStore other = PostgresStore.open(database, "hub-2", 0)) {
            Beginning.write(
                    other,
                    ByteString.copyFrom(TestHub.sampleCharter().bytes()),
                    SignatureVerifier.bouncyCastle(),
                    TestHub.START.toEpochMilli());
            other.confirm();
            try (TestHub hub =
                    TestHub.start(directory, "[store]\nhub = \"hub-1\"\nstandbys = 0\nurl = \"" + url + "\"\n")) {
                await().untilAsserted(() -> assertThat(metric(hub, "hub_peer_last_seen_seconds{hub=\"hub-2\"}"))
                        .isBetween(0.0, 60.0));
                SharedPostgres.server()
                        .ask(
                                database.url().database(),
                                "UPDATE demarche.hubs SET seen_at = seen_at - interval '5 minutes' WHERE name = 'hub-2' RETURNING name");
                await().untilAsserted(() -> assertThat(metric(hub, "hub_peer_last_seen_seconds{hub=\"hub-2\"}"))
                        .isGreaterThan(240));
                Map<String, Double> all = Asked.of(hub, "/metrics").metrics();
                assertThat(all.keySet()).noneMatch(name -> name.contains("hub=\"hub-1\""));
                assertThat(all).containsEntry("hub_peer_behind_entries{hub=\"hub-2\"}", 0.0);
                assertThat(all).containsKey("hub_store_contact_seconds");
                assertThat(all.keySet()).noneMatch(name -> name.startsWith("hub_store_bytes"));
            }
        }
    }

    @Test
    void metrics_namedInAlertsAndDashboard_areExposedByAHubWithAnOpenIncident() throws Exception {
        Set<String> named = new TreeSet<>();
        for (String file : List.of("alerts.yml", "dashboard.json")) {
            Matcher matcher = METRIC.matcher(Files.readString(OPERATIONS.resolve(file)));
            while (matcher.find()) {
                named.add(matcher.group());
            }
        }
        assertThat(named).hasSizeGreaterThan(20);
        Files.writeString(directory.resolve("backup.last"), "2026-02-28T06:00:00Z hub-1.backup\n");
        try (TestHub hub = TestHub.start(
                        directory, "", TestHub.timestampedBy("alpha", "bravo").witnessedBy("GB", "FR", "NO"));
                Desks desks = new Desks(hub)) {
            desks.openIncidentWithProposal();
            await().untilAsserted(() -> {
                Set<String> exposed = new TreeSet<>();
                Asked.of(hub, "/metrics").metrics().keySet().forEach(s -> exposed.add(s.replaceAll("\\{.*", "")));
                // Where several hubs share a database: peers_ofOneDatabase_areSeenAndMissed.
                exposed.add("hub_peer_last_seen_seconds");
                assertThat(exposed).containsAll(named);
            });
            assertThat(metric(hub, "hub_backup_last_success_seconds")).isEqualTo(86_400);
            assertThat(metric(hub, "hub_quorum_missing{tier=\"1\"}")).isPositive();
            assertThat(metric(hub, "hub_incidents_open{tier=\"0\"}")).isEqualTo(1);
            assertThat(metric(hub, "hub_witness_behind_entries{witness=\"GB-w\"}"))
                    .isPositive();

            hub.clock().pass(Duration.ofMinutes(3));
            await().untilAsserted(() ->
                    assertThat(metric(hub, "hub_log_unwitnessed_seconds")).isGreaterThan(120));
            Condition condition =
                    Condition.parse(Asked.of(hub, "/healthz/ready").body()).orElseThrow();
            assertThat(condition.degraded()).anyMatch(s -> s.contains("no head of the log was witnessed for"));
        }
    }

    @Test
    void warnings_lowDiskAndOldBackup_areToldThoughTheHubIsReady() throws Exception {
        try (TestHub hub = TestHub.start(directory, "[warn]\ndisk_free_mib = 1000000000\nbackup_hours = 24\n")) {
            hub.clock().pass(Duration.ofHours(25));
            await().untilAsserted(() -> {
                Condition condition =
                        Condition.parse(Asked.of(hub, "/healthz/ready").body()).orElseThrow();
                assertThat(condition.ready()).isTrue();
                assertThat(condition.warnings())
                        .anyMatch(w -> w.contains("MiB are free where the log is"))
                        .anyMatch(w -> w.startsWith("no backup is known of (wanted every 24 hours)"));
            });
            assertThat(Asked.of(hub, "/metrics").metrics().keySet())
                    .anyMatch(m -> m.startsWith("hub_disk_free_bytes{place=\"log\"}"));
        }
    }

    @Test
    void certificate_replacedInItsFile_isTakenWithoutDroppingAnybodyAndWarnedOf() throws Exception {
        try (TestHub hub = TestHub.start(directory);
                TestDesk before = hub.desk("NO")) {
            before.reportClock();
            Files.writeString(directory.resolve("tls.crt"), endingSoon().certificatePem());
            await().untilAsserted(() -> assertThat(metric(hub, "hub_tls_cert_expiry_seconds{role=\"hub\"}"))
                    .isEqualTo(Duration.ofDays(5).toSeconds()));

            before.reportClock();
            try (TestDesk after = hub.desk("US")) {
                after.reportClock();
            }
            await().untilAsserted(() -> assertThat(
                            Condition.parse(Asked.of(hub, "/healthz/ready").body())
                                    .orElseThrow()
                                    .warnings())
                    .anyMatch(w -> w.startsWith("the hub's TLS certificate ends at 060600Z MAR 26")));
            assertThat(shown(hub).getNotAfter().toInstant()).isEqualTo(TestHub.START.plus(Duration.ofDays(5)));

            Files.writeString(
                    directory.resolve("tls.crt"), TestHub.identity("another").certificatePem());
            await().untilAsserted(() ->
                    assertThat(metric(hub, "hub_config_last_reload_success")).isZero());
            before.reportClock();
            assertThat(shown(hub).getNotAfter().toInstant()).isEqualTo(TestHub.START.plus(Duration.ofDays(5)));
            Asked ready = Asked.of(hub, "/healthz/ready");
            assertThat(ready.status()).as(ready.body()).isEqualTo(200);

            hub.process().reload();
            assertThat(Files.readString(directory.resolve("audit.log")))
                    .contains("\"act\":\"reload\"")
                    .contains("of another key than the TLS key");
        }
    }

    /** The hub's key in a certificate that ends in five days. */
    private static TlsIdentity endingSoon() throws Exception {
        TlsIdentity hub = TestHub.identity("hub");
        X500Name name = new X500Name("CN=hub");
        return TlsIdentity.ofPem(
                hub.keyPem(),
                pem(new JcaX509CertificateConverter()
                        .getCertificate(new JcaX509v3CertificateBuilder(
                                        name,
                                        BigInteger.TEN,
                                        Date.from(TestHub.START),
                                        Date.from(TestHub.START.plus(Duration.ofDays(5))),
                                        name,
                                        hub.certificate().getPublicKey())
                                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(hub.key())))
                        .getEncoded()));
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The certificate that a new connection is shown. */
    private static X509Certificate shown(TestHub hub) throws Exception {
        TlsIdentity client = TestHub.identity("NO");
        try (SSLSocket socket =
                (SSLSocket) PinTrust.inServer(TestHub.identity("hub").pin(), client)
                        .getSocketFactory()
                        .createSocket("127.0.0.1", hub.process().address().getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void listener_overTls_answersMonitorsAlone() throws Exception {
        TlsIdentity monitor = TestHub.identity("prometheus");
        try (TestHub hub = TestHub.start(
                directory,
                "[[operations.monitor]]\nname = \"prometheus\"\npin = \""
                        + monitor.pin().fingerprint() + "\"\n")) {
            InetSocketAddress address = hub.process().operationsAddress();
            try (var reader = HttpReader.connect(address, monitor)) {
                assertThat(reader.get("/healthz/ready").text()).contains("\"state\"");
                assertThat(reader.get("/metrics").text()).contains("hub_ready");
            }
            assertThat(catchThrowable(() -> {
                        try (var reader = HttpReader.connect(address, TestHub.identity("NO"))) {
                            reader.get("/metrics");
                        }
                    }))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void alerts_haveEachItsPageAndItsTest() throws Exception {
        Set<String> alerts = found(OPERATIONS.resolve("alerts.yml"), "- alert: (\\w+)");
        Set<String> pages = new TreeSet<>();
        Path runbooks = OPERATIONS.resolveSibling("docs").resolve("runbooks");
        try (Stream<Path> files = Files.list(runbooks)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                pages.add(file.getFileName().toString().replace(".md", ""));
                assertThat(Files.readString(file))
                        .contains("## Meaning", "## Look first", "## Mend", "## Whom to wake");
            }
        }
        assertThat(alerts).hasSizeGreaterThan(15).isEqualTo(pages);
        assertThat(found(OPERATIONS.resolve("alerts.yml"), "runbook: docs/runbooks/(\\w+)\\.md"))
                .isEqualTo(alerts);
        assertThat(found(OPERATIONS.resolve("alerts-test.yml"), "name: (\\w+) fires"))
                .isEqualTo(alerts);
        assertThat(found(OPERATIONS.resolve("alerts-test.yml"), "name: (\\w+) keeps quiet"))
                .isEqualTo(alerts);
    }

    private static Set<String> found(Path file, String what) throws Exception {
        Set<String> all = new TreeSet<>();
        Matcher matcher = Pattern.compile(what).matcher(Files.readString(file));
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    @Test
    @Tag("needs-promtool")
    void alerts_fireAndKeepQuiet_asPrometheusItselfFinds() throws Exception {
        Process promtool = new ProcessBuilder("promtool", "test", "rules", "alerts-test.yml")
                .directory(OPERATIONS.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }
}

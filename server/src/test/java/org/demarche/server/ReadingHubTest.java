package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.demarche.evidence.Code;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.ListIncidentsResponse;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.WatchIncidentRequest;
import org.demarche.server.cli.Hub;
import org.demarche.server.log.HeadTrail;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresStore;
import org.demarche.server.store.postgres.PostgresUrl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that reads a real standby, beside a log that is written to the primary; each commit needs the other standby. */
final class ReadingHubTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String READER = "reader";

    private static PostgresCluster cluster;

    @TempDir
    private Path directory;

    private String database;
    private PostgresStore store;
    private LogScene scene;
    private HeadTrail trail;
    private TestHub hub;
    private TestDesk desk;

    @BeforeAll
    static void startCluster() {
        cluster = PostgresCluster.start(2);
        cluster.primary().set("synchronous_standby_names", "ANY 1 (s1)");
        cluster.primary().execute("CREATE ROLE " + READER + " LOGIN");
    }

    @AfterAll
    static void endCluster() {
        cluster.close();
    }

    @BeforeEach
    void begin() throws Exception {
        PostgresServer primary = cluster.primary();
        database = primary.createDatabase("hub");
        PostgresDatabase at =
                new PostgresDatabase(PostgresUrl.parse(primary.url("hub", database)), Optional.empty());
        PostgresStore.init(at);
        primary.execute(
                database,
                "GRANT USAGE ON SCHEMA demarche TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA demarche TO reader");
        store = PostgresStore.open(at, "hub-1", 0);
        scene = new LogScene(store, TestHub.sampleCharter().charter());
        trail = new HeadTrail(scene.log(), store.heads().orElseThrow(), 1);
        trail.leave();
    }

    @AfterEach
    void end() {
        if (hub != null) {
            desk.close();
            hub.close();
        }
        store.close();
    }

    /** The one that commits wait for. */
    private static PostgresServer witness() {
        return cluster.standbys().get(0);
    }

    /** The one that is read. */
    private static PostgresServer standby() {
        return cluster.standbys().get(1);
    }

    private void startReading() throws IOException, HubException {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> standby()
                        .ask(database, "SELECT max(size) FROM demarche.heads")
                        .equals(Long.toString(head().size())));
        hub = TestHub.startReading(
                Files.createDirectory(directory.resolve("reader")), standby().url(READER, database));
        desk = hub.desk("UA");
    }

    private Head head() {
        return scene.log().published().head();
    }

    private void leave() {
        trail.leave();
        await().atMost(PATIENCE).until(() -> desk.reportClock().equals(head()));
    }

    private FollowRequest follow(long from) {
        return FollowRequest.newBuilder()
                .setFromIndex(from)
                .setClockMs(hub.clock().wallMs())
                .build();
    }

    @Test
    void start_needsNoPrivateKeyOfTheLog() throws Exception {
        startReading();
        assertThat(directory.resolve("reader").toFile().list())
                .doesNotContain("log.key", "log.passphrase")
                .contains("log.pub");
        assertThat(desk.reportClock()).isEqualTo(head());
    }

    @Test
    void commitOnTheStandbyThatNoQuorumHas_isNotShown() throws Exception {
        startReading();
        Head durable = head();
        witness().stop();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> scene.growSigned(1));
        try {
            assertNotShown(durable, waiting);
        } finally {
            witness().start();
        }
        waiting.join();
        leave();
        assertThat(desk.reportClock().size()).isEqualTo(3);
    }

    private void assertNotShown(Head durable, CompletableFuture<Void> waiting) throws Exception {
        await().atMost(PATIENCE)
                .until(() -> standby().ask(database, "SELECT size FROM demarche.head").equals("3"));
        // One that starts now has read all of it.
        try (TestHub another = TestHub.startReading(
                Files.createDirectory(directory.resolve("another")), standby().url(READER, database))) {
            assertThat(another.process().published().head()).isEqualTo(durable);
        }
        assertThat(waiting).isNotDone();
        assertThat(desk.reportClock()).isEqualTo(durable);
        assertThatThrownBy(() -> desk.log()
                        .getEntries(GetEntriesRequest.newBuilder()
                                .setFromIndex(durable.size() + 1)
                                .build())
                        .next())
                .hasMessageContaining("NOT_FOUND");
        StoredEntry unseen = entryOnTheStandby(durable.size());
        assertThatThrownBy(() -> desk.evidence(GetEvidenceRequest.newBuilder()
                        .setNotice(unseen.identity().orElseThrow().byteString())))
                .hasMessageContaining("NOT_FOUND");
    }

    private StoredEntry entryOnTheStandby(long index) {
        try (PostgresStore copy = PostgresStore.openToRead(
                new PostgresDatabase(PostgresUrl.parse(standby().url(READER, database)), Optional.empty()))) {
            return copy.entry(index).orElseThrow();
        }
    }

    @Test
    void follow_fromTheBeginning_bringsHeadsOnTheWayAndWhatComesLater() throws Exception {
        scene.grow(2_100);
        trail.leave();
        startReading();
        Iterator<FollowResponse> stream = desk.desk().follow(follow(0));
        MemoryTree tree = new MemoryTree();
        assertThat(headAfterEntries(stream, tree)).isEqualTo(1_024);
        assertThat(headAfterEntries(stream, tree)).isEqualTo(2_048);
        assertThat(headAfterEntries(stream, tree)).isEqualTo(2_102);
        scene.grow(1);
        trail.leave();
        assertThat(headAfterEntries(stream, tree)).isEqualTo(2_103);
    }

    /** Takes entries until a head covers them, which must be the log's over them. */
    private long headAfterEntries(Iterator<FollowResponse> stream, MemoryTree tree) {
        long before = tree.size();
        while (true) {
            FollowResponse piece = stream.next();
            if (piece.hasEntry()) {
                tree.append(TestDesk.entry(piece.getEntry()).leaf());
            } else if (tree.size() > before) {
                assertThat(desk.head(piece.getHead().getCheckpoint())).isEqualTo(tree.head(tree.size()));
                return tree.size();
            }
        }
    }

    @Test
    void incidents_areThoseOfTheHeadAndSayAsOfWhichSize() throws Exception {
        scene.growIncidents(1, 0);
        trail.leave();
        startReading();
        ListIncidentsResponse list = desk.desk()
                .listIncidents(ListIncidentsRequest.newBuilder()
                        .setClockMs(hub.clock().wallMs())
                        .build());
        assertThat(list.getSize()).isEqualTo(head().size());
        assertThat(list.getIncidentsList()).hasSize(1);
        hub.clock().pass(Duration.ofHours(1));
        desk.reportClock();
        assertThat(desk.desk()
                        .watchIncident(WatchIncidentRequest.newBuilder()
                                .setIncident(list.getIncidents(0).getIncident())
                                .setClockMs(hub.clock().wallMs())
                                .build())
                        .next())
                .satisfies(watched -> {
                    assertThat(watched.getSize()).isEqualTo(head().size());
                    assertThat(watched.getState().getAsOfMs())
                            .as("time is processed as far as the head says that nothing else happened")
                            .isEqualTo(TestHub.START.toEpochMilli());
                });
    }

    @Test
    void evidence_ofAReadingHub_isProven() throws Exception {
        scene.growIncidents(1, 2);
        trail.leave();
        startReading();
        Sha256 incident = scene.log().incidents().iterator().next().id();
        assertProven(desk.evidence(GetEvidenceRequest.newBuilder().setNotice(incident.byteString())));
        assertProven(desk.evidence(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder()
                        .setIncident(incident.byteString())
                        .setIndex(0))));
    }

    private void assertProven(byte[] bundle) {
        assertThat(Verification.verify(
                                bundle,
                                hub.charter().charter().hash(),
                                Optional.empty(),
                                SignatureVerifier.bouncyCastle())
                        .verdict()
                        .code())
                .isEqualTo(Code.PROVEN);
    }

    @Test
    void submit_isRefusedAtOnceButWhatIsLoggedIsAnswered() throws Exception {
        scene.growSigned(1);
        trail.leave();
        startReading();
        StatusRuntimeException refused = desk.refused(desk.sign("watch", Says.message("to the wrong hub")));
        assertThat(TestDesk.reason(refused)).isEqualTo("NOT_READY");
        assertThat(refused).hasMessageContaining("this hub only reads the log: submit to another hub of the log");
        assertThat(refused.getTrailers().toString()).doesNotContain("SignedRefusal");
        ByteString logged = TestDesk.entry(store.entry(2).orElseThrow().bytes())
                .notice()
                .orElseThrow()
                .bytes();
        assertThat(desk.desk()
                        .submit(SubmitRequest.newBuilder()
                                .setSignedNotice(logged)
                                .setClockMs(hub.clock().wallMs())
                                .build())
                        .getReceipt()
                        .getEntry())
                .isEqualTo(store.entry(2).orElseThrow().bytes());
    }

    @Test
    void standbyAway_isSaidUntilItIsBack() throws Exception {
        startReading();
        assertThat(hub.process().whyNotReady()).isEmpty();
        standby().stop();
        await().atMost(PATIENCE).until(() -> hub.process().whyNotReady().isPresent());
        assertThat(hub.process().whyNotReady().orElseThrow())
                .contains("the database " + database + " at 127.0.0.1:" + standby().port());
        await().atMost(PATIENCE).until(() -> serving() == ServingStatus.NOT_SERVING);
        assertThat(desk.reportClock()).as("it goes on showing what it has").isEqualTo(head());
        scene.growSigned(1);
        trail.leave();
        standby().start();
        await().atMost(PATIENCE).until(() -> serving() == ServingStatus.SERVING);
        await().atMost(PATIENCE).until(() -> desk.reportClock().equals(head()));
    }

    private ServingStatus serving() {
        return HealthGrpc.newBlockingStub(desk.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    @Test
    void headThatGrowsOld_isSaid() throws Exception {
        startReading();
        hub.clock().pass(Duration.ofMinutes(2));
        await().atMost(PATIENCE).until(() -> hub.process().whyNotReady().isPresent());
        assertThat(hub.process().whyNotReady().orElseThrow()).contains("is 120 s old: the standby lags");
        scene.pass(Duration.ofMinutes(2));
        trail.leave();
        await().atMost(PATIENCE).until(() -> hub.process().whyNotReady().isEmpty());
    }

    @Test
    void status_ofAReadingHub_saysAsOfWhen() throws Exception {
        startReading();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Hub.main(
                new String[] {"status", "--dir", directory.resolve("reader").toString()},
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("entries +2\n")
                .containsPattern("reads only +the log as of 010600Z MAR 26\n")
                .containsPattern("up to date +no: the newest head of the log in the database " + database);
    }
}

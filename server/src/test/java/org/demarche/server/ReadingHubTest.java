package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.command.CommandRun;
import org.demarche.escalation.TestKeys;
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
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.WatchIncidentRequest;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.server.cli.Hub;
import org.demarche.server.log.HeadTrail;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresStore;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.web.HttpReader;
import org.demarche.time.Dtg;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that reads a real standby, beside a log that is written to the primary; each commit needs the other standby. */
final class ReadingHubTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String READER = "reader";

    @TempDir
    private static Path directory;

    private static PostgresCluster cluster;
    private static String database;
    private static PostgresStore store;
    private static LogScene scene;
    private static HeadTrail trail;
    private static TestHub hub;
    private static TestDesk desk;

    @BeforeAll
    static void start() throws Exception {
        cluster = PostgresCluster.start(2);
        PostgresServer primary = cluster.primary();
        primary.set("synchronous_standby_names", "ANY 1 (s1)");
        primary.execute("CREATE ROLE " + READER + " LOGIN");
        database = primary.createDatabase("hub");
        PostgresDatabase at = new PostgresDatabase(PostgresUrl.parse(primary.url("hub", database)), Optional.empty());
        PostgresStore.init(at);
        primary.execute(
                database,
                "GRANT USAGE ON SCHEMA demarche TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA demarche TO reader");
        store = PostgresStore.open(at, "hub-1", 0);
        scene = new LogScene(store, TestHub.sampleCharter().charter());
        scene.growIncidents(1, 1);
        trail = new HeadTrail(scene.log(), store.heads().orElseThrow(), 1);
        trail.leave();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> standby()
                        .ask(database, "SELECT max(size) FROM demarche.heads")
                        .equals(Long.toString(head().size())));
        hub = startReading("reader");
        desk = hub.desk("UA");
    }

    private static TestHub startReading(String folder) throws Exception {
        return TestHub.startReading(
                Files.createDirectory(directory.resolve(folder)), standby().url(READER, database));
    }

    @AfterAll
    static void end() {
        if (hub != null) {
            desk.close();
            hub.close();
            store.close();
        }
        cluster.close();
    }

    /** The one that commits wait for. */
    private static PostgresServer witness() {
        return cluster.standbys().get(0);
    }

    /** The one that is read. */
    private static PostgresServer standby() {
        return cluster.standbys().get(1);
    }

    private static Head head() {
        return scene.log().published().head();
    }

    private static void leave() {
        trail.leave();
        await().atMost(PATIENCE).until(() -> desk.reportClock().equals(head()));
    }

    /** Time passes at the hub, which has looked at its store since. */
    private static void pass(Duration time) {
        hub.clock().pass(time);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> hub.process().whyNotReady().orElse("").contains("the standby lags")
                        && desk.reportClock().equals(head()));
    }

    private static FollowRequest follow(long from) {
        return FollowRequest.newBuilder()
                .setFromIndex(from)
                .setClockMs(hub.clock().wallMs())
                .build();
    }

    @Test
    void start_needsNoPrivateKeyOfTheLog() throws Exception {
        assertThat(directory.resolve("reader").toFile().list())
                .doesNotContain("log.key", "log.passphrase")
                .contains("log.pub");
        assertThat(desk.reportClock()).isEqualTo(head());
    }

    @Test
    void commitOnTheStandbyThatNoQuorumHas_isNotShown() throws Exception {
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
        assertThat(desk.reportClock().size()).isEqualTo(durable.size() + 1);
    }

    private static void assertNotShown(Head durable, CompletableFuture<Void> waiting) throws Exception {
        await().atMost(PATIENCE)
                .until(() -> standby()
                        .ask(database, "SELECT size FROM demarche.head")
                        .equals(Long.toString(durable.size() + 1)));
        // One that starts now has read all of it.
        try (TestHub another = startReading("another")) {
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
        try (HttpReader reader =
                HttpReader.connect(hub.process().filesAddress().orElseThrow(), TestHub.identity("UA"))) {
            assertThat(reader.get("/tile/entries/000.p/" + durable.size()).status())
                    .isEqualTo(200);
            assertThat(reader.get("/tile/entries/000.p/" + (durable.size() + 1)).status())
                    .isEqualTo(404);
        }
        StoredEntry unseen = entryOnTheStandby(durable.size());
        assertThatThrownBy(() -> desk.evidence(GetEvidenceRequest.newBuilder()
                        .setNotice(unseen.identity().orElseThrow().byteString())))
                .hasMessageContaining("NOT_FOUND");
    }

    private static StoredEntry entryOnTheStandby(long index) {
        try (PostgresStore copy = PostgresStore.openToRead(
                new PostgresDatabase(PostgresUrl.parse(standby().url(READER, database)), Optional.empty()))) {
            return copy.entry(index).orElseThrow();
        }
    }

    @Test
    void follow_fromTheBeginning_bringsHeadsOnTheWayAndWhatComesLater() throws Exception {
        scene.grow(1_030);
        // Other hubs of these tests begin on this log, and look at the newest signatures.
        scene.growSigned(70);
        leave();
        Iterator<FollowResponse> stream = desk.desk().follow(follow(0));
        MemoryTree tree = new MemoryTree();
        assertThat(headAfterEntries(stream, tree)).isEqualTo(1_024);
        assertThat(headAfterEntries(stream, tree)).isEqualTo(head().size());
        scene.growSigned(1);
        trail.leave();
        assertThat(headAfterEntries(stream, tree)).isEqualTo(head().size());
    }

    /** Takes entries until a head covers them, which must be the log's over them. */
    private static long headAfterEntries(Iterator<FollowResponse> stream, MemoryTree tree) {
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
        ListIncidentsResponse list = desk.desk()
                .listIncidents(ListIncidentsRequest.newBuilder()
                        .setClockMs(hub.clock().wallMs())
                        .build());
        assertThat(list.getSize()).isEqualTo(head().size());
        assertThat(list.getIncidentsList()).hasSize(1);
        pass(Duration.ofHours(1));
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
                            .isEqualTo(scene.nowMs());
                });
        scene.pass(Duration.ofHours(1));
        trail.leave();
        await().atMost(PATIENCE).until(() -> hub.process().whyNotReady().isEmpty());
    }

    @Test
    void evidence_ofAReadingHub_isProven() throws Exception {
        Sha256 incident = scene.log().incidents().iterator().next().id();
        assertProven(desk.evidence(GetEvidenceRequest.newBuilder().setNotice(incident.byteString())));
        assertProven(desk.evidence(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder()
                        .setIncident(incident.byteString())
                        .setIndex(0))));
    }

    private static void assertProven(byte[] bundle) {
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
        StatusRuntimeException refused = desk.refused(desk.sign("watch", Says.message("to the wrong hub")));
        assertThat(TestDesk.reason(refused)).isEqualTo("NOT_READY");
        assertThat(refused).hasMessageContaining("this hub only reads the log: submit to another hub of the log");
        assertThat(refused.getTrailers().toString()).doesNotContain("SignedRefusal");
        ByteString logged =
                TestDesk.entry(entry(2).bytes()).notice().orElseThrow().bytes();
        assertThat(desk.desk()
                        .submit(SubmitRequest.newBuilder()
                                .setSignedNotice(logged)
                                .setClockMs(hub.clock().wallMs())
                                .build())
                        .getReceipt()
                        .getEntry())
                .isEqualTo(entry(2).bytes());
    }

    @Test
    void witnesses_areSentToAHubThatWrites() {
        OfferHeadsRequest request = OfferHeadsRequest.newBuilder()
                .setWitness("GB-w")
                .setClockMs(hub.clock().wallMs())
                .build();
        assertThatThrownBy(() -> WitnessServiceGrpc.newBlockingStub(desk.channel())
                        .offerHeads(request)
                        .next())
                .hasMessageContaining("this hub only reads the log: witnesses are asked by another hub of the log");
    }

    private static StoredEntry entry(long index) {
        return store.entry(index).orElseThrow();
    }

    @Test
    void standbyAway_isSaidUntilItIsBack() throws Exception {
        assertThat(hub.process().whyNotReady()).isEmpty();
        standby().stop();
        await().atMost(PATIENCE).until(() -> hub.process().whyNotReady().isPresent());
        assertThat(hub.process().whyNotReady().orElseThrow())
                .contains("the database " + database + " at 127.0.0.1:"
                        + standby().port());
        await().atMost(PATIENCE).until(() -> serving() == ServingStatus.NOT_SERVING);
        scene.growSigned(1);
        trail.leave();
        standby().start();
        await().atMost(PATIENCE).until(() -> serving() == ServingStatus.SERVING);
        await().atMost(PATIENCE).until(() -> desk.reportClock().equals(head()));
    }

    private static ServingStatus serving() {
        return HealthGrpc.newBlockingStub(desk.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    @Test
    void headThatGrowsOld_isSaid() throws Exception {
        pass(Duration.ofMinutes(2));
        assertThat(hub.process().whyNotReady().orElseThrow())
                .contains("is of " + Dtg.of(scene.nowMs()) + ": the standby lags");
        scene.pass(Duration.ofMinutes(2));
        trail.leave();
        await().atMost(PATIENCE).until(() -> hub.process().whyNotReady().isEmpty());
    }

    @Test
    void start_onAStandbyBehindWhatThisHubHasShown_isRefused() throws Exception {
        try (TestHub behind = startReading("behind")) {
            behind.close();
            Head shown = new Head(head().size() + 1, head().root());
            Files.write(
                    directory.resolve("behind").resolve(LastHead.FILE),
                    new CheckpointSigner(TestHub.sampleCharter().charter().log().origin(), TestKeys.log())
                            .sign(shown, TestHub.START));
            assertThatThrownBy(behind::restart)
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(HubException.SETUP))
                    .hasMessageContaining("holds " + head().size() + " entries, and this hub has shown " + shown.size())
                    .hasMessageEndingWith("wait until the standby has caught up, then start the hub again");
        }
    }

    @Test
    void status_ofAReadingHub_saysAsOfWhen() throws Exception {
        CommandRun status = CommandRun.of(Hub::main, "status", "--dir", directory.resolve("reader"));
        assertThat(status.code()).isIn(0, 7);
        assertThat(status.out())
                .containsPattern("entries +" + head().size() + "\n")
                .containsPattern("reads only +the log as of " + Dtg.of(scene.nowMs()) + "\n")
                .containsPattern("up to date +no: the newest head of the log in the database " + database);
    }
}

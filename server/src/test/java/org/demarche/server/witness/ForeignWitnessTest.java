package org.demarche.server.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.server.TestWitness;
import org.demarche.server.config.HubConfig;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.ForkAlarm.By;
import org.demarche.server.log.LogScene;
import org.demarche.server.outside.Errand;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Witnesses that others run, as a hub asks them over HTTP: one that the charter names, and one that it does not. */
final class ForeignWitnessTest {
    private static final Charter CHARTER = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB")
            .charter();
    private static final TestWitness NAMED = new TestWitness("GB-w");
    private static final TestWitness OTHER = new TestWitness("witness.example/w1");
    private static final long PAUSE_MS = 500;

    @TempDir
    private Path directory;

    private LogScene scene;
    private CosignedHeads store;
    private WitnessedHeads heads;
    private Keeper keeper;
    private Offers offers;
    private long passedMs;

    @BeforeEach
    void open() throws Exception {
        SqliteStore sqlite = SqliteStore.open(directory.resolve("hub.sqlite"));
        scene = new LogScene(sqlite, CHARTER);
        store = sqlite.cosigned();
        heads = new WitnessedHeads(scene.log(), store);
        keeper = new Keeper(scene.log(), store, heads);
        offers = new Offers(scene.log(), store, heads, () -> passedMs, PAUSE_MS, true);
        offer();
    }

    @AfterEach
    void close() throws Exception {
        keeper.close();
        scene.close();
    }

    /** The log grows, and its newest head is offered. */
    private OfferedHead offer() {
        scene.growSigned(3);
        passedMs += 4 * PAUSE_MS;
        assertThat(offers.attend()).isTrue();
        return offers.newest().orElseThrow();
    }

    private WitnessServer server(TestWitness witness) throws Exception {
        return WitnessServer.start(witness, CHARTER, scene.nowMs());
    }

    private static HubConfig.ForeignWitness config(TestWitness witness, URI url, List<NoteKey> keys) {
        return new HubConfig.ForeignWitness(witness.name(), url, Optional.empty(), keys);
    }

    private AddCheckpoint asking(TestWitness witness, WitnessServer server) {
        return asking(config(witness, server.url(), witness.keys()), Duration.ofSeconds(20));
    }

    private AddCheckpoint asking(HubConfig.ForeignWitness witness, Duration whole) {
        return new AddCheckpoint(
                witness,
                new WitnessEndpoint(witness.url(), witness.pin(), whole),
                scene.log(),
                store,
                keeper,
                scene::nowMs);
    }

    private VerifiedCheckpoint opened(OfferedHead head) {
        return TestWitness.open(CHARTER, head.note());
    }

    private List<StoredCosignature> said() {
        return store.cosignatures(offers.newest().orElseThrow().size());
    }

    private ForkAlarm forks() {
        return scene.log().forks();
    }

    // What is asked and kept

    @Test
    void submit_toAWitnessThatTheCharterNames_countsForItsRule() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            OfferedHead head = offers.newest().orElseThrow();
            assertThat(asking(NAMED, server).submit(head)).isEmpty();
            assertThat(heads.newestSize()).isEqualTo(head.size());
            assertThat(heads.newest().orElseThrow().witnesses()).containsOnlyKeys("GB-w");
            assertThat(server.last()).isEqualTo(scene.log().published().head());
        }
    }

    @Test
    void submit_toAnother_addsItsLinesToTheHead() throws Exception {
        try (WitnessServer other = server(OTHER);
                WitnessServer named = server(NAMED)) {
            OfferedHead head = offers.newest().orElseThrow();
            assertThat(asking(OTHER, other).submit(head)).isEmpty();
            assertThat(heads.newest()).as("it does not count").isEmpty();
            assertThat(asking(NAMED, named).submit(head)).isEmpty();
            assertThat(heads.newest().orElseThrow().checkpoint().signatures())
                    .extracting(NoteSignature::name)
                    .containsExactly(
                            CHARTER.log().origin(), CHARTER.log().origin(), "GB-w", "GB-w", OTHER.name(), OTHER.name());
        }
    }

    @Test
    void submit_headAfterHead_takesOneRequestEach() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            AddCheckpoint asking = asking(NAMED, server);
            for (int i = 0; i < 4; i++) {
                assertThat(asking.submit(offer())).isEmpty();
                assertThat(server.takeRequests()).isEqualTo(1);
            }
        }
    }

    @Test
    void submit_toAWitnessThatRemembersAnotherSize_isToldAndAsksAgain() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            server.remember(scene.log().tree().headAt(2));
            assertThat(asking(NAMED, server).submit(offer())).isEmpty();
            assertThat(server.takeRequests()).isEqualTo(2);
            assertThat(said()).hasSize(1);
        }
    }

    @Test
    void submit_whatAnotherHubHasSubmitted_asksNobody() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            OfferedHead head = offers.newest().orElseThrow();
            asking(NAMED, server).submit(head);
            server.takeRequests();
            AddCheckpoint ofAnotherHub = asking(NAMED, server);
            assertThat(ofAnotherHub.submit(head)).isEmpty();
            assertThat(server.takeRequests()).isZero();
            assertThat(ofAnotherHub.submit(offer())).isEmpty();
            assertThat(server.takeRequests())
                    .as("and what it has cosigned is known")
                    .isEqualTo(1);
        }
    }

    @Test
    void submit_whatIsBehindTheWitness_isLeftAlone() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            OfferedHead old = offers.newest().orElseThrow();
            asking(NAMED, server).submit(offer());
            assertThat(asking(NAMED, server).submit(old)).isEmpty();
            assertThat(store.cosignatures(old.size())).isEmpty();
        }
    }

    @Test
    void submit_linesOfItsOtherKeys_areNotKept() throws Exception {
        try (WitnessServer server = server(OTHER)) {
            NoteKey classical = OTHER.keys().get(0);
            assertThat(asking(config(OTHER, server.url(), List.of(classical)), Duration.ofSeconds(20))
                            .submit(offers.newest().orElseThrow()))
                    .isEmpty();
            assertThat(said()).hasSize(1);
            assertThat(said().get(0).keys()).containsExactly(classical);
            assertThat(said().get(0).lines().toStringUtf8().lines()).hasSize(1);
        }
    }

    @Test
    void submit_overTls_trustsThePinAlone() throws Exception {
        TlsIdentity identity = TlsIdentity.generate("witness", new SecureRandom(), Instant.now());
        try (WitnessServer server = WitnessServer.startTls(NAMED, CHARTER, scene.nowMs(), identity)) {
            OfferedHead head = offers.newest().orElseThrow();
            for (Optional<Sha256> wrong : List.of(Optional.<Sha256>empty(), Optional.of(Sha256.of(new byte[1])))) {
                assertThat(asking(pinned(server, wrong), Duration.ofSeconds(20)).submit(head))
                        .hasValueSatisfying(t -> assertThat(t).startsWith("could not be verified"));
            }
            assertThat(asking(pinned(server, Optional.of(identity.pin())), Duration.ofSeconds(20))
                            .submit(head))
                    .isEmpty();
        }
    }

    private static HubConfig.ForeignWitness pinned(WitnessServer server, Optional<Sha256> pin) {
        return new HubConfig.ForeignWitness(NAMED.name(), server.url(), pin, NAMED.keys());
    }

    // What goes wrong

    private void assertTrouble(WitnessServer server, String sentence) throws Exception {
        assertThat(asking(NAMED, server).submit(offers.newest().orElseThrow()))
                .hasValueSatisfying(trouble -> assertThat(trouble).contains(sentence));
        assertThat(said()).isEmpty();
    }

    @Test
    void submit_refused_saysWhatTheStatusMeans() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            server.know(SampleCharter.parse(
                    CHARTER.text().toStringUtf8().replace("hub.exercise.example", "other.example")));
            assertTrouble(server, "does not know this log (404)");
            assertThat(forks().raised(By.WITNESS)).isZero();
            server.know(CHARTER);
            server.remember(new Head(2, Sha256.of(new byte[1])));
            assertTrouble(server, "refuses the proof that the log has only grown (422)");
            assertThat(forks().raised(By.WITNESS)).isEqualTo(1);
            assertThat(forks().first())
                    .hasValueSatisfying(what -> assertThat(what)
                            .startsWith("the witness GB-w refuses the proof that the log has only grown (422)"));
            server.remember(new Head(1_000, Sha256.of(new byte[1])));
            assertTrouble(server, "has cosigned a head of 1000 entries, and this log has 5");
            assertThat(forks().raised(By.WITNESS)).isEqualTo(2);
            for (int status : new int[] {400, 403, 500, 302, 204}) {
                server.misbehave(exchange -> WitnessServer.reply(exchange, status, ""));
                assertTrouble(server, Integer.toString(status));
            }
            assertThat(forks().raised(By.WITNESS)).as("other troubles").isEqualTo(2);
        }
    }

    @Test
    void submit_toldASizeThatIsNone_asksAsBeforeWhenItBehaves() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            AddCheckpoint asking = asking(NAMED, server);
            server.misbehave(exchange -> WitnessServer.reply(exchange, 409, "999999999999999999\n"));
            for (int i = 0; i < 2; i++) {
                assertThat(asking.submit(offer()))
                        .hasValueSatisfying(trouble -> assertThat(trouble)
                                .contains("has cosigned a head of 999999999999999999 entries, and this log has"));
            }
            server.behave();
            server.takeRequests();
            assertThat(asking.submit(offer())).isEmpty();
            assertThat(server.takeRequests()).isEqualTo(1);
        }
    }

    @Test
    void submit_answeredWithAConflictThatSaysNothing_givesUp() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            for (String body : List.of("", "0\n", "5", "05\n", "x\n", "-1\n", "99999999999999999999\n")) {
                server.misbehave(exchange -> WitnessServer.reply(exchange, 409, body));
                assertTrouble(server, "answered 409");
            }
            AtomicFlip sizes = new AtomicFlip();
            server.misbehave(exchange -> WitnessServer.reply(exchange, 409, sizes.next()));
            server.takeRequests();
            assertTrouble(server, "answered 409");
            assertThat(server.takeRequests()).isEqualTo(2);
        }
    }

    private static final class AtomicFlip {
        private int last;

        synchronized String next() {
            last = last == 1 ? 2 : 1;
            return last + "\n";
        }
    }

    @Test
    void submit_answeredWithWhatIsNoCosignatureOfThisHead_keepsNothing() throws Exception {
        OfferedHead old = offers.newest().orElseThrow();
        OfferedHead head = offer();
        List<NoteSignature> own = NAMED.lines(opened(head), scene.nowMs());
        try (WitnessServer server = server(NAMED)) {
            for (String junk : List.of("", "no line\n", "\n\n", "— GB-w AAAA\n")) {
                server.misbehave(exchange -> WitnessServer.reply(exchange, 200, junk));
                assertTrouble(server, "answered with what are no signature lines");
            }
            server.misbehave(WitnessServer.saying(TestWitness.text(OTHER.lines(opened(head), scene.nowMs()))));
            assertTrouble(server, "without a cosignature by its verifier_keys");
            server.misbehave(WitnessServer.saying(TestWitness.text(NAMED.lines(opened(old), scene.nowMs()))));
            assertTrouble(server, "answered with a false cosignature by GB-w+");
            server.misbehave(WitnessServer.saying(TestWitness.text(own.subList(0, 1))));
            assertTrouble(server, "has not cosigned with both the keys that the charter gives it");
            server.misbehave(WitnessServer.saying(
                    TestWitness.text(NAMED.lines(opened(head), scene.nowMs() + CHARTER.skewMs() + 1_000))));
            assertTrouble(server, "ahead of the hub's clock");
            server.misbehave(WitnessServer.saying(
                    TestWitness.text(NAMED.lines(opened(head), scene.nowMs() - CHARTER.skewMs() - 1_000))));
            assertTrouble(server, "before the newest entry that it covers");
        }
    }

    @Test
    void submit_answeredEndlessly_takesNoMoreThanItMay() throws Exception {
        try (WitnessServer server = server(NAMED)) {
            server.misbehave(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] piece = new byte[8_192];
                for (int i = 0; i < 10_000; i++) {
                    exchange.getResponseBody().write(piece);
                }
            });
            assertTrouble(server, "answered with more than 65536 bytes");
        }
    }

    @Test
    void submit_answeredWithSilenceOrDropByDrop_endsInTime() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (WitnessServer server = server(NAMED)) {
            AddCheckpoint asking = asking(config(NAMED, server.url(), NAMED.keys()), Duration.ofMillis(300));
            server.misbehave(exchange -> over.await());
            assertThat(asking.submit(offers.newest().orElseThrow())).contains("did not answer within 300 ms");
            server.misbehave(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                over.await();
            });
            assertThat(asking.submit(offers.newest().orElseThrow())).contains("did not answer within 300 ms");
            over.countDown();
        }
    }

    @Test
    void submit_whereNobodyListens_saysSo() throws Exception {
        URI nobody;
        try (WitnessServer server = server(NAMED)) {
            nobody = server.url();
        }
        assertThat(asking(config(NAMED, nobody, NAMED.keys()), Duration.ofSeconds(20))
                        .submit(offers.newest().orElseThrow()))
                .contains("cannot be reached");
    }

    // Again and again

    private Errand errand(WitnessServer server, Consumer<String> operator) {
        HubConfig.ForeignWitness config = config(NAMED, server.url(), NAMED.keys());
        return new Errand("witness", new ForeignWitness(config, asking(NAMED, server), offers), 5, operator);
    }

    @Test
    void witness_thatIsDown_isToldOfOnceAndAskedAgain() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (WitnessServer server = server(NAMED);
                Errand witness = errand(server, told::add)) {
            server.misbehave(exchange -> WitnessServer.reply(exchange, 500, ""));
            offers.onNext(witness::wake);
            witness.wake();
            List<Integer> asked = new ArrayList<>();
            await().until(() -> {
                asked.add(server.takeRequests());
                return asked.stream().mapToInt(n -> n).sum() >= 4;
            });
            OfferedHead newest = offer();
            server.behave();
            await().until(() -> heads.newestSize() == newest.size());
            await().until(() -> told.size() == 2);
            OfferedHead next = offer();
            await().until(() -> heads.newestSize() == next.size());
            assertThat(told)
                    .containsExactly(
                            "the witness GB-w at " + server.url()
                                    + " answered with status 500 (expected: 200); the hub goes on without it, and asks it again from time to time",
                            "the witness GB-w at " + server.url() + " cosigns again");
        }
    }

    @Test
    void witness_thatHangs_isLeftBehindByTheOffers() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (WitnessServer server = server(NAMED);
                Errand witness = errand(server, told -> {})) {
            server.misbehave(exchange -> over.await());
            offers.onNext(witness::wake);
            witness.wake();
            await().until(() -> server.takeRequests() > 0);
            for (int i = 0; i < 20; i++) {
                offer();
            }
            assertThat(server.takeRequests()).as("the first call has not ended").isZero();
            assertThat(said()).isEmpty();
            over.countDown();
        }
    }
}

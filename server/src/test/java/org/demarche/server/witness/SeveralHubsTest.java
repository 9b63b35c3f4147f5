package org.demarche.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.key.SignatureVerifier;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.Role;
import org.demarche.server.TestHub;
import org.demarche.server.TestWitness;
import org.demarche.server.clock.ManualClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.intake.VerificationPool;
import org.demarche.server.log.HeadTrail;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresStore;
import org.demarche.server.store.postgres.PostgresUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hubs of one database, each with a witness, and a third hub that only reads. */
final class SeveralHubsTest {
    private static final Charter CHARTER = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB", "FR", "NO")
            .charter();

    private final ManualClock clock = new ManualClock(TestHub.START);
    private final VerificationPool pool = new VerificationPool(1);
    private PostgresDatabase database;
    private LogStore first;
    private LogStore second;
    private LogScene scene;
    private Witnessing one;
    private Witnessing two;

    @BeforeEach
    void open() throws Exception {
        database = new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty());
        PostgresStore.init(database);
        first = PostgresStore.open(database, "hub-1", 0);
        second = PostgresStore.open(database, "hub-2", 0);
        scene = new LogScene(first, CHARTER);
        scene.growSigned(3);
        one = witnessing(scene.log(), first, true);
        two = witnessing(new LogScene(second, CHARTER).log(), second, true);
    }

    @AfterEach
    void close() throws Exception {
        one.close();
        two.close();
        pool.close();
        first.close();
        second.close();
    }

    private Witnessing witnessing(HubLog log, LogStore store, boolean writes) {
        return new Witnessing(
                log, store.cosigned(), new HubConfig.Witnesses(500, List.of()), pool, clock.hubClock(), writes);
    }

    private boolean cosign(Witnessing hub, String name) {
        TestWitness witness = new TestWitness(name);
        VerifiedCheckpoint head = TestWitness.open(
                CHARTER, hub.offers().orElseThrow().newest().orElseThrow().note());
        return hub.cosigning()
                .orElseThrow()
                .add(witness.party(), witness.request(head, clock.wallMs()).build())
                .join();
    }

    @Test
    void hubs_offerTheSameHeadAndTellEachOtherWhatIsWitnessed() throws Exception {
        one.attend();
        two.attend();
        assertThat(two.offers().orElseThrow().newest())
                .isEqualTo(one.offers().orElseThrow().newest())
                .isPresent();
        assertThat(cosign(one, "GB-w")).isFalse();
        assertThat(cosign(two, "NO-w")).isTrue();
        assertThat(two.heads().newestSize()).isEqualTo(5);
        one.attend();
        assertThat(one.heads().newest().orElseThrow().message())
                .isEqualTo(two.heads().newest().orElseThrow().message());

        try (LogStore copy = PostgresStore.openToRead(database)) {
            new HeadTrail(scene.log(), first.heads().orElseThrow(), 1).leave();
            LogKeys keys = LogKeys.of(new CheckpointSigner(CHARTER.log().origin(), TestKeys.log()).keys());
            HubLog log = new HubLog(
                    copy,
                    new Role.Reads(keys, "the copy").heads(copy, clock::wallMs),
                    SignatureVerifier.bouncyCastle(),
                    1 << 20);
            Witnessing reading = witnessing(log, copy, false);
            reading.attend();
            assertThat(reading.heads().newest().orElseThrow().message())
                    .isEqualTo(one.heads().newest().orElseThrow().message());
            assertThat(reading.offers()).isEmpty();
            assertThat(reading.cosigning()).isEmpty();
        }
    }
}

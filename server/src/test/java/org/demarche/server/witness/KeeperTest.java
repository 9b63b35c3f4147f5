package org.demarche.server.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.refusal.RefusedException;
import org.demarche.server.TestWitness;
import org.demarche.server.log.ForkAlarm.By;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cosignatures that come while others are being written. The medium holds on at the first write until it is let go. */
final class KeeperTest {
    private static final Charter CHARTER = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB")
            .charter();

    @TempDir
    private Path directory;

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean full;
    private LogScene scene;
    private CosignedHeads heads;
    private WitnessedHeads witnessed;
    private Keeper keeper;

    @BeforeEach
    void open() throws Exception {
        SqliteStore store = SqliteStore.open(directory.resolve("hub.sqlite"));
        scene = new LogScene(store, CHARTER);
        heads = store.cosigned();
        witnessed = new WitnessedHeads(scene.log(), heads);
        keeper = new Keeper(scene.log(), slow(heads), witnessed);
        offer();
    }

    @AfterEach
    void close() throws Exception {
        letGo.countDown();
        keeper.close();
        scene.close();
    }

    private CosignedHeads slow(CosignedHeads medium) {
        return (CosignedHeads) Proxy.newProxyInstance(
                CosignedHeads.class.getClassLoader(), new Class<?>[] {CosignedHeads.class}, (proxy, method, args) -> {
                    if (method.getName().equals("add") && writes.getAndIncrement() == 0) {
                        letGo.await();
                    }
                    if (full && method.getName().equals("add")) {
                        throw new StoreException(StoreException.Kind.FULL, "the disk is full");
                    }
                    try {
                        return method.invoke(medium, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private VerifiedCheckpoint offer() {
        scene.grow(2);
        long size = scene.log().published().size();
        assertThat(heads.offer(size, scene.log().published().checkpoint())).isTrue();
        return TestWitness.open(CHARTER, heads.head(size).orElseThrow().note());
    }

    @Test
    void look_headOfOtherEntriesThatTheLogHasSigned_raisesTheAlarm() throws Exception {
        scene.grow(2);
        long size = scene.log().published().size();
        Head other = new Head(size, Sha256.of(new byte[1]));
        heads.offer(
                size,
                ByteString.copyFrom(new CheckpointSigner(CHARTER.log().origin(), TestKeys.log())
                        .sign(other, Instant.ofEpochMilli(scene.nowMs()))));
        VerifiedCheckpoint signed =
                TestWitness.open(CHARTER, heads.head(size).orElseThrow().note());
        heads.add(List.of(by("GB-w", signed)));
        heads.markWitnessed(size);
        assertThatThrownBy(witnessed::look)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not of this log, or bears a false cosignature");
        assertThat(scene.log().forks().raised(By.STORE)).isEqualTo(1);
        assertThat(scene.log().forks().first().orElseThrow())
                .contains(other.root().hex());
    }

    private StoredCosignature by(String name, VerifiedCheckpoint head) {
        return new TestWitness(name).said(head, scene.nowMs());
    }

    private CompletableFuture<Boolean> keepOneThatHangs(VerifiedCheckpoint head) {
        CompletableFuture<Boolean> first = keeper.keep(by("FR-w", head));
        await().until(() -> writes.get() == 1);
        return first;
    }

    @Test
    void keep_whatComesDuringAWrite_isWrittenAtOnce() throws Exception {
        VerifiedCheckpoint head = offer();
        VerifiedCheckpoint next = offer();
        CompletableFuture<Boolean> first = keepOneThatHangs(head);
        List<CompletableFuture<Boolean>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(keeper.keep(by("NO-w" + i, head)));
            others.add(keeper.keep(by("NO-w" + i, next)));
        }
        CompletableFuture<Boolean> enough = keeper.keep(by("GB-w", next));
        letGo.countDown();
        assertThat(first.get()).isFalse();
        assertThat(enough.get()).isTrue();
        assertThat(writes).hasValue(2);
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).get()).isEqualTo(i % 2 == 1);
        }
        assertThat(heads.cosignatures(head.head().size())).hasSize(11);
        assertThat(heads.cosignatures(next.head().size())).hasSize(11);
        assertThat(witnessed.newestSize()).isEqualTo(next.head().size());
    }

    @Test
    void keep_oneOnAHeadThatIsNotOffered_isRefusedAloneAmongThoseWrittenWithIt() throws Exception {
        VerifiedCheckpoint head = offer();
        keepOneThatHangs(head);
        StoredCosignature gone = by("NO-w", head);
        CompletableFuture<Boolean> dropped =
                keeper.keep(new StoredCosignature(1, gone.witness(), gone.keys(), gone.lines()));
        CompletableFuture<Boolean> kept = keeper.keep(by("GB-w", head));
        letGo.countDown();
        assertThat(kept.get()).isTrue();
        assertThatThrownBy(dropped::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RefusedException.class)
                .hasMessageContaining("the head of 1 entries is no longer offered");
    }

    @Test
    void keep_onAFullMedium_isRefusedToAllAndKeptWhenBroughtAgain() throws Exception {
        VerifiedCheckpoint head = offer();
        full = true;
        CompletableFuture<Boolean> first = keepOneThatHangs(head);
        CompletableFuture<Boolean> second = keeper.keep(by("GB-w", head));
        letGo.countDown();
        for (CompletableFuture<Boolean> refused : List.of(first, second)) {
            assertThatThrownBy(refused::get).hasMessageContaining("could not store the cosignature");
        }
        full = false;
        assertThat(keeper.keep(by("GB-w", head)).get()).isTrue();
    }

    @Test
    void keep_moreThanMayWait_isRefused() throws Exception {
        VerifiedCheckpoint head = offer();
        keepOneThatHangs(head);
        StoredCosignature one = by("GB-w", head);
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            all.add(keeper.keep(one));
        }
        assertThatThrownBy(all.get(256)::get).hasMessageContaining("too many cosignatures wait");
        letGo.countDown();
        assertThat(all.get(255).get()).isTrue();
        assertThat(writes).hasValue(2);
    }
}

package org.demarche.server.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.TestKeys;
import org.demarche.server.Says;
import org.demarche.server.TestWitness;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which offered heads stay. Here the newest four do, and every report starts a clock. */
final class KeepingTest {
    private static final SampleCharter SAMPLE = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB");
    private static final Charter CHARTER = clockFromReports(SAMPLE);

    @TempDir
    private Path directory;

    private LogScene scene;
    private CosignedHeads heads;
    private Keeping keeping;

    private static Charter clockFromReports(SampleCharter sample) {
        return SampleCharter.parse(
                sample.text().replace("clock     = \"finding violation\"", "clock     = \"first report\""));
    }

    @BeforeEach
    void open() throws Exception {
        SqliteStore store = SqliteStore.open(directory.resolve("hub.sqlite"));
        scene = new LogScene(store, CHARTER);
        heads = store.cosigned();
        keeping = new Keeping(scene.log(), heads, 4);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private long size() {
        return scene.log().published().size();
    }

    /** The log grows by so many entries, and its head is offered and witnessed. */
    private long witnessed(int entries) {
        long size = offered(entries);
        heads.markWitnessed(size);
        return size;
    }

    private long offered(int entries) {
        scene.grow(entries);
        assertThat(heads.offer(size(), ByteString.copyFromUtf8("a note"))).isTrue();
        keeping.tidy();
        return size();
    }

    private List<Long> sizes() {
        return heads.heads(0, 1_000).stream().map(OfferedHead::size).toList();
    }

    @Test
    void tidy_manyHeads_leavesTheNewest() {
        for (int i = 0; i < 30; i++) {
            witnessed(2);
        }
        assertThat(sizes()).containsExactly(size() - 6, size() - 4, size() - 2, size());
    }

    @Test
    void tidy_headsThatNobodyCosigned_leavesTheNewestWitnessedAmongTheOlder() {
        witnessed(2);
        long newestWitnessed = witnessed(2);
        for (int i = 0; i < 10; i++) {
            offered(2);
        }
        assertThat(sizes()).containsExactly(newestWitnessed, size() - 6, size() - 4, size() - 2, size());
    }

    @Test
    void tidy_theFirstWitnessedHeadBehindTheStartOfAClock_lasts() {
        witnessed(2);
        scene.growIncidents(1, 2);
        offered(1);
        long first = witnessed(1);
        witnessed(1);
        scene.growIncidents(2, 2);
        long ofBoth = witnessed(1);
        for (int i = 0; i < 20; i++) {
            witnessed(2);
        }
        assertThat(sizes()).startsWith(first, ofBoth).hasSize(6);
        assertThat(heads.head(first))
                .hasValueSatisfying(head -> assertThat(head.lasting()).isTrue());
    }

    @Test
    void tidy_theLastWitnessedHeadUnderACharter_lasts() {
        Says.ADOPTERS.stream().filter(p -> !p.equals("UA")).forEach(p -> scene.commit(scene.assent(p, CHARTER)));
        witnessed(2);
        long last = witnessed(2);
        Charter next = clockFromReports(SAMPLE.following(CHARTER.hash()));
        scene.commit(scene.post(next));
        Says.ADOPTERS.forEach(p -> scene.commit(scene.assent(p, next)));
        scene.turnTo(next);
        assertThat(scene.log().published().governance().charter().version()).isEqualTo(2);
        for (int i = 0; i < 20; i++) {
            witnessed(2);
        }
        assertThat(sizes()).startsWith(last).hasSize(5);
    }
}

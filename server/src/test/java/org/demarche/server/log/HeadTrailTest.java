package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which heads a hub leaves, and when. */
final class HeadTrailTest {
    private static final int IDLE = 5;

    @TempDir
    private Path directory;

    private final HeadShelf shelf = new HeadShelf();
    private LogScene scene;
    private HeadTrail trail;

    @BeforeEach
    void open() throws RefusedException {
        scene = new LogScene(directory);
        trail = new HeadTrail(scene.log(), shelf, IDLE);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static VerifiedCheckpoint opened(StoredHead head) throws NoteException {
        return new CheckpointVerifier(
                        "hub.exercise.example/ceasefire", TestKeys.log().publicKey())
                .open(head.note().toByteArray());
    }

    @Test
    void leave_logThatHasGrown_leavesTheNewestAlone() throws Exception {
        trail.leave();
        scene.grow(10);
        trail.leave();
        assertThat(shelf.newest().orElseThrow().size()).isEqualTo(12);
        assertThat(opened(shelf.newest().orElseThrow()).head())
                .isEqualTo(scene.log().published().head());
        assertThat(shelf.lasting()).isEmpty();
        assertThat(shelf.head(2)).isEmpty();
    }

    @Test
    void leave_longLog_leavesEveryMultipleForGoodAndEachIsTheHeadOfItsSize() throws Exception {
        scene.grow(2_100);
        trail.leave();
        assertThat(shelf.lasting()).containsExactly(1_024L, 2_048L);
        assertThat(opened(shelf.head(1_024).orElseThrow()).head())
                .isEqualTo(scene.log().tree().headAt(1_024));
        scene.grow(1_000);
        trail.leave();
        assertThat(shelf.lasting()).containsExactly(1_024L, 2_048L, 3_072L);
        assertThat(shelf.newest().orElseThrow().size()).isEqualTo(3_102);
    }

    @Test
    void leave_hubThatHasStartedAnew_leavesNothingTwice() {
        scene.grow(2_100);
        trail.leave();
        StoredHead before = shelf.head(1_024).orElseThrow();
        scene.pass(Duration.ofMinutes(1));
        new HeadTrail(scene.log(), shelf, IDLE).leave();
        assertThat(shelf.head(1_024)).contains(before);
    }

    @Test
    void leave_idleLog_leavesTheNewestWithANewTimeEveryFewCalls() throws Exception {
        trail.leave();
        assertThat(shelf.takeTimes()).isEqualTo(1);
        Instant first = opened(shelf.newest().orElseThrow()).signedAt();
        scene.pass(Duration.ofSeconds(5));
        for (int i = 0; i < IDLE - 1; i++) {
            trail.leave();
        }
        assertThat(shelf.takeTimes()).isZero();
        trail.leave();
        assertThat(shelf.takeTimes()).isEqualTo(1);
        assertThat(opened(shelf.newest().orElseThrow()).signedAt()).isEqualTo(first.plusSeconds(5));
    }

    @Test
    void leave_storeThatFails_isTriedAgainAndNothingIsLeftOut() {
        scene.grow(1_100);
        shelf.fail(new StoreException(Kind.FAILED, "away"));
        trail.leave();
        shelf.heal();
        assertThat(shelf.newest()).isEmpty();
        trail.leave();
        assertThat(shelf.lasting()).containsExactly(1_024L);
        assertThat(shelf.newest().orElseThrow().size()).isEqualTo(1_102);
    }

    @Test
    void leave_newestThatIsAMultiple_staysForGood() {
        scene.grow(1_022);
        assertThat(scene.log().published().size()).isEqualTo(1_024);
        trail.leave();
        scene.grow(1);
        trail.leave();
        assertThat(shelf.lasting()).isEqualTo(List.of(1_024L));
        assertThat(shelf.newest().orElseThrow().size()).isEqualTo(1_025);
    }
}

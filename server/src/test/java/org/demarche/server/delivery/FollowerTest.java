package org.demarche.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.merkle.Head;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.LogScene;
import org.demarche.server.witness.OpenedHead;
import org.demarche.server.witness.WitnessedHeads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that takes as much as it likes, on the test's own thread. */
final class FollowerTest {
    @TempDir
    private Path directory;

    private LogScene scene;
    private Followers followers;
    private final Reader reader = new Reader();

    @BeforeEach
    void open() throws Exception {
        scene = new LogScene(directory);
        followers = new Followers(
                scene.log(), new WitnessedHeads(scene.log(), scene.log().store().cosigned()), Runnable::run);
        scene.log().addListener(followers);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static final class Reader implements Sink {
        private final List<Long> entries = new ArrayList<>();
        private final List<Head> heads = new ArrayList<>();
        private final List<Boolean> caughtUp = new ArrayList<>();
        private final List<Refusal> partings = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean isReady() {
            return room > 0;
        }

        @Override
        public void entry(ByteString entry) {
            room--;
            try {
                entries.add(UnverifiedEntry.parse(entry.toByteArray()).index());
            } catch (RefusedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void head(ByteString checkpoint, boolean isCaughtUp, Optional<OpenedHead> witnessed) {
            assertThat(witnessed).as("nobody cosigns here").isEmpty();
            room--;
            caughtUp.add(isCaughtUp);
            try {
                heads.add(new CheckpointVerifier(
                                "hub.exercise.example/ceasefire", TestKeys.log().publicKey())
                        .open(checkpoint.toByteArray())
                        .head());
            } catch (NoteException e) {
                throw new AssertionError(e);
            }
            assertThat(heads.get(heads.size() - 1).size())
                    .as("covers what was sent")
                    .isEqualTo(
                            entries.isEmpty()
                                    ? heads.get(heads.size() - 1).size()
                                    : entries.get(entries.size() - 1) + 1);
        }

        @Override
        public void over(Refusal why) {
            partings.add(why);
        }

        @Override
        public void fail(RuntimeException e) {
            throw e;
        }
    }

    @Test
    void wake_fromTheMiddle_sendsTheRestAndOneHead() {
        scene.grow(3);
        followers.add(2, reader).wake();
        assertThat(reader.entries).containsExactly(2L, 3L, 4L);
        assertThat(reader.heads).containsExactly(scene.log().published().head());
        assertThat(reader.caughtUp).containsExactly(true);
    }

    @Test
    void grown_afterCatchingUp_sendsEachBatchAndItsHead() {
        followers.add(2, reader).wake();
        scene.grow(2);
        scene.grow(1);
        assertThat(reader.entries).containsExactly(2L, 3L, 4L);
        assertThat(reader.heads).extracting(Head::size).containsExactly(2L, 4L, 5L);
    }

    @Test
    void wake_slowReader_keepsItsPlaceAndGetsEveryEntryOnce() {
        reader.room = 2;
        Follower follower = followers.add(0, reader);
        follower.wake();
        assertThat(reader.entries).containsExactly(0L, 1L);
        scene.grow(200);
        assertThat(reader.entries).as("not ready: nothing is pushed").hasSize(2);
        for (int i = 0; i < 210; i++) {
            reader.room = 1;
            follower.wake();
        }
        assertThat(reader.entries).hasSize(202).isSorted().doesNotHaveDuplicates();
        assertThat(reader.heads.get(reader.heads.size() - 1))
                .isEqualTo(scene.log().published().head());
    }

    @Test
    void wake_farBehind_getsHeadsOnTheWay() {
        scene.grow(1_100);
        followers.add(0, reader).wake();
        assertThat(reader.entries).hasSize(1_102);
        assertThat(reader.heads).extracting(Head::size).containsExactly(1_024L, 1_102L);
        assertThat(reader.caughtUp).containsExactly(false, true);
        assertThat(reader.heads.get(0)).isEqualTo(scene.log().tree().headAt(1_024));
    }

    @Test
    void beat_nothingNew_repeatsTheHead() {
        followers.add(0, reader).wake();
        followers.beat();
        assertThat(reader.heads).extracting(Head::size).containsExactly(2L, 2L);
    }

    @Test
    void part_tellsWhyAndSendsNothingMore() {
        followers.add(0, reader).wake();
        followers.part(new Refusal(Reason.NOT_READY, "stopping"));
        scene.grow(1);
        assertThat(reader.partings).hasSize(1);
        assertThat(reader.entries).hasSize(2);
    }

    @Test
    void remove_sendsNothingMore() {
        Follower follower = followers.add(0, reader);
        followers.remove(follower);
        follower.wake();
        assertThat(reader.entries).isEmpty();
        assertThat(followers.size()).isZero();
    }

    @Test
    void check_beyondTheEndOrNegative_isRefused() {
        assertThat(followers.check(2)).isEmpty();
        assertThat(followers.check(3))
                .hasValueSatisfying(r -> assertThat(r.reason()).isEqualTo(Reason.NOT_FOUND));
        assertThat(followers.check(-1)).isPresent();
    }
}

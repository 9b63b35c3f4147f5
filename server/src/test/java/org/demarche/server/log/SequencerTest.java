package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class SequencerTest {
    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T06:00:00Z"));
    private final AtomicReference<Throwable> defect = new AtomicReference<>();
    private final AtomicInteger onTheirWay = new AtomicInteger();
    private LogScene scene;
    private Sequencer sequencer;

    @BeforeEach
    void open() throws Exception {
        scene = new LogScene(directory);
        sequencer = new Sequencer(
                scene.log(), scene.appender(), new ClockGuard(clock.hubClock()), 16, onTheirWay::get, defect::set);
    }

    @AfterEach
    void close() throws Exception {
        sequencer.close();
        scene.close();
    }

    private static Reason refused(Submission submission) {
        return ((Answer.Refused) submission.answer().join()).refusal().reason();
    }

    @Test
    void offer_manyAtOnce_areAllLoggedInOrderOfArrival() {
        List<Submission> submissions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            submissions.add(Submission.of(scene.message("No. " + i)));
            sequencer.offer(submissions.get(i));
        }
        sequencer.start();
        for (int i = 0; i < 50; i++) {
            assertThat(((Answer.Logged) submissions.get(i).answer().join())
                            .entry()
                            .index())
                    .isEqualTo(2L + i);
        }
    }

    @Test
    @Timeout(20)
    void offer_whileManyAreOnTheirWay_isLoggedWithThemOrAfterAMoment() {
        onTheirWay.set(1_000);
        sequencer.start();
        Submission alone = Submission.of(scene.message("alone"));
        sequencer.offer(alone);
        assertThat(alone.answer().join()).isInstanceOf(Answer.Logged.class);
    }

    @Test
    void offer_whileTheClockIsNotBelieved_isRefused() {
        sequencer.start();
        clock.step(Duration.ofHours(-1));
        Submission submission = Submission.of(scene.message("x"));
        sequencer.offer(submission);
        assertThat(refused(submission)).isEqualTo(Reason.HUB_CLOCK);
    }

    @Test
    void offer_aMarkWithoutTwoPartiesClocks_isRefused() {
        sequencer.start();
        Submission mark = Submission.mark(Sha256.of(new byte[1]));
        sequencer.offer(mark);
        assertThat(refused(mark)).isEqualTo(Reason.HUB_CLOCK);
    }

    @Test
    void close_whatWaits_isCommittedAndWhatComesLaterRefused() throws Exception {
        Submission waiting = Submission.of(scene.message("x"));
        sequencer.offer(waiting);
        sequencer.start();
        sequencer.close();
        assertThat(waiting.answer().join()).isInstanceOf(Answer.Logged.class);
        Submission late = Submission.of(scene.message("y"));
        sequencer.offer(late);
        assertThat(refused(late)).isEqualTo(Reason.NOT_READY);
    }

    @Test
    void defect_inTheLog_stopsEverythingAndIsTold() {
        scene.log().addListener((published, moved) -> {
            throw new IllegalStateException("a defect");
        });
        sequencer.start();
        Submission submission = Submission.of(scene.message("x"));
        sequencer.offer(submission);
        assertThat(submission.answer().join()).isInstanceOf(Answer.Unknown.class);
        Submission later = Submission.of(scene.message("y"));
        sequencer.offer(later);
        assertThat(refused(later)).isEqualTo(Reason.NOT_READY);
    }
}

package org.demarche.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.server.Says;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.ManualClock;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.log.Answer;
import org.demarche.server.log.Appender;
import org.demarche.server.log.ForkAlarm.By;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.Sequencer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Notices on their way in. */
@Timeout(60)
final class IntakeTest {
    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(LogScene.NOW_MS));
    private final VerificationPool pool = new VerificationPool(1);
    private boolean begun;
    private LogScene scene;
    private Sequencer sequencer;
    private Intake intake;

    @BeforeEach
    void open() throws Exception {
        scene = new LogScene(directory);
        ClockGuard guard = new ClockGuard(clock.hubClock());
        sequencer = new Sequencer(scene.log(), new Appender(scene.log()), guard, 16, pool::waiting, defect -> {
            throw new AssertionError(defect);
        });
        Quotas quotas = new Quotas(
                Arrays.stream(Use.values()).collect(Collectors.toMap(use -> use, use -> 100)),
                clock.hubClock().monotonicNanos());
        intake = new Intake(
                scene.log(), guard, quotas, SignatureVerifier.bouncyCastle(), pool, sequencer, 64, Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        begin();
        sequencer.close();
        scene.close();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            sequencer.start();
        }
    }

    /** What the pool has been given so far is done. */
    private void settle() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(Precedence.PRECEDENCE_ROUTINE, done::countDown);
        done.await();
    }

    private CompletableFuture<Answer> submit(ByteString signed) throws Exception {
        return intake.submit(UnverifiedNotice.parse(signed.toByteArray()), "UA", clock.wallMs());
    }

    private ByteString over(Head head, boolean signed) {
        var charter = scene.log().published().governance().charter();
        return signed
                ? Says.signed(charter, head, clock.wallMs(), "UA/watch", Says.message("x"))
                : Says.unsigned(charter, head, clock.wallMs(), "UA/watch", Says.message("x"));
    }

    private static Reason reason(CompletableFuture<Answer> answer) {
        return ((Answer.Refused) answer.join()).refusal().reason();
    }

    @Test
    void longestWait_isThatOfTheOldestNoticeThatHasNoAnswer() throws Exception {
        assertThat(intake.longestWaitNanos()).isZero();
        CompletableFuture<Answer> answer = submit(over(scene.log().published().head(), true));
        long before = intake.longestWaitNanos();
        assertThat(before).isPositive();
        await().until(() -> intake.longestWaitNanos() > before);
        begin();
        assertThat(answer.join()).isInstanceOf(Answer.Logged.class);
        await().until(() -> intake.longestWaitNanos() == 0);
    }

    @Test
    void anchor_thatTheLogNeverHad_raisesTheAlarmOnlyUnderATrueSignature() throws Exception {
        begin();
        Head never = new Head(1_000, Sha256.of(new byte[1]));
        assertThat(reason(submit(over(never, false)))).isEqualTo(Reason.ANCHOR_UNKNOWN);
        settle();
        assertThat(scene.log().forks().raised(By.DESK)).isZero();
        assertThat(reason(submit(over(never, true)))).isEqualTo(Reason.ANCHOR_UNKNOWN);
        settle();
        assertThat(scene.log().forks().first())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("a desk of UA has signed a notice over a head of 1000 entries with root ")
                        .endsWith(", and this log, now of 2, never had it"));
        assertThat(scene.log().forks().raised(By.DESK)).isEqualTo(1);
    }
}

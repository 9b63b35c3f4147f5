package org.demarche.server.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Content;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.ManualClock;
import org.demarche.server.log.Answer;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.Submission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the hub's own marks are asked for. */
final class DeadlinesTest {
    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(Scene.START));
    private final ClockGuard guard = new ClockGuard(clock.hubClock());
    private final List<Submission> marks = new ArrayList<>();
    private LogScene log;
    private Incident incident;
    private Deadlines deadlines;

    @BeforeEach
    void open() throws Exception {
        log = new LogScene(directory);
        Scene scene = Scene.inForce();
        Sha256 id = scene.report("UA/watch");
        scene.confirm(id, FindingKind.FINDING_KIND_VIOLATION, "US/watch", "NO/watch", "GB/watch");
        incident = scene.incident(id);
        deadlines = new Deadlines(log.log(), guard, clock::wallMs, marks::add, List.of(incident));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void agree() {
        guard.report("UA", clock.wallMs());
        guard.report("US", clock.wallMs());
    }

    @Test
    void nextMs_firstInstantOfThePlan_isTheEndOfActWithin() {
        assertThat(SampleCharter.withoutKeys(1).charter().tier(1).orElseThrow().actWithin())
                .isPresent();
        assertThat(deadlines.nextMs())
                .hasValue(Scene.START + Duration.ofHours(24).toMillis());
    }

    @Test
    void tick_beforeTheInstant_asksNothing() {
        clock.pass(Duration.ofHours(24).minusMillis(1));
        agree();
        deadlines.tick();
        assertThat(marks).isEmpty();
    }

    @Test
    void tick_atTheInstant_asksOnceAndOnlyWhenTwoPartiesAgree() {
        clock.pass(Duration.ofHours(24));
        deadlines.tick();
        guard.report("UA", clock.wallMs());
        deadlines.tick();
        assertThat(marks).isEmpty();
        agree();
        deadlines.tick();
        deadlines.tick();
        assertThat(marks)
                .singleElement()
                .satisfies(m -> assertThat(m.content()).isEqualTo(new Content.Mark(incident.id())));
    }

    @Test
    void tick_afterAMarkThatTheHubCouldNotStore_asksAgainLater() {
        clock.pass(Duration.ofHours(24));
        agree();
        deadlines.tick();
        marks.get(0).answer().complete(new Answer.Refused(new Refusal(Reason.DISK_FULL, "full")));
        deadlines.tick();
        assertThat(marks).hasSize(1);
        clock.pass(Duration.ofSeconds(1));
        deadlines.tick();
        assertThat(marks).hasSize(2);
    }

    @Test
    void tick_afterAMarkThatSaysNothingNew_leavesItAtThat() {
        clock.pass(Duration.ofHours(24));
        agree();
        deadlines.tick();
        marks.get(0).answer().complete(new Answer.Refused(new Refusal(Reason.TIME_MARK_IDLE, "nothing new")));
        clock.pass(Duration.ofSeconds(10));
        agree();
        deadlines.tick();
        assertThat(marks).hasSize(1);
    }

    @Test
    void grown_incidentMoved_replacesItsInstant() {
        Incident later = incident.at(Scene.START + Duration.ofHours(30).toMillis(), 100);
        deadlines.grown(log.log().published(), List.of(later));
        assertThat(deadlines.nextMs()).isNotEqualTo(incident.nextInstantMs());
    }
}

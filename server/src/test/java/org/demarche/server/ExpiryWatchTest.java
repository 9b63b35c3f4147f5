package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.junit.jupiter.api.Test;

final class ExpiryWatchTest {
    private static final long DAY_MS = 86_400_000L;
    private static final long END_MS =
            SampleCharter.actual(TestKeys::fingerprint).charter().expiresMs();

    private final AtomicLong now = new AtomicLong(END_MS - 91 * DAY_MS);
    private final List<String> said = new ArrayList<>();

    private void lookEveryHour(ExpiryWatch watch, int hours) {
        for (int i = 0; i < hours; i++) {
            watch.look();
            now.addAndGet(3_600_000L);
        }
    }

    @Test
    void look_nearTheEnd_saysSoOnceADay() {
        Scene scene = Scene.inForce();
        ExpiryWatch watch = new ExpiryWatch(scene::governance, now::get, said::add);
        lookEveryHour(watch, 24);
        assertThat(said).isEmpty();
        lookEveryHour(watch, 48);
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("in 90 days");
        assertThat(said.get(1)).contains("in 89 days");
        now.set(END_MS);
        said.clear();
        watch.look();
        assertThat(said).singleElement().satisfies(s -> assertThat(s).startsWith("the charter expired at "));
    }

    @Test
    void look_whileVersion1IsADraft_saysNothing() {
        Scene scene = Scene.draft(SampleCharter.actual(TestKeys::fingerprint));
        now.set(END_MS);
        lookEveryHour(new ExpiryWatch(scene::governance, now::get, said::add), 2);
        assertThat(said).isEmpty();
    }
}

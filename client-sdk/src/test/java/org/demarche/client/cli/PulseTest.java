package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.client.DeskException;
import org.demarche.client.MutableClock;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Head HEAD = new Head(1, Sha256.of(new byte[] {1}));

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger news = new AtomicInteger();
    private final Pulse pulse = new Pulse(clock, news::incrementAndGet);

    @Test
    void beat_fiveSecondsOfSilence_isNotYetStale() {
        clock.advance(Duration.ofSeconds(5));
        assertThat(pulse.beat().stale()).isEmpty();
        assertThat(pulse.beat().heard()).isEqualTo("5 s ago");
        clock.advance(Duration.ofMillis(1));
        assertThat(pulse.beat().stale().orElseThrow())
                .isEqualTo("STALE: nothing verified has come for 5 s, since 01060000Z MAR 26");
        pulse.onHead(HEAD, true);
        assertThat(pulse.beat().stale()).isEmpty();
        assertThat(news).hasValue(1);
    }

    @Test
    void beat_lineDown_isStaleAtOnceUntilSomethingComes() {
        pulse.onTrouble(new DeskException.Unreachable("no hub answers", "wait", null));
        assertThat(pulse.beat().stale().orElseThrow()).startsWith("STALE: ").endsWith("; no hub answers");
        pulse.onHead(HEAD, true);
        assertThat(pulse.beat().stale()).isEmpty();
        assertThat(pulse.ended()).isEmpty();
    }

    @Test
    void beat_witnessesLate_isACautionAndNotStale() {
        pulse.onTrouble(new DeskException.NotWitnessed("witnesses are late", "wait"));
        assertThat(pulse.beat().caution()).contains("witnesses are late");
        assertThat(pulse.beat().stale()).isEmpty();
    }

    @Test
    void ended_firstLastingTrouble_stays() {
        DeskException first = new DeskException.Invalid("first", "");
        pulse.onTrouble(first);
        pulse.onTrouble(new DeskException.Invalid("second", ""));
        assertThat(pulse.ended()).containsSame(first);
    }
}

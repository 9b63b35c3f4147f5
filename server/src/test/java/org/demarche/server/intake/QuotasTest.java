package org.demarche.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.server.intake.Quotas.Use;
import org.junit.jupiter.api.Test;

final class QuotasTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Quotas quotas = new Quotas(
            Map.of(Use.NOTICE, 3, Use.FLASH, 2, Use.ROOT, 1, Use.REQUEST, 5, Use.FILE, 7, Use.SIGNED_REFUSAL, 1),
            nanos::get);

    @Test
    void take_beyondTheQuota_isRefusedAndRefillsOverAMinute() {
        assertThat(taken("NO", Use.NOTICE, 5)).isEqualTo(3);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(taken("NO", Use.NOTICE, 5)).isEqualTo(1);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(taken("NO", Use.NOTICE, 5))
                .as("never more than a minute's worth")
                .isEqualTo(3);
    }

    @Test
    void take_ofOneParty_leavesAnotherItsOwn() {
        taken("NO", Use.NOTICE, 5);
        assertThat(quotas.take("UA", Use.NOTICE)).isTrue();
    }

    @Test
    void takeFlash_whenNoticesAreUsedUp_hasItsReserve() {
        taken("NO", Use.NOTICE, 5);
        assertThat(quotas.takeFlash("NO")).isTrue();
        assertThat(quotas.takeFlash("NO")).isTrue();
        assertThat(quotas.takeFlash("NO")).isFalse();
    }

    @Test
    void takeFlash_whenTheReserveIsUsedUp_takesFromNotices() {
        for (int i = 0; i < 5; i++) {
            assertThat(quotas.takeFlash("NO")).isTrue();
        }
        assertThat(quotas.take("NO", Use.NOTICE)).isFalse();
    }

    @Test
    void heldBack_namesWhoHasJustAskedForMoreThanThereWas() {
        taken("NO", Use.NOTICE, 3);
        taken("PL", Use.SIGNED_REFUSAL, 3);
        for (int i = 0; i < 3; i++) {
            quotas.takeFlash("UA");
        }
        assertThat(quotas.heldBack()).isEmpty();
        taken("NO", Use.NOTICE, 1);
        taken("NO", Use.REQUEST, 6);
        for (int i = 0; i < 3; i++) {
            quotas.takeFlash("UA");
        }
        assertThat(quotas.heldBack())
                .containsExactly(Map.entry("NO", Set.of(Use.NOTICE, Use.REQUEST)), Map.entry("UA", Set.of(Use.NOTICE)));
        nanos.addAndGet(Duration.ofSeconds(16).toNanos());
        assertThat(quotas.heldBack()).isEmpty();
    }

    @Test
    void quotas_withoutAFigure_areRefused() {
        assertThatThrownBy(() -> new Quotas(Map.of(), nanos::get)).isInstanceOf(IllegalArgumentException.class);
    }

    private int taken(String party, Use use, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            taken += quotas.take(party, use) ? 1 : 0;
        }
        return taken;
    }
}

package org.demarche.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.demarche.proto.v1.Precedence;
import org.junit.jupiter.api.Test;

final class VerificationPoolTest {
    @Test
    void execute_flash_overtakesWhatWaits() throws InterruptedException {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (VerificationPool pool = new VerificationPool(1)) {
            pool.execute(Precedence.PRECEDENCE_ROUTINE, () -> {
                busy.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            busy.await();
            pool.execute(Precedence.PRECEDENCE_ROUTINE, () -> order.add("routine 1"));
            pool.execute(Precedence.PRECEDENCE_PRIORITY, () -> order.add("priority"));
            pool.execute(Precedence.PRECEDENCE_ROUTINE, () -> order.add("routine 2"));
            pool.execute(Precedence.PRECEDENCE_FLASH, () -> order.add("flash"));
            go.countDown();
        }
        assertThat(order).containsExactly("flash", "priority", "routine 1", "routine 2");
    }
}

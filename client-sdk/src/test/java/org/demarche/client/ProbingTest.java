package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.demarche.checkpoint.LogKeys;
import org.demarche.client.follow.StateCheck;
import org.demarche.client.follow.Trust;
import org.demarche.key.SignatureVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbingTest {
    @TempDir
    Path directory;

    private DeskFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.inForce(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void round_faultOfThisProgram_isToldAndDoneAgain() throws Exception {
        Profile profile = Profile.read(fixture.profile("NO/watch"));
        DeskParts parts =
                DeskParts.assemble(profile, f -> DeskFixture.PASSPHRASE.clone(), fixture.surroundings(), true);
        try {
            boolean[] broken = {true};
            InstantSource clock = () -> {
                if (broken[0]) {
                    throw new IllegalStateException("the clock has stopped");
                }
                return fixture.clock.instant();
            };
            Trust trust =
                    new Trust(parts.replica().charter(), LogKeys.parse(""), SignatureVerifier.bouncyCastle(), clock);
            Probing probing = new Probing(
                    parts.connection().hub(),
                    clock,
                    parts.replica(),
                    new StateCheck(parts.replica(), trust),
                    parts.confidence(),
                    parts.clocks(),
                    parts.late(),
                    parts.watch(),
                    parts.failures(),
                    parts.deliveries());
            LinkedBlockingQueue<DeskException> troubles = new LinkedBlockingQueue<>();
            parts.deliveries().subscribe(0, new DeskListener() {
                @Override
                public void onEntry(Delivery entry) {}

                @Override
                public void onTrouble(DeskException trouble) {
                    troubles.add(trouble);
                }
            });

            probing.round();
            assertThat(troubles.poll(20, TimeUnit.SECONDS))
                    .isInstanceOf(DeskException.Misconfigured.class)
                    .hasMessageContaining("could not be looked at")
                    .hasMessageContaining("the clock has stopped");
            assertThat(parts.confidence().isLost()).isFalse();
            assertThat(parts.clocks().fault()).isPresent();

            broken[0] = false;
            probing.round();
            assertThat(parts.clocks().fault()).isEmpty();
        } finally {
            parts.close();
        }
    }
}

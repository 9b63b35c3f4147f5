package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.server.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    @TempDir
    private Path directory;

    private LogScene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new LogScene(directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void run_untilItGetsNoQuicker_ends() {
        scene.growSigned(3);
        Counting verifier = new Counting();
        AtomicLong nanos = new AtomicLong();
        // Every look at the clock is a nanosecond after the one before: no round is quicker than the first.
        new WarmUp(scene.log(), verifier, nanos::incrementAndGet).run();
        // Four rounds of twenty, over five entries of which the first is no notice.
        assertThat(verifier.verified).hasValue(64);
    }

    @Test
    void run_evenIfItGetsQuickerForEver_ends() {
        scene.growSigned(3);
        Counting verifier = new Counting();
        AtomicLong nanos = new AtomicLong();
        AtomicLong step = new AtomicLong(Duration.ofMillis(200).toNanos());
        new WarmUp(scene.log(), verifier, () -> nanos.addAndGet(step.decrementAndGet())).run();
        assertThat(verifier.verified.get()).isBetween(1, 200);
    }

    @Test
    void run_signatureThatNobodyMade_isRefused() {
        scene.grow(2);
        assertThatThrownBy(() -> new WarmUp(scene.log(), SignatureVerifier.bouncyCastle(), System::nanoTime).run())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("entry 2")
                .hasMessageContaining("a signature under its notice is false")
                .hasMessageContaining("hub fsck");
    }

    @Test
    void run_soundStore_changesNothing() {
        scene.growSigned(1);
        Published before = scene.log().published();
        new WarmUp(scene.log(), SignatureVerifier.bouncyCastle(), System::nanoTime).run();
        assertThat(scene.log().published()).isSameAs(before);
        assertThat(scene.store().size()).isEqualTo(before.size());
    }

    private static final class Counting implements SignatureVerifier {
        private final AtomicInteger verified = new AtomicInteger();

        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            verified.incrementAndGet();
            return SignatureVerifier.bouncyCastle().verify(key, message, signature);
        }

        @Override
        public String name() {
            return "counting";
        }
    }
}

package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.demarche.evidence.VerdictClass;
import org.demarche.key.SignatureVerifier;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.misbehaviour.Report;
import org.junit.jupiter.api.Test;

/**
 * Damage never turns a file into one that convicts a log of something else. {@code -Ddemarche.damage} sets how many bytes are changed, one at a time, over all files; the seed is
 * printed with a failure, and {@code -Ddemarche.seed} repeats it.
 */
class CaughtLiesDamageTest {
    private final int times = Integer.getInteger("demarche.damage", 200);
    private final long seed = Long.getLong("demarche.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A file as it is, and what it comes to. */
    private record Whole(CaughtLie lie, byte[] file, String verdict) {
        static Whole of(CaughtLie lie) {
            byte[] file = lie.file().get();
            return new Whole(lie, file, judge(lie, file).verdict().sentence());
        }
    }

    @Test
    void byte_anyOneChanged_convictsOfNothingElse() {
        List<Whole> lies = CaughtLies.all().stream().map(Whole::of).toList();
        for (int i = 0; i < times; i++) {
            Whole whole = lies.get(i % lies.size());
            assertHarmless(whole, random.nextInt(whole.file().length));
        }
    }

    @Test
    void byte_eachOfTheFirstAndLast_convictsOfNothingElse() {
        Whole whole = Whole.of(CaughtLies.all().get(0));
        for (int i = 0; i < 64; i++) {
            assertHarmless(whole, i);
            assertHarmless(whole, whole.file().length - 1 - i);
        }
    }

    private void assertHarmless(Whole whole, int place) {
        byte[] damaged = whole.file().clone();
        damaged[place] ^= (byte) (1 + random.nextInt(255));
        Report report = judge(whole.lie(), damaged);
        if (report.verdict().code().verdictClass() == VerdictClass.DISPROVEN) {
            assertThat(report.verdict().sentence())
                    .as("seed %d: %s, byte %d", seed, whole.lie().name(), place)
                    .isEqualTo(whole.verdict());
        }
    }

    private static Report judge(CaughtLie lie, byte[] file) {
        return MisbehaviourVerification.verify(file, lie.trusted().hash(), SignatureVerifier.bouncyCastle());
    }
}

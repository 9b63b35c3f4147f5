package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged evidence before {@code verify} as people start it: a process of its own. One file for each hundred that {@code -Ddemarche.damage} asks crypto's tests for;
 * {@code -Ddemarche.seed} repeats a run.
 */
class DamageIT {
    private static final Path LIB = Path.of(System.getProperty("demarche.lib", "../target/lib"));
    private static final Path LIES =
            Path.of(System.getProperty("demarche.root", ".."), "crypto/src/test/resources/lies");
    private static final int FILES = Integer.getInteger("demarche.damage", 200) / 100;
    private static final long LONGEST_S = 60;

    @TempDir
    Path folder;

    @Test
    void verify_ofADamagedFile_endsWithAVerdictThatProvesNothing() throws Exception {
        long seed = Long.getLong("demarche.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] sound = Files.readAllBytes(LIES.resolve("honest-tier-1.evidence"));
        assertThat(verify(sound)).isEqualTo(0);
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = sound.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            boolean cut = i % 10 == 9;
            assertThat(verify(cut ? Arrays.copyOf(sound, random.nextInt(sound.length)) : damaged))
                    .as("-Ddemarche.seed=%d", seed)
                    .isIn(10, 11, 12, 13, 14, 30);
        }
    }

    private int verify(byte[] evidence) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("file.evidence"), evidence);
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        LIB + "/*",
                        "org.demarche.verify.Verify",
                        file.toString(),
                        "--charter",
                        LIES.resolve("plain.toml").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
        assertThat(lines.get(lines.size() - 1)).matches("(PROVEN|INVALID|UNDECIDED): .+");
        assertThat(lines).noneMatch(l -> l.startsWith("\tat ") || l.contains("Exception"));
        return process.exitValue();
    }
}

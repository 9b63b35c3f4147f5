package org.demarche.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditTrailTest {
    private static final Instant NOW = Instant.parse("2026-03-01T06:00:00.123456Z");

    @TempDir
    private Path directory;

    private AuditTrail trail() {
        return new AuditTrail(directory, InstantSource.fixed(NOW), "operator");
    }

    private Path file() {
        return directory.resolve(AuditTrail.FILE);
    }

    private void three() throws IOException {
        trail().record(Act.INIT, Map.of("charter", "sha256:00"));
        trail().record(Act.RUN, Map.of("entries", "1", "store", "a \"quoted\" ä name"));
        trail().record(Act.STOP, Map.of());
    }

    @Test
    void record_severalActs_areReadInOrderEachChainedToTheOneBefore() throws Exception {
        three();
        AuditTrail.Reading reading = trail().read();
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.lines()).extracting(AuditLine::act).containsExactly("init", "run", "stop");
        assertThat(reading.lines()).extracting(AuditLine::number).containsExactly(1L, 2L, 3L);
        assertThat(reading.lines().get(1).previous())
                .isEqualTo(Sha256.of(reading.lines().get(0).bytes()));
        assertThat(reading.head()).isEqualTo(Sha256.of(reading.lines().get(2).bytes()));
        assertThat(reading.lines().get(0).at()).isEqualTo(Instant.parse("2026-03-01T06:00:00.123Z"));
        assertThat(reading.lines().get(1).details()).containsEntry("store", "a \"quoted\" ä name");
    }

    @Test
    void read_anyByteChangedBeforeTheLastLine_isNoticed() throws Exception {
        three();
        byte[] good = Files.readAllBytes(file());
        int last = new String(good, StandardCharsets.ISO_8859_1).lastIndexOf('\n', good.length - 2);
        for (int i = 0; i <= last; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file(), bad);
            assertThat(trail().read().problems()).as("byte %d", i).isNotEmpty();
        }
    }

    @Test
    void read_lineLeftOutOrCutOff_isNoticed() throws Exception {
        three();
        Sha256 head = trail().read().head();
        List<String> lines = Files.readAllLines(file());
        Files.write(file(), List.of(lines.get(0), lines.get(2)));
        assertThat(trail().read().problems()).isNotEmpty();

        Files.write(file(), lines.subList(0, 2));
        assertThat(trail().read().problems()).isEmpty();
        assertThat(trail().read().passed(head)).isFalse();
        Files.write(file(), lines);
        trail().record(Act.RUN, Map.of());
        assertThat(trail().read().passed(head)).isTrue();
    }

    @Test
    void record_afterALineThatWasCutOff_saysSoAndGoesOn() throws Exception {
        three();
        byte[] good = Files.readAllBytes(file());
        for (int left = 1; left < 60; left += 7) {
            Files.write(file(), good);
            Files.write(file(), Arrays.copyOf(good, good.length - left));
            assertThat(trail().read().problems()).isNotEmpty();
            trail().record(Act.RUN, Map.of());
            AuditTrail.Reading reading = trail().read();
            assertThat(reading.problems()).as("%d bytes short", left).isEmpty();
            assertThat(reading.lines()).extracting(AuditLine::act).endsWith("mended", "run");
        }
    }

    @Test
    void record_fromManyThreads_loosesNothing() throws Exception {
        IntStream.range(0, 40).parallel().forEach(i -> {
            try {
                trail().record(Act.RELOAD, Map.of("i", Integer.toString(i)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(trail().read().problems()).isEmpty();
        assertThat(trail().read().lines()).hasSize(40);
    }
}

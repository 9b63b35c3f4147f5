package org.demarche.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupWatchTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T06:00:00Z");

    @TempDir
    private Path directory;

    private BackupWatch watch(int hours) {
        return BackupWatch.of(directory, SINCE, hours);
    }

    @Test
    void lastAt_isTheTimeThatTheFileBeginsWith() throws IOException {
        assertThat(watch(26).lastAt()).isEmpty();
        Files.writeString(directory.resolve(LastBackup.FILE), "2026-02-28T06:00:00Z /var/backups/hub\nbytes 1\n");
        assertThat(watch(26).lastAt()).contains(Instant.parse("2026-02-28T06:00:00Z"));
    }

    @Test
    void lastAt_ofWhatNoBackupLeaves_saysWhatIsExpected() throws IOException {
        Path file = directory.resolve(LastBackup.FILE);
        Files.writeString(file, "yesterday\n");
        assertThatThrownBy(() -> watch(26).lastAt())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: a time such as");
        Files.writeString(file, "x".repeat(5_000));
        assertThatThrownBy(() -> watch(26).lastAt()).hasMessageContaining("too long");
    }

    @Test
    void isOld_fromTheHourOnThatIsWanted_andNeverWhereNoneIs() {
        Optional<Instant> last = Optional.of(SINCE.minus(Duration.ofHours(20)));
        assertThat(watch(26).isOld(last, SINCE.plus(Duration.ofHours(5)))).isFalse();
        assertThat(watch(26).isOld(last, SINCE.plus(Duration.ofHours(6)))).isTrue();
        assertThat(watch(26).isOld(Optional.empty(), SINCE.plus(Duration.ofHours(25))))
                .isFalse();
        assertThat(watch(26).isOld(Optional.empty(), SINCE.plus(Duration.ofHours(26))))
                .isTrue();
        assertThat(watch(0).isOld(Optional.empty(), SINCE.plus(Duration.ofDays(900))))
                .isFalse();
    }
}

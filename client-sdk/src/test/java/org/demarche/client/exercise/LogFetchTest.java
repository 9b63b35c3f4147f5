package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.demarche.client.DeskFixture;
import org.demarche.client.Profile;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.RemoteHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFetchTest {
    @TempDir
    Path directory;

    @Test
    void entries_hubServesMoreThanAsked_takesNoMore() throws Exception {
        try (DeskFixture fixture = DeskFixture.inForce(directory);
                Line line = fixture.surroundings().lines().open(Profile.read(fixture.profile("NO/watch")))) {
            line.connect();
            RemoteHub hub = new RemoteHub(line);
            long size = fixture.head().size();
            List<byte[]> all = LogFetch.entries(hub, size, LogFetch.MOST_BYTES);
            assertThat(all).hasSize((int) size);
            assertThat(LogFetch.entries(hub, 3, LogFetch.MOST_BYTES)).hasSize(3);

            long bytes = all.stream().mapToLong(e -> e.length).sum();
            assertThatThrownBy(() -> LogFetch.entries(hub, size, bytes))
                    .isInstanceOf(PlayException.class)
                    .hasMessageContaining("of its " + size + " entries, or they are more than " + bytes + " bytes");
            assertThatThrownBy(() -> LogFetch.entries(hub, size + 1, LogFetch.MOST_BYTES))
                    .isInstanceOf(PlayException.class)
                    .hasMessageContaining("gave " + size + " of its " + (size + 1) + " entries");
        }
    }
}

package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    @TempDir
    Path directory;

    @Test
    void quickstart_againstAHub_printsEntryAndPhase() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeskFixture fixture = DeskFixture.inForce(directory); Desk desk = fixture.open("NO/watch")) {
            Quickstart.reportAndFollow(desk, new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("entry 21, receipt verified", "INCIDENT_PHASE_OPEN, opened as entry 21");
    }
}

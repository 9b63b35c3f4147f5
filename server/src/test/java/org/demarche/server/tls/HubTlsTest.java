package org.demarche.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes. */
final class HubTlsTest {
    @TempDir
    private Path directory;

    @Test
    void handshake_postQuantumOnly_refusesAClientThatHasNone() throws Exception {
        try (TestHub hub = TestHub.start(directory, "[tls]\npost_quantum_only = true\n");
                TestDesk classical = hub.desk("UA", "X25519");
                TestDesk modern = hub.desk("UA", "X25519MLKEM768")) {
            assertThat(modern.reportClock().size()).isEqualTo(1);
            assertThatThrownBy(classical::reportClock)
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void handshake_byDefault_takesBoth() throws Exception {
        try (TestHub hub = TestHub.start(directory);
                TestDesk classical = hub.desk("UA", "X25519");
                TestDesk modern = hub.desk("UA", "X25519MLKEM768")) {
            assertThat(modern.reportClock()).isEqualTo(classical.reportClock());
        }
    }
}

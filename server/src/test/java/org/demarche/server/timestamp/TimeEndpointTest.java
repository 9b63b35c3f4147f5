package org.demarche.server.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimestampRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of an authority that answers something else than it should. */
final class TimeEndpointTest {
    private static final Instant AT = Instant.parse("2026-03-01T06:00:00Z");
    private static final TimestampRequest REQUEST =
            TimestampRequest.of(Imprint.of(HashAlgorithm.SHA_512, new byte[0]), new byte[8], Optional.empty());

    private TimeServer server;

    @BeforeEach
    void open() throws IOException {
        server = new TimeServer("alpha", () -> AT);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private byte[] ask(Duration whole) throws Exception {
        return new TimeEndpoint(server.url(), Optional.empty(), whole).ask(REQUEST.bytes());
    }

    @Test
    void ask_authority_isAnsweredWithAToken() throws Exception {
        assertThat(REQUEST.tokenIn(ask(Duration.ofSeconds(20)))).isNotNull();
    }

    @Test
    void ask_otherStatus_isSaid() {
        server.misbehave(exchange -> exchange.sendResponseHeaders(503, -1));
        assertThatThrownBy(() -> ask(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessage("answered with status 503 (expected: 200)");
    }

    @Test
    void ask_endlessAnswer_isCutOff() {
        server.misbehave(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[65_536];
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(much);
            }
        });
        assertThatThrownBy(() -> ask(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessage("answered with more than " + TimestampRequest.MAX_RESPONSE_BYTES + " bytes");
    }

    @Test
    void ask_silence_ends() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        server.misbehave(exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> ask(Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessage("did not answer within 50 ms");
        over.countDown();
    }

    @Test
    void ask_nobodyThere_isSaid() {
        server.close();
        assertThatThrownBy(() -> ask(Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot be reached");
    }
}

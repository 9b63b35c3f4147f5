package org.demarche.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimestampRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeStampingTest {
    private static final TimestampRequest REQUEST =
            TimestampRequest.of(Imprint.of(HashAlgorithm.SHA_512, new byte[0]), new byte[8], Optional.empty());

    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    private byte[] ask(Duration patience) throws IOException {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new TimeStamping(Map.of("ta", url), patience).ask("ta", REQUEST);
    }

    @Test
    void ask_bodyNeverEnds_isGivenUp() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        assertThatThrownBy(() -> ask(Duration.ofMillis(500)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not answer within 500 ms");
    }

    @Test
    void ask_bodyTooLong_isCut() throws IOException {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                exchange.getResponseBody().write(new byte[TimestampRequest.MAX_RESPONSE_BYTES + 5000]);
            }
        });
        assertThat(ask(Duration.ofSeconds(20))).hasSize(TimestampRequest.MAX_RESPONSE_BYTES + 1);
    }
}

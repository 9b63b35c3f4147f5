package org.demarche.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Merkle;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.TestHub;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.Mishaps;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.intake.Streams;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.Published;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.tiles.LogFiles;
import org.demarche.server.tiles.Readers;
import org.demarche.server.tls.HubTls;
import org.demarche.server.tls.PinTrust;
import org.demarche.server.web.HttpReader.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The listener, over real sockets and real TLS. */
@Timeout(60)
final class FileServerTest {
    private static final int SIZE = 300;
    private static final int MANY = 40;
    private static final Map<Sha256, String> PINS = new ConcurrentHashMap<>();
    private static final AtomicReference<Optional<Refusal>> WHY_NOT = new AtomicReference<>(Optional.empty());

    @TempDir
    private static Path directory;

    private static LogScene scene;
    private static FileServer server;

    @BeforeAll
    static void start() throws Exception {
        scene = new LogScene(directory);
        scene.grow(SIZE - (int) scene.log().published().size());
        server = serve("[limits]\nidle_ms = 1000\n", 0);
    }

    private static FileServer serve(String configuration, int port) throws Exception {
        HubConfig.Limits limits = ((ConfigParse.Sound) HubConfig.parse(configuration, Map.of(), directory))
                .config()
                .limits();
        Map<Use, Integer> quotas = new HashMap<>();
        for (Use use : Use.values()) {
            quotas.put(use, 1_000_000);
        }
        Readers readers = new Readers(
                new LogFiles(scene.log(), Published::checkpoint),
                pin -> Optional.ofNullable(PINS.get(pin)),
                WHY_NOT::get,
                new Quotas(quotas, System::nanoTime),
                new Streams(4));
        return FileServer.start(
                new HubConfig.Listen("127.0.0.1", port),
                limits,
                HubTls.context(
                        TestHub.identity("hub"),
                        PinTrust.inClients(PINS::containsKey),
                        HubTls.HTTP_1_1,
                        false,
                        false,
                        said -> {}),
                readers,
                new Mishaps(() -> "r-1"),
                () -> Instant.parse("2026-03-01T06:00:00Z").toEpochMilli());
    }

    @AfterAll
    static void end() throws Exception {
        server.shutdown();
        server.end(5_000);
        scene.close();
    }

    @BeforeEach
    void members() {
        PINS.put(TestHub.identity("UA").pin(), "UA");
    }

    private static HttpReader connect() throws IOException {
        return HttpReader.connect(server.address(), TestHub.identity("UA"));
    }

    private static Response refused(String request) throws IOException {
        try (HttpReader reader = connect()) {
            reader.send(request);
            Response response = reader.response(true);
            assertThat(response.headers()).containsEntry("connection", "close");
            assertThat(reader.isClosed()).isTrue();
            return response;
        }
    }

    @Test
    void get_everyKindOfFile_comesExactlyAndUnderItsHeaders() throws Exception {
        try (HttpReader reader = connect()) {
            Response head = reader.get("/checkpoint");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body())
                    .isEqualTo(scene.log().published().checkpoint().toByteArray());
            assertThat(head.headers())
                    .containsEntry("content-type", "text/plain; charset=utf-8")
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("date", "Sun, 01 Mar 2026 06:00:00 GMT");
            Response full = reader.get("/tile/0/000");
            assertThat(full.body()).isEqualTo(scene.log().store().tile(0, 0).bytes());
            assertThat(full.headers())
                    .containsEntry("content-type", "application/octet-stream")
                    .containsEntry("content-length", "8192")
                    .containsEntry("cache-control", "private, max-age=31536000, immutable");
            assertThat(reader.get("/tile/1/000.p/1").body()).hasSize(32);
            byte[] bundle = reader.get("/tile/entries/000").body();
            int at = 0;
            for (StoredEntry entry : scene.log().store().entries(0, 256)) {
                int length = ((bundle[at] & 0xff) << 8) + (bundle[at + 1] & 0xff);
                byte[] bytes = Arrays.copyOfRange(bundle, at + 2, at + 2 + length);
                assertThat(Merkle.leaf(bytes)).isEqualTo(entry.leaf());
                at += 2 + length;
            }
            assertThat(at).isEqualTo(bundle.length);
        }
    }

    @Test
    void head_everyKindOfFile_hasTheHeadersOfGetAndNoBody() throws Exception {
        try (HttpReader reader = connect()) {
            for (String path : List.of("/checkpoint", "/tile/0/000", "/tile/entries/000", "/tile/0/009", "/x")) {
                Response head = reader.head(path);
                Response get = reader.get(path);
                assertThat(head.headers()).isEqualTo(get.headers());
                assertThat(head.status()).isEqualTo(get.status());
                assertThat(get.body()).hasSize(Integer.parseInt(head.headers().get("content-length")));
            }
        }
    }

    @Test
    void get_whatIsNotThereOrNoPath_isSaidInOneLine() throws Exception {
        try (HttpReader reader = connect()) {
            Response missing = reader.get("/tile/0/001.p/45");
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.text())
                    .isEqualTo("NOT_FOUND: the log has no such tile yet, with 300 entries (see /checkpoint)\n");
            Response wrong = reader.get("/tile/0/1");
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.text()).startsWith("FIELD_INVALID: not a path of this log (expected: /checkpoint,");
            assertThat(reader.get("/tile/0/001.p/44").status()).isEqualTo(200);
        }
    }

    @Test
    void requests_sentWithoutWaiting_areAnsweredInOrder() throws Exception {
        try (HttpReader reader = connect()) {
            StringBuilder requests = new StringBuilder();
            for (int width = 1; width <= 40; width++) {
                requests.append("GET /tile/0/001.p/").append(width).append(" HTTP/1.1\r\nHost: hub\r\n\r\n");
            }
            reader.send(requests.toString());
            for (int width = 1; width <= 40; width++) {
                assertThat(reader.response(true).body()).hasSize(32 * width);
            }
        }
    }

    @Test
    void request_thatIsNone_isAnsweredAndTheConnectionClosed() throws Exception {
        assertThat(refused("POST /checkpoint HTTP/1.1\r\nHost: hub\r\n\r\n"))
                .satisfies(r -> assertThat(r.headers()).containsEntry("allow", "GET, HEAD"))
                .extracting(Response::status)
                .isEqualTo(405);
        Map<String, Integer> wrong = new HashMap<>();
        wrong.put("GET /checkpoint HTTP/1.1\r\n\r\n", 400);
        wrong.put("GET /checkpoint HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
        wrong.put("GET /checkpoint HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 400);
        wrong.put("GET /checkpoint HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        wrong.put("GET /checkpoint HTTP/2.0\r\nHost: a\r\n\r\n", 505);
        wrong.put("GET /" + "a".repeat(2_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414);
        wrong.put("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000) + "\r\n\r\n", 431);
        wrong.put("nonsense\r\n\r\n", 400);
        for (Map.Entry<String, Integer> request : wrong.entrySet()) {
            assertThat(refused(request.getKey()).status()).as(request.getKey()).isEqualTo(request.getValue());
        }
    }

    @Test
    void request_ofHttp10OrWithClose_endsTheConnection() throws Exception {
        for (String request : List.of(
                "GET /checkpoint HTTP/1.0\r\n\r\n",
                "GET /checkpoint HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            try (HttpReader reader = connect()) {
                reader.send(request);
                assertThat(reader.response(true).status()).isEqualTo(200);
                assertThat(reader.isClosed()).isTrue();
            }
        }
    }

    @Test
    void pin_thatEndsInTheMiddleOfAConnection_endsThere() throws Exception {
        try (HttpReader reader = connect()) {
            assertThat(reader.get("/checkpoint").status()).isEqualTo(200);
            PINS.remove(TestHub.identity("UA").pin());
            Response refused = reader.get("/checkpoint");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).startsWith("PIN_UNKNOWN: the TLS pin sha256:");
        }
    }

    @Test
    void stranger_isNotLetIn() {
        TlsIdentity stranger = TestHub.identity("a stranger");
        assertThatThrownBy(() -> {
                    try (HttpReader reader = HttpReader.connect(server.address(), stranger)) {
                        reader.get("/checkpoint");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void hub_thatIsCutOff_answersThatItIsNotReady() throws Exception {
        WHY_NOT.set(Optional.of(new Refusal(Reason.NOT_READY, "cut off")));
        try (HttpReader reader = connect()) {
            Response response = reader.get("/tile/0/000");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers()).containsEntry("retry-after", "1");
            WHY_NOT.set(Optional.empty());
            assertThat(reader.get("/tile/0/000").status()).isEqualTo(200);
        } finally {
            WHY_NOT.set(Optional.empty());
        }
    }

    @Test
    void connection_thatIsIdle_isClosed() throws Exception {
        try (HttpReader reader = connect()) {
            reader.send("GET /checkpoint HTTP/1.1\r\nHo");
            assertThat(reader.isClosed()).isTrue();
        }
    }

    @Test
    void connections_beyondTheLimit_areTurnedAway() throws Exception {
        FileServer narrow = serve("[limits]\nconnections_per_address = 2\n", 0);
        InetSocketAddress address = narrow.address();
        try (HttpReader first = HttpReader.connect(address, TestHub.identity("UA"));
                HttpReader second = HttpReader.connect(address, TestHub.identity("UA"));
                Socket third = new Socket(address.getAddress(), address.getPort())) {
            third.setSoTimeout(20_000);
            assertThat(isTurnedAway(third)).isTrue();
            assertThat(first.get("/checkpoint").status()).isEqualTo(200);
            assertThat(second.get("/checkpoint").status()).isEqualTo(200);
        } finally {
            narrow.shutdown();
            narrow.end(5_000);
        }
    }

    private static boolean isTurnedAway(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shutdown_whileABundleIsOnItsWay_letsItEndAndTakesNobodyIn() throws Exception {
        FileServer other = serve("", 0);
        InetSocketAddress address = other.address();
        try (HttpReader idle = HttpReader.connect(address, TestHub.identity("UA"));
                HttpReader busy = HttpReader.connect(address, TestHub.identity("UA"))) {
            assertThat(idle.get("/checkpoint").status()).isEqualTo(200);
            // More than any buffer between the two takes, so that one of them is being sent.
            busy.send("GET /tile/entries/000 HTTP/1.1\r\nHost: hub\r\n\r\n".repeat(MANY));
            assertThat(busy.response(true).status()).isEqualTo(200);
            other.shutdown();
            assertThat(idle.isClosed()).isTrue();
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> ends(other));
            assertThat(whole(busy)).isLessThan(MANY - 1);
            assertThat(ended.join()).isTrue();
            assertThatThrownBy(() -> HttpReader.connect(address, TestHub.identity("UA")))
                    .isInstanceOf(IOException.class);
        }
    }

    private static boolean ends(FileServer server) {
        try {
            return server.end(20_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads to the end of the connection, where a response must end too; how many responses there were. */
    private static int whole(HttpReader reader) throws IOException {
        int responses = 0;
        while (!reader.isAtItsEnd()) {
            assertThat(reader.response(true).status()).isEqualTo(200);
            responses++;
        }
        return responses;
    }

    @Test
    void start_onAPortThatIsTaken_isAnError() {
        assertThatThrownBy(() -> serve("", server.address().getPort())).isInstanceOf(IOException.class);
    }
}

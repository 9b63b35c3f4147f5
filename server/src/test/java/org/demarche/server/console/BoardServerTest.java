package org.demarche.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.server.HubException;
import org.demarche.server.Says;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;
import org.demarche.server.web.HttpReader;
import org.demarche.server.web.HttpReader.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The board of a real hub, over real sockets. */
final class BoardServerTest {
    private static final int FEW = 4;
    private static final int SLOW_BUFFER_BYTES = 4096;

    @TempDir
    private static Path plain;

    @TempDir
    private static Path secured;

    private static TestHub hub;
    private static TestHub overTls;
    private static Sha256 incident;

    @BeforeAll
    static void start() throws Exception {
        hub = TestHub.startAdopted(plain, "[board]\nport = 0\nclients = " + FEW + "\n");
        overTls = TestHub.start(
                secured,
                "[board]\nport = 0\nmembers = true\n[[board.viewer]]\nname = \"watch room\"\npin = \""
                        + TestHub.identity("screen").pin().fingerprint() + "\"\n");
        try (TestDesk desk = hub.desk("UA")) {
            incident = TestDesk.id(desk.say("watch", desk.report()));
        }
    }

    @AfterAll
    static void end() {
        hub.close();
        overTls.close();
    }

    private static InetSocketAddress address(TestHub one) {
        return one.process().boardAddress().orElseThrow();
    }

    private static String token() throws IOException {
        return Files.readString(plain.resolve("board.token")).strip();
    }

    private static String cookie() throws IOException {
        try (HttpReader reader = HttpReader.connect(address(hub))) {
            Response sent = reader.get("/?token=" + token(), "localhost");
            assertThat(sent.status()).isEqualTo(303);
            assertThat(sent.headers()).containsEntry("location", "/").containsEntry("cache-control", "no-store");
            String set = sent.headers().get("set-cookie");
            return set.substring(0, set.indexOf(';'));
        }
    }

    private static String request(String method, String path, String more) throws IOException {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + cookie() + "\r\n" + more + "\r\n";
    }

    private static Response ask(String method, String path, String more) throws IOException {
        try (HttpReader reader = HttpReader.connect(address(hub))) {
            reader.send(request(method, path, more));
            return reader.response(!method.equals("HEAD"));
        }
    }

    private static HttpReader listen(String path) throws IOException {
        HttpReader reader = HttpReader.connect(address(hub));
        reader.send(request("GET", path, ""));
        Response head = reader.response(false);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-type", "text/event-stream");
        return reader;
    }

    /** Reads on until a line has this. */
    private static String until(HttpReader reader, String text) throws IOException {
        String line = reader.line();
        while (!line.contains(text)) {
            line = reader.line();
        }
        return line;
    }

    @Test
    void token_isMadeOnceAndItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain.resolve("board.token"))))
                .isEqualTo("rw-------");
        assertThat(secured.resolve("board.token")).doesNotExist();
        assertThat(Files.readString(plain.resolve("board.address")).strip())
                .isEqualTo("127.0.0.1:" + address(hub).getPort());
    }

    @Test
    void pages_withTheCookie_comeUnderHeadersThatBindTheBrowser() throws Exception {
        for (String path : List.of("/", "/?wall", "/register", "/charter", "/incident/" + incident.hex())) {
            Response page = ask("GET", path, "");
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.text()).startsWith("<!DOCTYPE html>");
            assertThat(page.headers())
                    .containsEntry("content-type", "text/html; charset=utf-8")
                    .containsEntry("content-security-policy", BoardResponses.CONTENT_SECURITY)
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("cross-origin-opener-policy", "same-origin")
                    .containsEntry("cross-origin-resource-policy", "same-origin")
                    .containsEntry("cache-control", "no-store");
            Response head = ask("HEAD", path, "");
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(Integer.parseInt(head.headers().get("content-length"))).isPositive();
        }
        assertThat(ask("GET", "/incident/" + incident.hex(), "").text()).contains(incident.hex());
    }

    @Test
    void health_tellsOfBackupsAndQuotas() throws Exception {
        await().untilAsserted(() -> assertThat(ask("GET", "/", "").text())
                .containsPattern(">last backup</th><td>none is known of")
                .containsPattern(">quotas</th><td>nobody is held back"));
        Files.writeString(plain.resolve("backup.last"), TestHub.START.minus(Duration.ofHours(2)) + " hub-1.backup\n");
        await().untilAsserted(() ->
                assertThat(ask("GET", "/", "").text()).containsPattern(">last backup</th><td>2 h [0-9]{2} min ago"));
    }

    @Test
    void everything_withoutTheToken_isRefusedInOneSentence() throws Exception {
        for (String path :
                List.of("/", "/charter", "/events", "/static/board.css", "/nothing", "/?token=", "/?token=x")) {
            try (HttpReader reader = HttpReader.connect(address(hub))) {
                Response refused = reader.get(path, "localhost");
                assertThat(refused.status()).as(path).isEqualTo(403);
                assertThat(refused.text())
                        .isEqualTo(
                                "NOT_ENTITLED: open the board by the address that \"demarche hub board\" prints in the hub's directory\n");
                assertThat(refused.headers()).containsEntry("x-content-type-options", "nosniff");
            }
        }
    }

    @Test
    void host_ofSomebodyElse_isRefusedWithTheRightCookie() throws Exception {
        try (HttpReader reader = HttpReader.connect(address(hub))) {
            reader.send("GET / HTTP/1.1\r\nHost: rebound.example\r\nCookie: " + cookie() + "\r\n\r\n");
            assertThat(reader.response(true).status()).isEqualTo(403);
        }
    }

    @Test
    void path_thatThereIsNot_isMissing() throws Exception {
        for (String path : List.of(
                "/../board.token",
                "/static/../hub.toml",
                "/%2e%2e/hub.toml",
                "/incident/" + "0".repeat(64),
                "/events/incident/" + "0".repeat(64),
                "/favicon.ico",
                "/healthz")) {
            Response missing = ask("GET", path, "");
            assertThat(missing.status()).as(path).isEqualTo(404);
            assertThat(missing.text())
                    .startsWith("NOT_FOUND: no page of the board")
                    .hasLineCount(1);
        }
    }

    @Test
    void request_thatIsNone_isAnsweredAndTheConnectionClosed() throws Exception {
        Map<String, Integer> wrong = new HashMap<>();
        wrong.put(request("POST", "/", "Content-Length: 0\r\n"), 405);
        wrong.put(request("DELETE", "/", ""), 405);
        wrong.put(request("GET", "/", "Content-Length: 5\r\n") + "hello", 400);
        wrong.put(request("GET", "/" + "a".repeat(2_000), ""), 414);
        wrong.put(request("GET", "/", "X: " + "a".repeat(17_000) + "\r\n"), 431);
        wrong.put(request("GET", "/", "X: y\r\n".repeat(200)), 431);
        wrong.put("\u0000\u0001\r\n\r\n", 400);
        for (Map.Entry<String, Integer> one : wrong.entrySet()) {
            try (HttpReader reader = HttpReader.connect(address(hub))) {
                reader.send(one.getKey());
                Response response = reader.response(true);
                assertThat(response.status()).as(one.getKey()).isEqualTo(one.getValue());
                assertThat(reader.isClosed()).isTrue();
            }
        }
        assertThat(ask("GET", "/", "").status()).isEqualTo(200);
    }

    @Test
    void files_haveATagAndAreNotSentTwice() throws Exception {
        for (String path : List.of("/static/board.css", "/static/board.js", "/static/board.svg")) {
            Response file = ask("GET", path, "");
            String tag = file.headers().get("etag");
            assertThat(file.body()).isNotEmpty();
            assertThat(tag).matches("\"[0-9a-f]{64}\"");
            Response again = ask("HEAD", path, "If-None-Match: " + tag + "\r\n");
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.headers()).containsEntry("etag", tag);
            assertThat(ask("GET", path, "If-None-Match: \"x\"\r\n").status()).isEqualTo(200);
        }
    }

    @Test
    void events_bringWholePicturesAsTheLogGrows() throws Exception {
        try (HttpReader reader = listen("/events");
                TestDesk desk = hub.desk("UA")) {
            assertThat(until(reader, "event:")).isEqualTo("event: board");
            until(reader, "data-region=\"top\"");
            Sha256 another = TestDesk.id(desk.say("watch", desk.report()));
            until(reader, another.hex());
        }
        try (HttpReader reader = listen("/events/incident/" + incident.hex())) {
            until(reader, "data-region=\"notices\"");
        }
    }

    @Test
    void events_askedForByHead_areHeadersAlone() throws Exception {
        Response head = ask("HEAD", "/events", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-type", "text/event-stream");
    }

    @Test
    void viewers_beyondTheLimit_areTurnedAwayUntilOneGoes() throws Exception {
        List<HttpReader> open = new ArrayList<>();
        try {
            await().until(() -> ask("GET", "/", "").text().contains("0 of " + FEW + " pages open"));
            for (int i = 0; i < FEW; i++) {
                open.add(listen("/events"));
            }
            Response full = ask("GET", "/events", "");
            assertThat(full.status()).isEqualTo(429);
            assertThat(full.text()).contains("board.clients");
            open.remove(0).close();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> ask("GET", "/", "").text().contains(FEW - 1 + " of " + FEW + " pages open"));
        } finally {
            for (HttpReader reader : open) {
                reader.close();
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask("GET", "/", "").text().contains("0 of " + FEW + " pages"));
    }

    @Test
    void viewer_thatReadsNothing_holdsNobodyUp() throws Exception {
        try (Socket slow = new Socket();
                HttpReader other = listen("/events");
                TestDesk desk = hub.desk("UA")) {
            slow.setReceiveBufferSize(SLOW_BUFFER_BYTES);
            slow.connect(address(hub));
            slow.getOutputStream().write(request("GET", "/events", "").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 3; i++) {
                Sha256 id = TestDesk.id(desk.say("watch", desk.report()));
                until(other, id.hex());
            }
        }
    }

    @Test
    void pin_ofAViewerOrAMember_seesTheBoardOverTls() throws Exception {
        for (String who : List.of("screen", "UA", "NO")) {
            try (HttpReader reader = HttpReader.connect(address(overTls), TestHub.identity(who))) {
                assertThat(reader.get("/").status()).as(who).isEqualTo(200);
                assertThat(reader.get("/?token=" + token()).status()).isEqualTo(404);
                assertThat(reader.get("/static/board.js").status()).isEqualTo(200);
            }
        }
        assertThatThrownBy(() -> {
                    try (HttpReader reader = HttpReader.connect(address(overTls), TestHub.identity("a stranger"))) {
                        reader.get("/");
                    }
                })
                .isInstanceOf(IOException.class);
        try (HttpReader reader = HttpReader.connect(address(overTls))) {
            reader.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThatThrownBy(() -> reader.response(true)).isInstanceOf(Exception.class);
        }
    }

    @Test
    void hub_thatStops_sendsViewersAwayAndTakesItsAddressBack(@TempDir Path directory) throws Exception {
        TestHub other = TestHub.start(directory, "[board]\nport = 0\n");
        InetSocketAddress address = address(other);
        Token token = Token.parse(
                        Files.readString(directory.resolve("board.token")).strip())
                .orElseThrow();
        String set = ((Doorkeeper.SentOn) new Doorkeeper.ByToken(token)
                        .at(
                                Optional.empty(),
                                new DefaultHttpHeaders().add("Host", "localhost"),
                                Target.parse("/?token=" + token.text())))
                .cookie();
        try (HttpReader reader = HttpReader.connect(address)) {
            reader.send("GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: " + set.substring(0, set.indexOf(';'))
                    + "\r\n\r\n");
            assertThat(reader.response(false).status()).isEqualTo(200);
            other.close();
            assertThat(other.process().hasAnswered()).isTrue();
            while (!reader.isAtItsEnd()) {
                reader.line();
            }
        }
        assertThat(directory.resolve("board.address")).doesNotExist();
        other.restart();
        assertThat(Files.readString(directory.resolve("board.token")).strip()).isEqualTo(token.text());
        other.close();
    }

    @Test
    void pages_afterARestart_tellTheSame(@TempDir Path directory) throws Exception {
        TestHub other = TestHub.startAdopted(directory, "[board]\nport = 0\n");
        Sha256 id;
        try (TestDesk ua = other.desk("UA");
                TestDesk no = other.desk("NO");
                TestDesk us = other.desk("US")) {
            id = TestDesk.id(ua.say("watch", ua.report()));
            no.say("watch", Says.violation(id));
            us.say("watch", Says.violation(id));
            Sha256 proposal = TestDesk.id(ua.say("watch", Says.propose(id, 1)));
            no.say("watch", Says.concur(id, proposal));
        }
        String before = told(other, directory, id);
        assertThat(before).contains("PROPOSES tier 1").contains("finds: violation");
        other.restart();
        assertThat(told(other, directory, id)).isEqualTo(before);
        other.close();
    }

    /** The page of an incident, below what it says of the hub. */
    private static String told(TestHub one, Path directory, Sha256 id) throws IOException {
        String text = Files.readString(directory.resolve("board.token")).strip();
        try (HttpReader reader = HttpReader.connect(address(one))) {
            String set = reader.get("/?token=" + text, "localhost").headers().get("set-cookie");
            reader.send("GET /incident/" + id.hex() + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
                    + set.substring(0, set.indexOf(';')) + "\r\n\r\n");
            String page = reader.response(true).text();
            return page.substring(page.indexOf("</header>"));
        }
    }

    @Test
    void board_onAPortThatIsTaken_isSaidAndNothingStaysOpen(@TempDir Path directory) {
        assertThatThrownBy(() -> TestHub.start(
                        directory, "[board]\nport = " + address(hub).getPort() + "\n"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("cannot be listened on");
    }
}

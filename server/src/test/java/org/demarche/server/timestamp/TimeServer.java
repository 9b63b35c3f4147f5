package org.demarche.server.timestamp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.demarche.timestamp.TestAuthority;
import org.demarche.timestamp.TimeAuthority;

/** A time authority behind a real HTTP server; it can be told to misbehave. */
public final class TimeServer implements AutoCloseable {
    private final TestAuthority authority;
    private final Supplier<Instant> clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Optional<Misbehaviour> misbehaviour = Optional.empty();

    /** What it does in place of what it should. */
    @FunctionalInterface
    public interface Misbehaviour {
        void to(HttpExchange exchange) throws IOException;
    }

    /** The authority of this name, on a free port of the loopback interface. */
    public TimeServer(String name, Supplier<Instant> clock) throws IOException {
        this.authority = TestAuthority.named(name);
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tsa", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** How a hub reaches it. */
    public TimeAuthorities.Access access() {
        return new TimeAuthorities.Access(
                "my-" + authority.anchor().subject(), url(), Optional.empty(), authority.anchor());
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    TestAuthority authority() {
        return authority;
    }

    /** How many requests there were. */
    public int requests() {
        return requests.get();
    }

    /** From now on it does this. */
    public void misbehave(Misbehaviour how) {
        misbehaviour = Optional.of(how);
    }

    /** From now on it does what it should. */
    public void behave() {
        misbehaviour = Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (misbehaviour.isPresent()) {
                misbehaviour.get().to(exchange);
                return;
            }
            if (!"application/timestamp-query"
                    .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                exchange.sendResponseHeaders(415, -1);
                return;
            }
            send(
                    exchange,
                    authority.authority().answer(exchange.getRequestBody().readAllBytes(), clock.get()));
        }
    }

    static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", TimeAuthority.MEDIA_TYPE);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

package org.demarche.server.witness;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.ProofCheck;
import org.demarche.server.TestWitness;

/** A C2SP witness behind a real HTTP server, with the status table of tlog-witness; it can be told to misbehave. */
final class WitnessServer implements AutoCloseable {
    private final TestWitness witness;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Charter charter;
    private volatile long nowMs;
    private volatile Optional<Misbehaviour> misbehaviour = Optional.empty();
    private Head last = new Head(0, Merkle.EMPTY_ROOT);

    /** What it does in place of what it should. */
    @FunctionalInterface
    interface Misbehaviour {
        void to(HttpExchange exchange) throws Exception;
    }

    private WitnessServer(TestWitness witness, Charter charter, long nowMs, HttpServer server) {
        this.witness = witness;
        this.charter = charter;
        this.nowMs = nowMs;
        this.server = server;
        server.createContext("/prefix/add-checkpoint", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static WitnessServer start(TestWitness witness, Charter charter, long nowMs) throws IOException {
        return new WitnessServer(witness, charter, nowMs, HttpServer.create(anyPort(), 0));
    }

    static WitnessServer startTls(TestWitness witness, Charter charter, long nowMs, TlsIdentity identity)
            throws Exception {
        KeyStore keys = KeyStore.getInstance(TlsIdentity.IN_MEMORY);
        keys.load(null, null);
        keys.setKeyEntry("server", identity.key(), new char[0], new Certificate[] {identity.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new WitnessServer(witness, charter, nowMs, server);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI url() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/prefix");
    }

    /** How many requests there were since this was last asked. */
    int takeRequests() {
        return requests.getAndSet(0);
    }

    /** It knows the log of this charter alone. */
    void know(Charter other) {
        charter = other;
    }

    /** What its clock shows. */
    void setClock(long toMs) {
        nowMs = toMs;
    }

    /** The head that it takes to be the last one it cosigned. */
    synchronized void remember(Head head) {
        last = head;
    }

    synchronized Head last() {
        return last;
    }

    void misbehave(Misbehaviour how) {
        misbehaviour = Optional.of(how);
    }

    void behave() {
        misbehaviour = Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (misbehaviour.isPresent()) {
                misbehaviour.get().to(exchange);
            } else {
                addCheckpoint(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private synchronized void addCheckpoint(HttpExchange exchange, String request) throws IOException {
        int split = request.indexOf("\n\n");
        String[] lines = request.substring(0, split).split("\n");
        String note = request.substring(split + 2);
        if (!exchange.getRequestMethod().equals("POST") || !lines[0].matches("old [0-9]+")) {
            reply(exchange, 400, "");
            return;
        }
        if (!note.startsWith(charter.log().origin() + "\n")) {
            reply(exchange, 404, "");
            return;
        }
        VerifiedCheckpoint checkpoint;
        try {
            checkpoint = new CheckpointVerifier(
                            charter.log().origin(), TestKeys.log().publicKey())
                    .open(note.getBytes(StandardCharsets.UTF_8));
        } catch (NoteException e) {
            reply(exchange, 403, "");
            return;
        }
        long old = Long.parseLong(lines[0].substring(4));
        List<Sha256> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Sha256.copyOf(Base64.getDecoder().decode(lines[i])));
        }
        if (old > checkpoint.head().size()) {
            reply(exchange, 400, "");
        } else if (old != last.size()) {
            exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            reply(exchange, 409, last.size() + "\n");
        } else if (!ProofCheck.consistency(last, checkpoint.head(), proof)) {
            reply(exchange, 422, "");
        } else {
            last = checkpoint.head();
            reply(
                    exchange,
                    200,
                    TestWitness.text(witness.lines(checkpoint, nowMs)).toStringUtf8());
        }
    }

    /** Sends a whole answer. */
    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Sends lines as if they were its own. */
    static Misbehaviour saying(ByteString lines) {
        return exchange -> reply(exchange, 200, lines.toStringUtf8());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

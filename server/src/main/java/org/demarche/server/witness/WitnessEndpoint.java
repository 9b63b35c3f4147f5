package org.demarche.server.witness;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.demarche.hash.Sha256;
import org.demarche.server.tls.PinnedServer;

/** The HTTP side of a witness that others run. Whatever it does, a call ends in time and takes little memory. */
final class WitnessEndpoint {
    /** A witness has two lines, of 3.5 KiB together; some have keys of other types besides. */
    static final int LONGEST_ANSWER_BYTES = 65_536;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);

    private final URI addCheckpoint;
    private final HttpClient client;
    private final Duration whole;

    /**
     * A witness's answer.
     *
     * @param status of HTTP
     * @param body at most {@value #LONGEST_ANSWER_BYTES} bytes
     */
    record Answer(int status, byte[] body) {}

    /** @param pin SHA-256 of the server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for its name */
    WitnessEndpoint(URI url, Optional<Sha256> pin) {
        this(url, pin, WHOLE);
    }

    /** @param whole how long a call may take from its beginning to the last byte of its answer */
    WitnessEndpoint(URI url, Optional<Sha256> pin, Duration whole) {
        this.addCheckpoint = URI.create(url.toString().replaceFirst("/+$", "") + "/add-checkpoint");
        this.whole = whole;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        pin.ifPresent(p -> builder.sslContext(PinnedServer.context(p)));
        this.client = builder.build();
    }

    /**
     * Sends a request.
     *
     * @throws IOException if there is no answer; the message is a clause that begins with a verb
     */
    Answer addCheckpoint(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(addCheckpoint)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request, response -> new BoundedBody(LONGEST_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> response = call.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new IOException("did not answer within " + whole.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            call.cancel(true);
        }
    }

    private static IOException failure(ExecutionException failed) {
        Throwable innermost = failed;
        for (Throwable inner = failed; inner != null; inner = inner.getCause()) {
            innermost = inner;
            if (inner instanceof BoundedBody.TooLongException) {
                return new IOException("answered with more than " + LONGEST_ANSWER_BYTES + " bytes", failed);
            }
            if (inner instanceof SSLException) {
                return new IOException("could not be verified: see pin, or its certificate", failed);
            }
            if (inner instanceof ConnectException) {
                return new IOException("cannot be reached", failed);
            }
        }
        return new IOException("broke off: " + innermost.getMessage(), failed);
    }
}

package org.demarche.server.timestamp;

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
import org.demarche.server.witness.BoundedBody;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimestampRequest;

/** Where a time authority answers requests, over HTTP (RFC 3161, section 3.4). */
final class TimeEndpoint {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(15);
    private static final int OK = 200;

    private final URI url;
    private final HttpClient client;
    private final Duration whole;

    /** @param pin SHA-256 of the server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for its name */
    TimeEndpoint(URI url, Optional<Sha256> pin) {
        this(url, pin, WHOLE);
    }

    /** @param whole how long a call may take from its beginning to the last byte of its answer */
    TimeEndpoint(URI url, Optional<Sha256> pin, Duration whole) {
        this.url = url;
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
     * @return the body of the answer, at most {@link TimestampRequest#MAX_RESPONSE_BYTES}
     * @throws IOException if there is no answer; the message is a clause that begins with a verb
     */
    byte[] ask(byte[] request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call = client.sendAsync(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", TimestampRequest.MEDIA_TYPE)
                        .header("Accept", TimeAuthority.MEDIA_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build(),
                response -> new BoundedBody(TimestampRequest.MAX_RESPONSE_BYTES));
        try {
            HttpResponse<byte[]> response = call.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("answered with status " + response.statusCode() + " (expected: 200)");
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("did not answer within " + whole.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private static IOException failure(Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof BoundedBody.TooLongException) {
                return new IOException(
                        "answered with more than " + TimestampRequest.MAX_RESPONSE_BYTES + " bytes", cause);
            }
            if (inner instanceof SSLException) {
                return new IOException("could not be verified: see pin, or its certificate", cause);
            }
            if (inner instanceof ConnectException) {
                return new IOException("cannot be reached", cause);
            }
        }
        return new IOException("broke off: " + cause.getMessage(), cause);
    }
}

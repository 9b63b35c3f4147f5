package org.demarche.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.demarche.timestamp.TimestampRequest;

/** Asks time authorities over HTTP (RFC 3161, section 3.4). Believes nothing that they say: a token vouches for itself, so plain HTTP does no harm. */
public final class TimeStamping {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final Map<String, URI> addresses;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param addresses of the authorities, by name */
    public TimeStamping(Map<String, URI> addresses) {
        this(addresses, PATIENCE);
    }

    /** @param patience how long a call may take from its beginning to the last byte of its answer */
    TimeStamping(Map<String, URI> addresses, Duration patience) {
        this.addresses = Map.copyOf(addresses);
        this.patience = patience;
    }

    /**
     * The bytes of the response, one more than a response may have if it is longer.
     *
     * @throws IOException whose message is one sentence
     */
    public byte[] ask(String name, TimestampRequest request) throws IOException {
        URI authority = addresses.get(name);
        if (authority == null) {
            throw new IOException("its address is not known");
        }
        HttpRequest post = HttpRequest.newBuilder(authority)
                .header("Content-Type", TimestampRequest.MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.bytes()))
                .build();
        CompletableFuture<HttpResponse<byte[]>> call =
                http.sendAsync(post, answer -> new FirstBytes(TimestampRequest.MAX_RESPONSE_BYTES + 1));
        try {
            HttpResponse<byte[]> response = call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException(authority + " answers with HTTP status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw late(authority, e);
        } catch (ExecutionException e) {
            throw failure(authority, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            call.cancel(true);
        }
    }

    private IOException late(URI authority, Exception cause) {
        return new IOException(authority + " does not answer within " + patience.toMillis() + " ms", cause);
    }

    private IOException failure(URI authority, ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof HttpTimeoutException) {
            return late(authority, failed);
        }
        if (cause instanceof ConnectException) {
            return new IOException(authority + " cannot be reached", failed);
        }
        return new IOException(authority + " breaks off: " + (cause == null ? failed : cause).getMessage(), failed);
    }
}

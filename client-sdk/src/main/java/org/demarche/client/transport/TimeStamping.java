package org.demarche.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.demarche.timestamp.TimestampRequest;

/** Asks time authorities over HTTP (RFC 3161, section 3.4). Believes nothing that they say: a token vouches for itself, so plain HTTP does no harm. */
public final class TimeStamping {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;

    private final Map<String, URI> addresses;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param addresses of the authorities, by name */
    public TimeStamping(Map<String, URI> addresses) {
        this.addresses = Map.copyOf(addresses);
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
                .timeout(PATIENCE)
                .header("Content-Type", TimestampRequest.MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.bytes()))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(post, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != OK) {
                    throw new IOException(authority + " answers with HTTP status " + response.statusCode());
                }
                return body.readNBytes(TimestampRequest.MAX_RESPONSE_BYTES + 1);
            }
        } catch (HttpTimeoutException e) {
            throw new IOException(authority + " does not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (ConnectException e) {
            throw new IOException(authority + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

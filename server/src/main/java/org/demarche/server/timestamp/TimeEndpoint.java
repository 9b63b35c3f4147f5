package org.demarche.server.timestamp;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.server.outside.Endpoint;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimestampRequest;

/** Where a time authority answers requests, over HTTP (RFC 3161, section 3.4). */
final class TimeEndpoint {
    private static final Duration WHOLE = Duration.ofSeconds(15);
    private static final int OK = 200;
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", TimestampRequest.MEDIA_TYPE, "Accept", TimeAuthority.MEDIA_TYPE);

    private final Endpoint endpoint;

    /** @param pin SHA-256 of the server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for its name */
    TimeEndpoint(URI url, Optional<Sha256> pin) {
        this(url, pin, WHOLE);
    }

    /** @param whole how long a call may take from its beginning to the last byte of its answer */
    TimeEndpoint(URI url, Optional<Sha256> pin, Duration whole) {
        this.endpoint = new Endpoint(url, pin, TimestampRequest.MAX_RESPONSE_BYTES, whole);
    }

    /**
     * Sends a request.
     *
     * @return the body of the answer, at most {@link TimestampRequest#MAX_RESPONSE_BYTES}
     * @throws IOException if there is no answer; the message is a clause that begins with a verb
     */
    byte[] ask(byte[] request) throws IOException, InterruptedException {
        Endpoint.Answer answer = endpoint.post(request, HEADERS);
        if (answer.status() != OK) {
            throw new IOException("answered with status " + answer.status() + " (expected: 200)");
        }
        return answer.body();
    }
}

package org.demarche.server.witness;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.server.outside.Endpoint;

/** Where a witness that others run is asked to cosign (C2SP tlog-witness). */
final class WitnessEndpoint {
    /** A witness has two lines, of 3.5 KiB together; some have keys of other types besides. */
    static final int LONGEST_ANSWER_BYTES = 65_536;

    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "text/plain; charset=utf-8");

    private final Endpoint endpoint;

    /** @param pin SHA-256 of the server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for its name */
    WitnessEndpoint(URI url, Optional<Sha256> pin) {
        this(url, pin, WHOLE);
    }

    /** @param whole how long a call may take from its beginning to the last byte of its answer */
    WitnessEndpoint(URI url, Optional<Sha256> pin, Duration whole) {
        URI addCheckpoint = URI.create(url.toString().replaceFirst("/+$", "") + "/add-checkpoint");
        this.endpoint = new Endpoint(addCheckpoint, pin, LONGEST_ANSWER_BYTES, whole);
    }

    /**
     * Sends a request.
     *
     * @throws IOException if there is no answer; the message is a clause that begins with a verb
     */
    Endpoint.Answer addCheckpoint(byte[] body) throws IOException, InterruptedException {
        return endpoint.post(body, HEADERS);
    }
}

package org.demarche.server.witness;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.demarche.checkpoint.Note;
import org.demarche.hash.Sha256;
import org.demarche.server.config.HubConfig;
import org.demarche.server.outside.Endpoint;

/**
 * Reads which checkpoint of a log a witness that others run has cosigned last. To cosign is all that C2SP tlog-witness asks of every witness; many show besides, at
 * {@code /<SHA-256 of the origin in hex>/checkpoint}, what they have cosigned last, as it was an hour ago at the most.
 */
public final class LastCosigned {
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final URI page;
    private final Endpoint endpoint;

    /** What {@code witness} has cosigned of the log with this origin. */
    public LastCosigned(HubConfig.ForeignWitness witness, String origin) {
        this.page = URI.create(witness.url().toString().replaceFirst("/+$", "") + "/"
                + Sha256.of(origin.getBytes(StandardCharsets.UTF_8)).hex() + "/checkpoint");
        this.endpoint = new Endpoint(page, witness.pin(), Note.MAX_BYTES, WHOLE);
    }

    /** Where it is read. */
    public URI page() {
        return page;
    }

    /**
     * The signed note; nothing of it is verified.
     *
     * @return empty: it has cosigned none, or shows none
     * @throws IOException if there is no answer, or no such one; the message is a clause that begins with a verb
     */
    public Optional<byte[]> read() throws IOException, InterruptedException {
        Endpoint.Answer answer = endpoint.get();
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.status() != OK) {
            throw new IOException("answered with status " + answer.status() + " (expected: 200)");
        }
        return Optional.of(answer.body());
    }
}

package org.demarche.server;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.SigningKey;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;

/**
 * Has the JVM compile what the first notices would wait for: signatures under heads, and the check of those under notices. All with keys made for it and thrown away: the
 * log's keys sign heads of the log and nothing else.
 */
public final class WarmUp {
    private static final long AT_MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final int ROUNDS = 400;

    private WarmUp() {}

    /** Works for a second or two, in which nothing else waits. */
    public static void run(SecureRandom random) {
        long beganNanos = System.nanoTime();
        SignatureVerifier verifier = Verifiers.fastest(said -> {});
        SigningKey desk = SigningKey.generate(random);
        CheckpointSigner log = new CheckpointSigner("warm-up.invalid/1", LogSigningKey.generate(random));
        byte[] message = "warm-up".getBytes(StandardCharsets.US_ASCII);
        HybridSignature signature = desk.sign(message);
        for (int i = 1; i <= ROUNDS && System.nanoTime() - beganNanos < AT_MOST_NANOS; i++) {
            log.sign(new Head(i, Sha256.of(message)), Instant.ofEpochSecond(1));
            if (!verifier.verify(desk.publicKey(), message, signature)) {
                throw new IllegalStateException(
                        "a signature that was just made does not verify: see the machine's memory");
            }
        }
    }
}

package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;

/** Keys that are the same in every run, and a head. */
final class TestLog {
    static final String ORIGIN = "log.example/plan";
    static final Instant AT = Instant.parse("2026-02-03T15:51:00Z");
    static final Head HEAD = new Head(20_852_163, Sha256.of(new byte[] {1}));
    static final LogSigningKey KEY = key("log");
    static final LogSigningKey WITNESS_KEY = key("witness");

    private TestLog() {}

    static LogSigningKey key(String seed) {
        try {
            // The one generator whose output depends on its seed alone.
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(StandardCharsets.US_ASCII));
            return LogSigningKey.generate(random);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] note() {
        return new CheckpointSigner(ORIGIN, KEY).sign(HEAD, AT);
    }

    static VerifiedCheckpoint checkpoint() throws NoteException {
        return new CheckpointVerifier(ORIGIN, KEY.publicKey()).open(note());
    }
}

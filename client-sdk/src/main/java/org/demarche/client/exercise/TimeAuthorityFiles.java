package org.demarche.client.exercise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.demarche.refusal.RefusedException;
import org.demarche.secret.SecretFiles;
import org.demarche.timestamp.TimeAuthorityKeys;

/**
 * A time authority of the exercise's own on disk: its key, its certificate, and the anchor that the charter names.
 *
 * @param directory where they lie
 */
record TimeAuthorityFiles(Path directory) {
    /** The clock of whoever checks may be behind. */
    private static final int EARLIER_DAYS = 1;

    private static final int LIFE_DAYS = 10 * 365;

    /**
     * Makes the files, in a folder that is made as well.
     *
     * @param name of the authority, for people
     */
    static TimeAuthorityFiles make(Path directory, String name, Instant now, SecureRandom random) throws IOException {
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        TimeAuthorityKeys keys = TimeAuthorityKeys.generate(
                name, random, day.minus(EARLIER_DAYS, ChronoUnit.DAYS), day.plus(LIFE_DAYS, ChronoUnit.DAYS));
        TimeAuthorityFiles files = new TimeAuthorityFiles(Files.createDirectories(directory));
        SecretFiles.write(files.key(), keys.keyPem().getBytes(StandardCharsets.US_ASCII));
        Files.writeString(files.certificate(), keys.certificatePem());
        Files.writeString(files.anchor(), keys.anchor().pem());
        return files;
    }

    /** The authority that the files hold. */
    TimeAuthorityKeys read() throws IOException {
        try {
            return TimeAuthorityKeys.ofPem(
                    new String(SecretFiles.read(key()), StandardCharsets.US_ASCII),
                    Files.readString(certificate()),
                    Files.readString(anchor()));
        } catch (RefusedException | IllegalArgumentException e) {
            throw new IOException(directory + ": " + e.getMessage(), e);
        }
    }

    /** Its root's certificate, which the charter names by its hash, and hub.toml by this path. */
    Path anchor() {
        return directory.resolve("anchor.pem");
    }

    private Path key() {
        return directory.resolve("tsa.key");
    }

    private Path certificate() {
        return directory.resolve("tsa.crt");
    }
}

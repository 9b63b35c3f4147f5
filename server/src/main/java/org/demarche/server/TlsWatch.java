package org.demarche.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.server.config.HubConfig;
import org.demarche.server.operations.ReloadResult;
import org.demarche.server.tls.LiveTls;
import org.demarche.server.tls.TlsException;

/**
 * Takes a new certificate and key when the files change, or when it is told to. Files that are no certificate and key of one another are refused in a sentence, and those
 * that were taken before go on. Thread-safe.
 */
final class TlsWatch implements ReloadResult {
    private final HubConfig config;
    private final LiveTls tls;
    private final BiConsumer<Optional<String>, String> told;
    private Optional<Sha256> seen;
    private Optional<Sha256> tried;
    private volatile Optional<String> failure = Optional.empty();

    /**
     * A watch over the files from which {@code tls} was made.
     *
     * @param told is told of each attempt: why it failed, if it did, and in a sentence what came of it
     */
    TlsWatch(HubConfig config, LiveTls tls, BiConsumer<Optional<String>, String> told) {
        this.config = config;
        this.tls = tls;
        this.told = told;
        seen = digest();
        tried = seen;
    }

    /** Looks at the files; to be called every few seconds. They are taken once they have stayed the same from one look to the next: two files cannot change at once. */
    synchronized void look() {
        Optional<Sha256> now = digest();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(tried)) {
            reload();
        }
    }

    /** Takes what is in the files. */
    synchronized void reload() {
        tried = digest();
        try {
            TlsIdentity next = HubFiles.tlsIdentity(config);
            boolean sameKey = next.pin().equals(tls.identity().pin());
            tls.replace(next);
            failure = Optional.empty();
            told.accept(
                    failure,
                    "new connections get the certificate in " + config.tls().certificate()
                            + (sameKey
                                    ? ""
                                    : "; its key is another, so that desks must be told the new pin: "
                                            + next.pin().fingerprint()));
        } catch (HubException | TlsException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            told.accept(failure, "the certificate and key are not taken, those from before go on: " + e.getMessage());
        }
    }

    private Optional<Sha256> digest() {
        try {
            return Optional.of(Sha256.of(
                    Sha256.of(Files.readAllBytes(config.tls().certificate())).bytes(),
                    Sha256.of(Files.readAllBytes(config.tls().key())).bytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> failure() {
        return failure;
    }
}

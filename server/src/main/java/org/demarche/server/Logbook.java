package org.demarche.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.server.audit.Act;
import org.demarche.server.audit.AuditLine;
import org.demarche.server.audit.AuditTrail;
import org.demarche.server.config.HubConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what an operator does to a hub into its audit trail. That it cannot be written is said, and keeps no hub from running: governments wait for it. */
public final class Logbook {
    private static final Logger LOG = LoggerFactory.getLogger(Logbook.class);
    private static final String DIGEST = "hub.toml";

    private final Path directory;
    private final AuditTrail trail;

    /** The logbook of the hub in {@code directory}. */
    public Logbook(Path directory, InstantSource clock) {
        this.directory = directory;
        this.trail = new AuditTrail(directory, clock, System.getProperty("user.name", "unknown"));
    }

    /** Writes a line. */
    public void note(Act act, Map<String, String> details) {
        try {
            trail.record(act, details);
        } catch (IOException e) {
            LOG.warn(
                    "{} of {} cannot be written, and lacks: {} ({})",
                    AuditTrail.FILE,
                    directory,
                    act.word(),
                    e.getMessage());
        }
    }

    /** A hub has started. */
    void started(HubConfig config, long entries) {
        Map<String, String> details = new HashMap<>();
        details.put("entries", Long.toString(entries));
        details.put("store", config.store().toString());
        configuration().ifPresent(digest -> {
            if (!lastConfiguration().equals(Optional.of(digest))) {
                note(Act.CONFIG, Map.of(DIGEST, digest));
            }
        });
        note(Act.RUN, details);
    }

    private Optional<String> configuration() {
        try {
            return Optional.of(Sha256.of(Files.readAllBytes(directory.resolve(HubConfig.FILE)))
                    .fingerprint());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> lastConfiguration() {
        try {
            List<AuditLine> configurations = trail.read().lines().stream()
                    .filter(line -> line.act().equals(Act.CONFIG.word()))
                    .toList();
            return configurations.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(configurations
                            .get(configurations.size() - 1)
                            .details()
                            .get(DIGEST));
        } catch (IOException e) {
            // There is no trail yet, or it cannot be read: then the line is written anew.
            return Optional.empty();
        }
    }

    /** A certificate and key were taken, or refused. */
    void reloaded(TlsIdentity now, Optional<String> failure) {
        Map<String, String> details = new HashMap<>();
        details.put("pin", now.pin().fingerprint());
        details.put("ends", now.certificate().getNotAfter().toInstant().toString());
        failure.ifPresent(why -> details.put("refused", why));
        note(Act.RELOAD, details);
    }

    /** The hub was told to end. */
    void draining() {
        note(Act.DRAIN, Map.of());
    }

    /** The hub has ended. */
    void stopped(long entries) {
        note(Act.STOP, Map.of("entries", Long.toString(entries)));
    }
}

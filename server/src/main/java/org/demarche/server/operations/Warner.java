package org.demarche.server.operations;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.demarche.charter.Expiry;
import org.demarche.server.backup.BackupWatch;
import org.demarche.server.config.HubConfig;
import org.demarche.time.Dtg;

/** Says in time what will be in the way: a disk that fills, a certificate or a charter that ends, a backup that is old. */
final class Warner {
    private static final long MIB = 1L << 20;

    private final HubConfig.Warnings when;
    private final Premises premises;
    private final Watched hub;
    private final Supplier<Instant> certificateEnds;

    Warner(HubConfig.Warnings when, Premises premises, Watched hub, Supplier<Instant> certificateEnds) {
        this.when = when;
        this.premises = premises;
        this.hub = hub;
        this.certificateEnds = certificateEnds;
    }

    /** What is to be said now, a sentence each. */
    List<String> warnings() {
        Instant now = Instant.ofEpochMilli(hub.clock().wallMs());
        List<String> all = new ArrayList<>();
        disk(all);
        certificate(now).ifPresent(all::add);
        backup(now).ifPresent(all::add);
        if (hub.published().governance().inForce()) {
            Expiry.warning(hub.charter(), now.toEpochMilli()).ifPresent(all::add);
        }
        return all;
    }

    private void disk(List<String> all) {
        premises.freeBytes().forEach((place, free) -> {
            if (free < when.diskFreeMib() * MIB) {
                all.add("only " + free / MIB + " MiB are free where the " + place + " is, at "
                        + premises.places().get(place) + " (warned below " + when.diskFreeMib()
                        + "): make room, or move it to a larger disk; without room no notice is taken");
            }
        });
    }

    private Optional<String> certificate(Instant now) {
        Instant ends = certificateEnds.get();
        if (when.certificateDays() == 0 || Duration.between(now, ends).toDays() >= when.certificateDays()) {
            return Optional.empty();
        }
        return Optional.of("the hub's TLS certificate " + (ends.isAfter(now) ? "ends" : "ended") + " at "
                + Dtg.of(ends.toEpochMilli())
                + ": put another of the same key in its place; the hub takes it without a restart");
    }

    private Optional<String> backup(Instant now) {
        BackupWatch backups = premises.backups();
        if (backups.wantedHours() == 0) {
            return Optional.empty();
        }
        try {
            Optional<Instant> last = backups.lastAt();
            if (!backups.isOld(last, now)) {
                return Optional.empty();
            }
            return Optional.of(last.map(at -> "the last backup is of " + Dtg.of(at.toEpochMilli()))
                            .orElse("no backup is known of")
                    + " (wanted every " + backups.wantedHours() + " hours): run demarche hub backup");
        } catch (IOException e) {
            return Optional.of("when the last backup was cannot be told: " + e.getMessage());
        }
    }
}

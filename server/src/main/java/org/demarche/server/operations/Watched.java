package org.demarche.server.operations;

import java.util.function.IntSupplier;
import org.demarche.charter.Charter;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.HubClock;
import org.demarche.server.console.Surveyor;
import org.demarche.server.delivery.Followers;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Streams;
import org.demarche.server.log.Contact;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.quorum.Incidents;
import org.demarche.server.witness.WitnessedHeads;

/**
 * The parts of a hub that are watched.
 *
 * @param unreceived the FLASH notices that parties have not acknowledged
 * @param surveyor looks into the store; for the watch alone
 * @param unverified how many notices wait to be verified
 */
public record Watched(
        HubLog log,
        Contact contact,
        Unreceived unreceived,
        ClockGuard guard,
        HubClock clock,
        Intake intake,
        Incidents incidents,
        Followers followers,
        Streams streams,
        WitnessedHeads witnessed,
        Surveyor surveyor,
        IntSupplier unverified) {
    /** The log as it stands. */
    Published published() {
        return log.published();
    }

    /** The charter that governs. */
    Charter charter() {
        return published().governance().charter();
    }
}

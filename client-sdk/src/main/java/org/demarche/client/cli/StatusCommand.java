package org.demarche.client.cli;

import java.time.Instant;
import java.util.Optional;
import org.demarche.charter.Expiry;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import picocli.CommandLine.Command;

/** {@code liaison status}. */
@Command(
        name = "status",
        description =
                "Whether the hub is reached and believed, the clocks agree, and what waits. Exit 7 if the clocks differ.")
final class StatusCommand extends DeskCommand {
    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException {
        Optional<DeskException.ClockSkew> skew = desk.clockSkew();
        desk.expiryWarning().ifPresent(w -> terminal.say("warning: " + w));
        int waiting = desk.outbox().size();
        Optional<DeskException.NotWitnessed> late = desk.lateWitnesses();
        if (options.json()) {
            print(object(desk)
                    .put("party", desk.profile().party())
                    .put("origin", desk.charter().log().origin())
                    .put("charter", desk.charter().hash().hex())
                    .put("in_force", desk.inForce())
                    .put("closed", Closing.isClosed(desk))
                    .put(
                            "expires",
                            Instant.ofEpochMilli(desk.charter().expiresMs()).toString())
                    .put(
                            "expired",
                            Expiry.isPast(
                                    desk.charter(), terminal.here().clock().millis()))
                    .put("size", desk.head().size())
                    .put("root", desk.head().root().hex())
                    .put(
                            "hub_clock_ahead_ms",
                            skew.map(DeskException.ClockSkew::aheadMs).orElse(0L))
                    .put("clocks_agree", skew.isEmpty())
                    .put("witnesses_late", late.isPresent())
                    .put("outbox", waiting));
        } else {
            page(desk)
                    .field(
                            "desk",
                            desk.profile().party() + " at "
                                    + desk.charter().log().origin())
                    .field(
                            "charter",
                            desk.charter().title() + ", version "
                                    + desk.charter().version()
                                    + (desk.inForce()
                                            ? Closing.isClosed(desk) ? ", final: the log is CLOSED" : ""
                                            : ", NOT IN FORCE"))
                    .field(
                            "log",
                            desk.head().size() + " entries, all verified; root "
                                    + desk.head().root().brief())
                    .field(
                            "witness",
                            WitnessWords.ofLog(desk.witnessed())
                                    + late.map(l -> "; LATE: " + l.sentence()).orElse(""))
                    .field("clocks", skew.map(Throwable::getMessage).orElse("agree"))
                    .field("outbox", waiting == 0 ? "empty" : waiting + " waiting: demarche liaison outbox")
                    .print(terminal.out());
        }
        return skew.isEmpty() ? Exit.OK : Exit.CONDITION;
    }
}

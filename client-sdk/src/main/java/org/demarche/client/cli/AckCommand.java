package org.demarche.client.cli;

import java.util.Locale;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.proto.v1.Position;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison ack}. */
@Command(
        name = "ack",
        description = "Take a position on a notice: received, concur or decline. Only concur counts towards a quorum.")
final class AckCommand extends SayCommand {
    @Parameters(index = "0", paramLabel = "NOTICE", description = "The notice's id, or its first digits.")
    private String notice = "";

    @Parameters(index = "1", paramLabel = "POSITION", description = "received, concur or decline.")
    private Stand position = Stand.received;

    @Option(
            names = "--reservation",
            paramLabel = "TEXT",
            description = "A reservation in words: shown, without effect.")
    private String reservation = "";

    /** Positions as people write them. */
    enum Stand {
        received,
        concur,
        decline
    }

    AckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean grave() {
        return position != Stand.received;
    }

    @Override
    Draft draft(Desk desk) throws DeskException {
        Position stated = Position.valueOf("POSITION_" + position.name().toUpperCase(Locale.ROOT));
        return desk.acknowledgement(desk.resolve(notice), stated, reservation);
    }
}

package org.demarche.client.cli;

import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.KeyChange;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code liaison pin} and its verbs. */
@Command(
        name = "pin",
        description = "TLS pins of the party's machines, by which hubs know them: add, end.",
        synopsisSubcommandLabel = "COMMAND")
final class PinCommand extends Group {
    private PinCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new PinCommand())
                .addSubcommand(new Add(terminal))
                .addSubcommand(new End(terminal));
    }

    /** {@code liaison pin add}. */
    @Command(name = "add", description = "Let machines connect for the party, by the pins that `keygen --tls` printed.")
    static final class Add extends KeyChangeCommand {
        @Parameters(arity = "1..*", paramLabel = "PIN", description = "The pin: sha256: and 64 hex digits.")
        private List<Sha256> pins = new ArrayList<>();

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        KeyChange change() {
            return KeyChange.newBuilder().addAllTlsAdded(bytes(pins)).build();
        }
    }

    /** {@code liaison pin end}. */
    @Command(name = "end", description = "Let machines connect for the party no more. Their pins never come back.")
    static final class End extends KeyChangeCommand {
        @Parameters(arity = "1..*", paramLabel = "PIN", description = "The pin: sha256: and 64 hex digits.")
        private List<Sha256> pins = new ArrayList<>();

        End(Terminal terminal) {
            super(terminal);
        }

        @Override
        KeyChange change() {
            return KeyChange.newBuilder().addAllTlsEnded(bytes(pins)).build();
        }
    }
}

package org.demarche.client.cli;

import java.util.List;
import org.demarche.charter.Words;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.ProposalAct;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that speak within an incident. */
final class IncidentNotices {
    private IncidentNotices() {}

    /** What is said about an incident. */
    abstract static class About extends SayCommand {
        @Parameters(index = "0", paramLabel = "INCIDENT", description = "The incident's id, or its first digits.")
        private String incident = "";

        About(Terminal terminal) {
            super(terminal);
        }

        Sha256 incident(Desk desk) throws DeskException {
            return desk.resolve(incident);
        }
    }

    /** {@code liaison find}. */
    @Command(name = "find", description = "State, as a monitor, what is the case; or withdraw one's own word.")
    static final class Find extends About {
        @Parameters(
                index = "1",
                paramLabel = "FINDING",
                description = "violation, \"hostilities continue\", \"expanded attack\" or \"hostilities ceased\".")
        private String finding = "";

        @Option(names = "--refute", description = "Withdraw the party's own word.")
        private boolean refute;

        @Option(names = "--text", paramLabel = "TEXT", description = "The reasoning.")
        private String text = "";

        Find(Terminal terminal) {
            super(terminal);
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            FindingKind kind = Words.finding(finding.replace('-', ' '))
                    .orElseThrow(() -> new DeskException.Invalid(
                            "\"" + finding + "\" is not a finding",
                            "say violation, \"hostilities continue\", \"expanded attack\" or \"hostilities ceased\""));
            FindingWord word = refute ? FindingWord.FINDING_WORD_REFUTED : FindingWord.FINDING_WORD_CONFIRMED;
            return Notices.finding(incident(desk), kind, word, text);
        }
    }

    /** {@code liaison warn}. */
    @Command(name = "warn", description = "State that the diplomatic warning was given.")
    static final class Warn extends About {
        @Parameters(index = "1", paramLabel = "TEXT", description = "The warning's text.")
        private String text = "";

        @Option(
                names = "--delivered-to",
                required = true,
                paramLabel = "WHOM",
                description = "To whom it was delivered.")
        private String deliveredTo = "";

        @Option(names = "--channel", required = true, paramLabel = "HOW", description = "By which channel.")
        private String channel = "";

        Warn(Terminal terminal) {
            super(terminal);
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            return Notices.warning(incident(desk), text, deliveredTo, channel);
        }
    }

    /** {@code liaison measures}. */
    @Command(name = "measures", description = "State what was done to stop the violation.")
    static final class Measures extends About {
        @Parameters(index = "1", paramLabel = "TEXT", description = "What was done.")
        private String text = "";

        Measures(Terminal terminal) {
            super(terminal);
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            return Notices.measures(incident(desk), text);
        }
    }

    /** {@code liaison propose}. */
    @Command(name = "propose", description = "Propose that a tier be activated, or stood down.")
    static final class Propose extends About {
        @Parameters(index = "1", paramLabel = "TIER", description = "The tier's number.")
        private int tier;

        @Option(names = "--stand-down", description = "Propose to end the active tier.")
        private boolean standDown;

        @Option(names = "--text", paramLabel = "TEXT", description = "The reasoning.")
        private String text = "";

        Propose(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean grave() {
            return true;
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            Sha256 id = incident(desk);
            ProposalAct act = standDown ? ProposalAct.PROPOSAL_ACT_STAND_DOWN : ProposalAct.PROPOSAL_ACT_ACTIVATE;
            return Notices.proposal(id, tier, act, text, List.of(id));
        }
    }
}

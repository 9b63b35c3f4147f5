package org.demarche.client.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Words;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.CorrectionAct;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that may speak outside any incident. */
final class OpenNotices {
    private OpenNotices() {}

    /** {@code liaison message}. */
    @Command(name = "message", description = "Send free text to other parties; every party can read it.")
    static final class Message extends SayCommand {
        @Parameters(paramLabel = "TEXT", description = "The text.")
        private String text = "";

        @Option(names = "--subject", paramLabel = "TEXT", description = "What it is about.")
        private String subject = "";

        @Option(names = "--incident", paramLabel = "ID", description = "The incident that it belongs to.")
        private @Nullable String incident;

        Message(Terminal terminal) {
            super(terminal);
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            Draft draft = Notices.message(subject, text);
            return incident == null ? draft : draft.in(desk.resolve(incident));
        }
    }

    /** {@code liaison correct}. */
    @Command(
            name = "correct",
            description = "Supersede or withdraw an own earlier notice, for readers; changes no state.")
    static final class Correct extends SayCommand {
        @Parameters(index = "0", paramLabel = "NOTICE", description = "The own notice's id, or its first digits.")
        private String notice = "";

        @Parameters(index = "1", paramLabel = "TEXT", description = "What readers should know instead.")
        private String text = "";

        @Option(names = "--withdraw", description = "The earlier notice should not have been sent.")
        private boolean withdraw;

        Correct(Terminal terminal) {
            super(terminal);
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            Sha256 target = desk.resolve(notice);
            Optional<Sha256> incident = desk.find(target).flatMap(Delivery::incident);
            return Notices.correction(
                    incident,
                    target,
                    withdraw ? CorrectionAct.CORRECTION_ACT_WITHDRAW : CorrectionAct.CORRECTION_ACT_SUPERSEDE,
                    text);
        }
    }

    /** {@code liaison pledge}. */
    @Command(
            name = "pledge",
            description =
                    "Pledge a contribution to a component of the guarantees; state that a condition is met; end a pledge.")
    static final class Pledge extends SayCommand {
        @Parameters(
                index = "0",
                paramLabel = "COMPONENT|ID",
                description =
                        "monitoring, support, multinational-force, binding-commitment or cooperation; with --met or --end the own pledge's id.")
        private String subject = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "TEXT",
                description = "What is pledged, or how the condition was met, or why it ends.")
        private String text = "";

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "In force from, once all conditions are met. Default: now.")
        private @Nullable Instant from;

        @Option(names = "--until", paramLabel = "TIME", description = "In force until. Default: without end.")
        private @Nullable Instant until;

        @Option(names = "--condition", paramLabel = "TEXT", description = "A condition in words; once for each.")
        private List<String> conditions = new ArrayList<>();

        @Option(names = "--met", paramLabel = "NUMBER", description = "This condition of the own pledge ID is met.")
        private int met;

        @Option(names = "--end", description = "The own pledge ID is over.")
        private boolean end;

        Pledge(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean grave() {
            return true;
        }

        @Override
        Draft draft(Desk desk) throws DeskException {
            if (end) {
                return Notices.pledgeEnded(desk.resolve(subject), text);
            }
            if (met > 0) {
                return Notices.conditionMet(desk.resolve(subject), met, text);
            }
            Component component = Words.component(subject)
                    .orElseThrow(() -> new DeskException.Invalid(
                            "\"" + subject + "\" is not a component",
                            "say monitoring, support, multinational-force, binding-commitment or cooperation"));
            Instant start = from == null ? terminal.here().clock().instant() : from;
            return Notices.pledge(component, text, start, Optional.ofNullable(until), conditions);
        }
    }

    /** {@code liaison declare}. */
    @Command(name = "declare", description = "Declare support for a named document; binds nobody by itself.")
    static final class Declare extends SayCommand {
        @Parameters(index = "0", paramLabel = "TITLE", description = "The document's title.")
        private String title = "";

        @Option(
                names = "--sha256",
                required = true,
                paramLabel = "HASH",
                description = "SHA-256 of the document, as sha256:… or 64 hex digits.")
        private Sha256 sha256 = Sha256.of();

        @Option(names = "--text", paramLabel = "TEXT", description = "In words.")
        private String text = "";

        Declare(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean grave() {
            return true;
        }

        @Override
        Draft draft(Desk desk) {
            return Notices.declaration(title, sha256, text);
        }
    }
}

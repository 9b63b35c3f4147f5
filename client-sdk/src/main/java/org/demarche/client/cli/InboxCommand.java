package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.witness.Witnessing;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.situation.Phrases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison inbox}. */
@Command(name = "inbox", description = "The newest notices; with ID one notice in full.")
final class InboxCommand extends DeskCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "A notice's id, or its first digits: show it in full.")
    private @Nullable String id;

    @Option(names = "--incident", paramLabel = "ID", description = "Only this incident's.")
    private @Nullable String incident;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "Only these: report, finding, warning, measures, proposal, acknowledgement, message, pledge and so on.")
    private @Nullable String kind;

    @Option(names = "--from", paramLabel = "ENTRY", description = "From this entry on.")
    private long from;

    @Option(names = "--last", paramLabel = "NUMBER", description = "How many at the most. Default: ${DEFAULT-VALUE}.")
    private int last = 20;

    InboxCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException {
        if (id != null) {
            one(desk, desk.resolve(id));
            return Exit.OK;
        }
        Optional<Sha256> only = incident == null ? Optional.empty() : Optional.of(desk.resolve(incident));
        List<Delivery> found =
                desk.entries(from, only).stream().filter(this::wanted).toList();
        List<Delivery> shown = found.subList(Math.max(0, found.size() - last), found.size());
        if (options.json()) {
            ObjectNode node = object(desk);
            ArrayNode array = node.putArray("entries");
            shown.forEach(entry -> array.add(Entries.json(JsonNodeFactory.instance.objectNode(), entry)));
            print(node);
            return Exit.OK;
        }
        Page page = page(desk).line(Entries.heading(Entries.WHAT));
        shown.forEach(entry -> page.line(Entries.row(entry, Entries.WHAT)));
        if (shown.size() < found.size()) {
            page.line("(" + (found.size() - shown.size()) + " earlier ones: --last " + found.size() + ")");
        }
        if (shown.stream().anyMatch(entry -> entry.witnessed() instanceof Witnessing.NotYet)) {
            page.line("(" + WitnessWords.MARK + " not yet witnessed)");
        }
        asOf(desk, page).print(terminal.out());
        return Exit.OK;
    }

    private boolean wanted(Delivery entry) {
        if (kind == null) {
            return true;
        }
        String word = kind.toUpperCase(Locale.ROOT).replace('-', '_');
        return entry.notice().map(n -> n.getBodyCase().name().contains(word)).orElse(false);
    }

    private void one(Desk desk, Sha256 notice) throws DeskException {
        Delivery entry = desk.find(notice)
                .orElseThrow(() -> new DeskException.Invalid(
                        "the log has no notice " + notice.brief() + "…",
                        "`demarche liaison inbox` lists the notices with their ids"));
        if (options.json()) {
            print(Entries.json(object(desk), entry));
            return;
        }
        Notice said = entry.notice().orElseThrow();
        Page page = page(desk)
                .field("notice", notice.hex())
                .field(
                        "entry",
                        entry.index() + ", " + Times.dtg(entry.acceptedAt().toEpochMilli()))
                .field("from", Deliveries.from(entry) + ", signed " + Times.dtg(said.getIssuedAtMs()))
                .field(
                        "speed",
                        Phrases.word(said.getPrecedence().name(), "PRECEDENCE_").toUpperCase(Locale.ROOT))
                .field("witness", WitnessWords.of(entry.witnessed()));
        entry.compromise().ifPresent(c -> page.field("DOUBTFUL", c.sentence()));
        entry.incident().ifPresent(i -> page.field("incident", i.hex()));
        if (!said.getActionPartiesList().isEmpty()) {
            page.field("action", String.join(" ", said.getActionPartiesList()));
        }
        if (said.hasViolationReport()) {
            page.field("place", Phrases.place(said.getViolationReport().getPlace()));
            page.field(
                    "observed",
                    Times.dtg(said.getViolationReport().getObservedFromMs()) + " to "
                            + Times.dtg(said.getViolationReport().getObservedToMs()));
        }
        said.getReferencesList()
                .forEach(r -> page.field("refers to", Sha256.copyOf(r).hex()));
        page.blank().line(Phrases.what(said)).print(terminal.out());
    }
}

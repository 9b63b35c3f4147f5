package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.demarche.archive.Ending;
import org.demarche.client.DeskException;
import org.demarche.client.archive.Holding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code liaison archive status}. */
@Command(
        name = "status",
        description =
                "When each bundle must be renewed, the soonest first. Exit 7 if one is overdue, or proves nothing. Needs no network.")
final class ArchiveStatus implements Callable<Integer> {
    @Mixin
    private final KeptFiles files = new KeptFiles();

    @Mixin
    private final Trusted trusted = new Trusted();

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    ArchiveStatus(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws DeskException, IOException {
        Instant now = trusted.at(terminal);
        List<String> worthless = new ArrayList<>();
        List<Holding> holdings = new ArrayList<>(files.read(trusted.keeper(), now, worthless::add));
        holdings.sort(Comparator.comparing(Holding::due));
        if (output.json()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            holdings.forEach(h -> all.add(json(h, now)));
            terminal.out().println(all);
        } else {
            Page page = page(holdings);
            holdings.forEach(h -> page.line(line(h, now), 2));
            page.print(terminal.out());
        }
        worthless.forEach(w -> terminal.error(w, "such a file can't be kept; find the sound one"));
        boolean overdue = holdings.stream().anyMatch(h -> !h.durability().holdsAt(now));
        return overdue || !worthless.isEmpty() ? Exit.CONDITION : Exit.OK;
    }

    /** Of bundles, some of which may be of an exercise: then the screen says so, and each of their lines. */
    static Page page(List<Holding> holdings) {
        return new Page(holdings.stream().anyMatch(Holding::exercise));
    }

    /** How a line about a bundle begins. */
    static String name(Holding holding) {
        return (holding.exercise() ? "EXERCISE " : "") + holding.path() + "  ";
    }

    private static String line(Holding holding, Instant now) {
        Ending until = holding.durability().until();
        Ending due = holding.due();
        int records = holding.bundle().records().size();
        String counted = records == 0 ? "no record" : records == 1 ? "1 record" : records + " records";
        if (!until.holdsAt(now)) {
            return name(holding) + "OVERDUE since " + until.at() + ", the end of " + until.what() + "; " + counted;
        }
        return name(holding) + "good, " + counted
                + (due.at().equals(Instant.MAX)
                        ? "; no end is known"
                        : "; renew before " + due.at() + ", the end of " + due.what());
    }

    private static ObjectNode json(Holding holding, Instant now) {
        Ending until = holding.durability().until();
        Ending due = holding.due();
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", holding.path().toString())
                .put("exercise", holding.exercise())
                .put("records", holding.bundle().records().size())
                .put("overdue", !until.holdsAt(now))
                .put("good_until", instant(until))
                .put("renew_before", instant(due))
                .put("ends_then", due.what());
    }

    /** {@code null}: no end is known. */
    static @Nullable String instant(Ending ending) {
        return ending.at().equals(Instant.MAX) ? null : ending.at().toString();
    }
}

package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.demarche.client.Comparison;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.DeskListener;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.TierState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code liaison monitor}. */
@Command(
        name = "monitor",
        description =
                "Check the whole log as it grows: every entry and signature, the chains, the rules, heads and cosignatures. Needs no desk key. A line each minute and for what is notable; ends with the verdict's code at the first lie, and names the file that shows it.")
final class MonitorCommand extends DeskCommand {
    private static final int NOTHING_PROVEN = 12;

    @Option(names = "--once", description = "Check everything up to now, and end.")
    private boolean once;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description =
                    "Compare a head that somebody else was shown, a checkpoint or a receipt, and end: 20 if the log has signed two histories, 7 if it lies beyond what this hub shows, 12 if it is not of this log.")
    private @Nullable Path compare;

    MonitorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException, IOException, InterruptedException {
        desk.catchUp();
        Lines lines = new Lines(desk);
        if (compare != null) {
            return compared(lines, compare, desk.compare(GivenFile.read(compare)));
        }
        lines.checked();
        return once ? Exit.OK : follow(desk, lines);
    }

    private int compared(Lines lines, Path file, Comparison comparison) {
        if (comparison instanceof Comparison.Agrees agrees) {
            lines.event(
                    "compared",
                    file + ": agrees, " + agrees.head().size() + " entries of the same log",
                    Optional.empty());
            return Exit.OK;
        }
        if (comparison instanceof Comparison.Beyond beyond) {
            terminal.error(
                    file + ": signed by the log over " + beyond.head().size()
                            + " entries, which is beyond what this hub shows",
                    "compare again in a minute; if the hub still shows fewer, keep the file and call the other parties");
            return Exit.CONDITION;
        }
        terminal.error(
                file + ": proves nothing: " + ((Comparison.Nothing) comparison).sentence(),
                "ask for the checkpoint or receipt itself, byte for byte");
        return NOTHING_PROVEN;
    }

    private static int follow(Desk desk, Lines lines) throws DeskException, InterruptedException {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        desk.follow(desk.head().size(), new DeskListener() {
            @Override
            public void onEntry(Delivery entry) {
                lines.entry(entry);
            }

            @Override
            public void onTrouble(DeskException trouble) {
                if (trouble.passing() || trouble instanceof DeskException.Refused) {
                    lines.trouble(trouble.sentence());
                } else {
                    end.completeExceptionally(trouble);
                }
            }
        });
        while (true) {
            try {
                return end.get(1, TimeUnit.MINUTES);
            } catch (TimeoutException e) {
                lines.checked();
            } catch (ExecutionException e) {
                throw (DeskException) e.getCause();
            }
        }
    }

    /** What is printed, each line whole: the log's thread and the minutes' both have something to say. */
    private final class Lines {
        private final Desk desk;
        private final Set<String> seen = new HashSet<>();
        private String lastTrouble = "";

        Lines(Desk desk) {
            this.desk = desk;
            desk.incidents()
                    .forEach(state -> state.getTiersList()
                            .forEach(tier -> activation(Sha256.copyOf(state.getIncident()), tier, false)));
        }

        /** The same trouble again within a minute is no news. */
        synchronized void trouble(String sentence) {
            if (!sentence.equals(lastTrouble)) {
                lastTrouble = sentence;
                event("trouble", sentence, Optional.empty());
            }
        }

        synchronized void checked() {
            lastTrouble = "";
            event(
                    "checked",
                    desk.head().size() + " entries, root " + desk.head().root().brief() + "; "
                            + WitnessWords.ofLog(desk.witnessed()),
                    Optional.empty());
        }

        synchronized void entry(Delivery entry) {
            boolean governance = entry.notice()
                    .filter(n -> n.hasCharterText() || n.hasCharterAssent() || n.hasKeyChange())
                    .isPresent();
            if (governance || entry.late()) {
                event(
                        governance ? "governance" : "late",
                        "entry " + entry.index() + (entry.late() ? ", LATE" : "") + ": " + Deliveries.from(entry) + " "
                                + Deliveries.what(entry),
                        Optional.of(entry));
            }
            entry.incident()
                    .flatMap(desk::incident)
                    .ifPresent(state -> state.getTiersList()
                            .forEach(tier -> activation(Sha256.copyOf(state.getIncident()), tier, true)));
        }

        private void activation(Sha256 incident, TierState tier, boolean print) {
            String which = "tier " + tier.getTier() + " of incident " + incident.brief();
            if (tier.getActivatedAtMs() != 0 && seen.add("active " + which) && print) {
                event("activated", which + " is active", Optional.empty());
            }
            if (tier.getStoodDownAtMs() != 0 && seen.add("stood down " + which) && print) {
                event("stood down", which + " is stood down", Optional.empty());
            }
        }

        synchronized void event(String event, String sentence, Optional<Delivery> entry) {
            long nowMs = terminal.here().clock().millis();
            if (options.json()) {
                ObjectNode node = object(desk)
                        .put("event", event)
                        .put("at", Instant.ofEpochMilli(nowMs).toString())
                        .put("root", desk.head().root().hex())
                        .put("sentence", sentence);
                entry.ifPresent(e -> Entries.json(node, e));
                print(node);
            } else {
                terminal.out()
                        .println((desk.profile().exercise() ? "EXERCISE " : "") + Times.dtg(nowMs) + " " + event + ": "
                                + Page.clean(sentence));
            }
        }
    }
}

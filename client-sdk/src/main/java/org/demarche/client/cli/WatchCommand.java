package org.demarche.client.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.DeskListener;
import org.demarche.client.witness.Witnessing;
import org.demarche.hash.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code liaison watch}. */
@Command(
        name = "watch",
        description = {
            "On a terminal: the time, what comes next, every incident with its tiers, and the newest entries, drawn"
                    + " anew each second and with each entry, STALE in words when nothing verified comes; q or Ctrl-C"
                    + " leaves it.",
            "In a pipe, with --plain, --from or --count: every notice as it comes, until interrupted. One line each,"
                    + " with * if it is not yet witnessed, and one when more is; with -o json one object each."
        })
final class WatchCommand extends DeskCommand {
    private static final String EXERCISE = "EXERCISE ";

    @Option(
            names = "--from",
            paramLabel = "ENTRY",
            description = "Begin with this entry. Default: what comes from now on.")
    private long from = -1;

    @Option(names = "--incident", paramLabel = "ID", description = "Only this incident's.")
    private @Nullable String incident;

    @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many.")
    private int count = Integer.MAX_VALUE;

    @Option(names = "--plain", description = "Lines, on a terminal too.")
    private boolean plain;

    WatchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException, IOException, InterruptedException {
        Optional<Sha256> only = incident == null ? Optional.empty() : Optional.of(desk.resolve(incident));
        boolean lines = plain || from >= 0 || count != Integer.MAX_VALUE || options.json();
        return lines || !Live.possible(terminal)
                ? lines(desk, only)
                : new Live(terminal)
                        .show(
                                desk,
                                (beat, rows, page) ->
                                        WatchScreen.write(situation(desk), beat, desk.witnessed(), only, rows, page));
    }

    private int lines(Desk desk, Optional<Sha256> only) throws DeskException, InterruptedException {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(count);
        if (!options.json()) {
            terminal.out().println(mark(desk) + Entries.heading(width(desk)));
        }
        desk.follow(from < 0 ? desk.head().size() : from, new DeskListener() {
            @Override
            public void onEntry(Delivery entry) {
                if (left.getCount() > 0 && (only.isEmpty() || only.equals(entry.incident()))) {
                    show(desk, entry);
                    left.countDown();
                    if (left.getCount() == 0) {
                        end.complete(Exit.OK);
                    }
                }
            }

            @Override
            public void onWitnessed(Witnessing.Witnessed newest) {
                if (left.getCount() > 0) {
                    show(desk, newest);
                }
            }

            @Override
            public void onTrouble(DeskException trouble) {
                terminal.say("trouble: " + trouble.getMessage());
                if (!trouble.passing()) {
                    end.completeExceptionally(trouble);
                }
            }
        });
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw (DeskException) e.getCause();
        }
    }

    private void show(Desk desk, Delivery entry) {
        if (options.json()) {
            terminal.out().println(Entries.json(object(desk), entry));
        } else {
            terminal.out().println(mark(desk) + Entries.row(entry, width(desk)));
        }
    }

    private void show(Desk desk, Witnessing.Witnessed newest) {
        if (options.json()) {
            print(object(desk).put("event", "witnessed"));
        } else {
            terminal.out()
                    .println(mark(desk)
                            + Page.cut(
                                    WitnessWords.ofLog(newest),
                                    Page.WIDTH - mark(desk).length()));
        }
    }

    /** A stream has no last line to say EXERCISE in, so every line does. */
    private static String mark(Desk desk) {
        return desk.profile().exercise() ? EXERCISE : "";
    }

    private static int width(Desk desk) {
        return Entries.WHAT - mark(desk).length();
    }
}

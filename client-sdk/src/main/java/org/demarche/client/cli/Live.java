package org.demarche.client.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.jspecify.annotations.Nullable;

/** Shows a page in place, each second and whenever something comes, until somebody leaves or following has ended for good. What it showed last stays behind on the terminal. */
final class Live {
    private static final int LEAST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 120;

    private final Terminal terminal;
    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
    private final Pulse pulse;

    Live(Terminal terminal) {
        this.terminal = terminal;
        this.pulse = new Pulse(terminal.here().clock(), () -> keys.add(Key.NEWS));
    }

    /** What is shown. */
    interface View {
        /** Writes it on a page; {@code rows}: how many of its lines will have room. */
        void write(Pulse.Beat beat, int rows, Page page) throws DeskException;
    }

    /** Whether there is a terminal for it. */
    static boolean possible(Terminal terminal) {
        return !terminal.environment().getOrDefault("TERM", "dumb").equals("dumb")
                && terminal.seat().size().isPresent();
    }

    /** How wide a page may be on a terminal of this size. */
    static int width(Seat.Size size) {
        return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, size.columns()));
    }

    /** Shows it; returns the exit code. */
    int show(Desk desk, View view) throws DeskException, IOException, InterruptedException {
        desk.follow(pulse);
        Page last;
        try (LiveScreen screen = LiveScreen.enter(terminal.out(), terminal.seat())) {
            Key.read(terminal.in(), keys::add);
            last = loop(desk, view, screen);
        }
        last.print(terminal.out());
        if (pulse.ended().isPresent()) {
            throw pulse.ended().get();
        }
        return Exit.OK;
    }

    private Page loop(Desk desk, View view, LiveScreen screen) throws DeskException, InterruptedException {
        Glyphs glyphs = Glyphs.of(terminal.environment(), true);
        int from = 0;
        while (true) {
            Optional<Seat.Size> size = terminal.seat().size();
            if (size.isEmpty()) {
                return new Page(desk.profile().exercise());
            }
            Page page = new Page(desk.profile().exercise(), width(size.get()), glyphs);
            int window = Frame.window(size.get(), desk.profile().exercise());
            pulse.ended()
                    .ifPresent(e -> page.line("FOLLOWING HAS ENDED: " + e.sentence(), 2, Page.Tone.BAD)
                            .line("What stands here is what was verified before.", 2));
            view.write(pulse.beat(), window, page);
            Frame frame = new Frame(page, size.get(), from, glyphs);
            screen.draw(frame.drawing());
            if (pulse.ended().isPresent()) {
                return page;
            }
            int move = 0;
            for (@Nullable Key key = keys.poll(1, TimeUnit.SECONDS); key != null; key = keys.poll()) {
                if (key == Key.END) {
                    return page;
                }
                move += steps(key, window);
            }
            from = Math.max(0, frame.from() + move);
        }
    }

    private static int steps(Key key, int window) {
        return switch (key) {
            case UP -> -1;
            case DOWN -> 1;
            case PAGE_UP -> -Math.max(1, window - 1);
            case PAGE_DOWN -> Math.max(1, window - 1);
            case END, NEWS -> 0;
        };
    }
}

package org.demarche.client.cli;

import java.io.IOException;
import java.io.PrintStream;

/** The other screen of a terminal, which leaves what stood there untouched. It is left whatever ends the process, short of SIGKILL. */
final class LiveScreen implements AutoCloseable {
    /** To the other screen, without a cursor, and cutting lines rather than wrapping them. */
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H\u001b[2J";

    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private final PrintStream out;
    private final Seat.Raw raw;
    private final Thread hook = new Thread(this::leave, "demarche-screen");
    private boolean left;

    private LiveScreen(PrintStream out, Seat.Raw raw) {
        this.out = out;
        this.raw = raw;
    }

    static LiveScreen enter(PrintStream out, Seat seat) throws IOException {
        LiveScreen screen = new LiveScreen(out, seat.raw());
        Runtime.getRuntime().addShutdownHook(screen.hook);
        screen.draw(ENTER);
        return screen;
    }

    /** Draws, unless it was left. */
    synchronized void draw(String drawing) {
        if (!left) {
            out.print(drawing);
            out.flush();
        }
    }

    private synchronized void leave() {
        if (!left) {
            draw(LEAVE);
            left = true;
            raw.close();
        }
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has nothing left to do.
            return;
        }
    }
}

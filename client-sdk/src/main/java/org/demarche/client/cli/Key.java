package org.demarche.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** What somebody at a live screen wants. */
enum Key {
    /** To leave: q, Ctrl-C, Ctrl-D, or the terminal is gone. */
    END,
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    /** Nothing: something new has come. */
    NEWS;

    private static final int ESCAPE = 27;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;

    /** Reads keys on a thread of its own until the input ends. */
    static void read(InputStream in, Consumer<Key> pressed) {
        Thread reader = new Thread(
                () -> {
                    Key key;
                    do {
                        key = next(in);
                        pressed.accept(key);
                    } while (key != END);
                },
                "demarche-keys");
        reader.setDaemon(true);
        reader.start();
    }

    /** The next key; those that mean nothing are {@link #NEWS}. */
    static Key next(InputStream in) {
        try {
            int c = in.read();
            return switch (c) {
                case -1, 'q', 'Q', CTRL_C, CTRL_D -> END;
                case 'k' -> UP;
                case 'j' -> DOWN;
                case 'b' -> PAGE_UP;
                case ' ' -> PAGE_DOWN;
                case ESCAPE -> in.available() > 0 ? sequence(in) : NEWS;
                default -> NEWS;
            };
        } catch (IOException e) {
            return END;
        }
    }

    /** {@code ESC [ A} and so on, as terminals send arrows; some say {@code O} for {@code [}. */
    private static Key sequence(InputStream in) throws IOException {
        int kind = in.read();
        if ((kind != '[' && kind != 'O') || in.available() == 0) {
            return NEWS;
        }
        return switch (in.read()) {
            case 'A' -> UP;
            case 'B' -> DOWN;
            case '5' -> PAGE_UP;
            case '6' -> PAGE_DOWN;
            default -> NEWS;
        };
    }
}

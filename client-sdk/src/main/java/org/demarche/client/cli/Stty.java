package org.demarche.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of this process, set with {@code stty}, which every POSIX system has. Where it is missing nobody sits there. */
final class Stty implements Seat {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,4}) ([0-9]{1,4})");
    private static final int USUAL_ROWS = 24;

    @Override
    public Optional<Size> size() {
        try {
            return of(run("test -t 0 && test -t 1 && stty size >&2"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A terminal that does not know its size says 0. */
    static Optional<Size> of(String said) {
        Matcher m = SIZE.matcher(said.strip());
        if (!m.matches()) {
            return Optional.empty();
        }
        int rows = Integer.parseInt(m.group(1));
        int columns = Integer.parseInt(m.group(2));
        return Optional.of(new Size(rows == 0 ? USUAL_ROWS : rows, columns == 0 ? Page.WIDTH : columns));
    }

    @Override
    public Raw raw() throws IOException {
        String before = run("stty -g >&2").strip();
        if (!before.matches("[0-9a-zA-Z:=,;-]+")) {
            throw new IOException("the terminal does not say how it is set");
        }
        run("stty -icanon -echo -isig min 1 time 0");
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                restore(before);
            }
        };
    }

    private static void restore(String before) {
        try {
            run("stty '" + before + "'");
        } catch (IOException e) {
            // The terminal is gone, and with it what was to be restored.
            return;
        }
    }

    /** What a shell command says on stderr; its input and output are the terminal. Empty if it fails. */
    private static String run(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return process.waitFor() == 0 ? said : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}

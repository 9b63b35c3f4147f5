package org.demarche.client.exercise;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What happens when the person at the terminal ends the play (Ctrl-C, SIGTERM): the play falls silent, and one sentence says what is left. The hub has a hook of its own,
 * {@link HubChild}; the process ends with the signal's code when both are done.
 */
final class Interruption implements AutoCloseable {
    private final AtomicBoolean happened = new AtomicBoolean();
    private final Thread hook;

    /** From now on until it is closed; {@code sentence} is said on {@code err}. */
    Interruption(PrintStream out, PrintStream err, String sentence) {
        this.hook = new Thread(
                () -> {
                    happened.set(true);
                    // What the play's threads still have to tell would be told over the sentence.
                    out.println();
                    out.close();
                    err.println("demarche: " + sentence);
                },
                "exercise-interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is ending: what fails from then on fails for that reason. */
    boolean happened() {
        return happened.get();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            happened.set(true);
        }
    }
}

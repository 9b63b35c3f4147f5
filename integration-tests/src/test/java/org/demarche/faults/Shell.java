package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system that do one thing and end. */
final class Shell {
    private Shell() {}

    /** Runs it; an error unless it ends with 0. */
    static void run(String... command) {
        Ran ran = ran(List.of(command));
        assertThat(ran.code()).as(String.join(" ", command) + ": " + ran.said()).isZero();
    }

    /**
     * What came of it.
     *
     * @param code the exit code
     * @param said what it wrote
     */
    record Ran(int code, String said) {}

    /** Runs it, whatever comes of it. */
    static Ran ran(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

package org.demarche.lies;

import java.util.function.Supplier;

/**
 * A misbehaviour file: one that convicts a log, or one that looks like it and does not.
 *
 * @param name the case's name, and the file's
 * @param what what it holds
 * @param exit the exit code of {@code verify}
 * @param step the step that decides
 * @param trusted charter version 1 that the reader trusts
 * @param file makes its bytes
 */
public record CaughtLie(String name, String what, int exit, int step, LieCharter trusted, Supplier<byte[]> file) {
    String fileName() {
        return name + ".misbehaviour";
    }

    /** Whether it took the log's keys to make it. */
    public boolean convicts() {
        return exit / 10 == 2;
    }
}

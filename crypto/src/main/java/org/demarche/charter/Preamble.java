package org.demarche.charter;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;

/**
 * What stands at the top of a charter, rules apart. Where the text has a problem, a harmless value stands in.
 *
 * @param incidentOpenFor scaled; {@link #NO_SPAN} where it could not be read
 * @param closes whether the log is closed from its adoption on
 */
record Preamble(
        String title,
        boolean exercise,
        int version,
        Optional<Sha256> previous,
        long expiresMs,
        int timeScale,
        long skewMs,
        long validForAtMostMs,
        int liars,
        Span incidentOpenFor,
        boolean closes) {
    /** The version of the semantics that this program knows. */
    static final int RULES = 1;
    /** Stands in for a duration that could not be read. */
    static final Span NO_SPAN = new Span("", Long.MAX_VALUE);

    private static final int MAX_TITLE = 200;
    private static final int MAX_VERSION = 1_000_000;
    private static final int MAX_TIME_SCALE = 1_000_000;
    private static final long MAX_VALID_FOR_MS = 72 * 3_600_000L;

    static Preamble read(Table top) {
        Optional<String> title = top.text("title", MAX_TITLE);
        top.integer("rules", RULES, RULES);
        boolean exercise = readStatus(top);
        OptionalInt version = top.integer("version", 1, MAX_VERSION);
        Optional<Sha256> previous = readPrevious(top, version);
        OptionalLong expires = top.instant("expires");
        int timeScale = readTimeScale(top, exercise);
        Optional<Span> skew = top.span("skew");
        Optional<Span> openFor = top.span("incident_open_for");
        return new Preamble(
                title.orElse(""),
                exercise,
                version.orElse(1),
                previous,
                expires.orElse(0),
                timeScale,
                skew.map(Span::millis).orElse(0L),
                readValidForAtMost(top),
                top.has("liars")
                        ? top.integer("liars", 0, WitnessReader.MAX_WITNESSES).orElse(0)
                        : 0,
                openFor.map(s -> scaled(s, timeScale)).orElse(NO_SPAN),
                readFinal(top, version));
    }

    static Span scaled(Span span, int timeScale) {
        return new Span(span.text(), Spans.scaled(span.millis(), timeScale));
    }

    private static boolean readStatus(Table top) {
        Optional<String> status = top.text("status", MAX_TITLE);
        status.filter(s -> !s.equals("exercise") && !s.equals("actual"))
                .ifPresent(s -> top.problem("status", "'" + Table.shown(s) + "' (expected: 'exercise' or 'actual')"));
        // Of an unreadable status nothing else should be said, so it passes for the one that allows more.
        return !status.equals(Optional.of("actual"));
    }

    private static Optional<Sha256> readPrevious(Table top, OptionalInt version) {
        Optional<String> text = top.textOrEmpty("previous", MAX_TITLE);
        if (text.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().isEmpty() != (version.getAsInt() == 1)) {
            top.problem(
                    "previous",
                    text.get().isEmpty()
                            ? "empty in version " + version.getAsInt()
                                    + " (expected: the fingerprint of the charter that it replaces)"
                            : "a fingerprint in version 1 (expected: \"\", since version 1 replaces nothing)");
            return Optional.empty();
        }
        return text.get().isEmpty() ? Optional.empty() : top.fingerprint("previous");
    }

    /** Written or left out: there is one way to say that a log goes on. */
    private static boolean readFinal(Table top, OptionalInt version) {
        if (!top.has("final")) {
            return false;
        }
        boolean closes = top.yes("final");
        if (closes && version.orElse(2) == 1) {
            top.problem("final", "in version 1 (expected: in a successor, since it closes the log)");
        }
        return closes;
    }

    private static int readTimeScale(Table top, boolean exercise) {
        if (!top.has("time_scale")) {
            return 1;
        }
        int scale = top.integer("time_scale", 1, MAX_TIME_SCALE).orElse(1);
        if (!exercise) {
            top.problem(
                    "time_scale",
                    "not in an actual charter (remove it: only an exercise may run faster than the clock)");
        }
        return scale;
    }

    private static long readValidForAtMost(Table top) {
        if (!top.has("valid_for_at_most")) {
            return MAX_VALID_FOR_MS;
        }
        Optional<Span> span = top.span("valid_for_at_most");
        span.filter(s -> s.millis() > MAX_VALID_FOR_MS)
                .ifPresent(s -> top.problem("valid_for_at_most", s + " (expected: <= 72h)"));
        return span.map(Span::millis).orElse(MAX_VALID_FOR_MS);
    }
}

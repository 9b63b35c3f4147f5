package org.demarche.misbehaviour;

import org.demarche.charter.Charter;
import org.demarche.evidence.Printable;

/** A report for people: the six numbered lines, what to make of it, and the verdict as the last line. */
public final class ReportText {
    private ReportText() {}

    /** The report, each line with a newline at its end. */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        report.charter().filter(Charter::exercise).ifPresent(c -> line(text, "EXERCISE. This is not the real thing."));
        report.steps().forEach(s -> line(text, s.line()));
        report.conviction().ifPresent(c -> {
            line(text, "");
            line(text, "the log " + c.origin() + " " + c.what());
            line(
                    text,
                    "  trust nothing that it says of entry " + c.since()
                            + " or later, and call the other parties: what each of them holds decides");
            line(text, "");
        });
        line(text, report.verdict().sentence());
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(Printable.of(line)).append('\n');
    }
}

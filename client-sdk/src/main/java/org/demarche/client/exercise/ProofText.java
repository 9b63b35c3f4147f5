package org.demarche.client.exercise;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.demarche.client.exercise.forge.Attempt;
import org.demarche.evidence.Check;
import org.demarche.evidence.Report;
import org.demarche.evidence.Step;
import org.demarche.situation.Sign;

/** Tells what the evidence proves, and what became of the attempts to forge it. */
final class ProofText {
    private static final int WIDTH = 118;
    private static final String INDENT = "      ";
    private static final int STEP_INDENT = 14;

    private final PrintStream out;
    private final boolean styled;

    ProofText(PrintStream out, boolean styled) {
        this.out = out;
        this.styled = styled;
    }

    /** The verdict on each file, the ten steps of {@code inFull}, and the command that gives them again. */
    void proven(List<Proven> files, Path inFull, String command) {
        heading("The evidence, verified offline: nothing but each file and the hash of the charter.");
        for (Proven one : files) {
            out.println("  " + sign(one.report().verdict().code().exit() == 0) + " "
                    + one.file().getFileName());
            paragraph(one.report().verdict().sentence());
            Vouched.in(one.report()).ifPresent(vouched -> paragraph("Time and history: " + vouched.words() + "."));
        }
        files.stream().filter(one -> one.file().equals(inFull)).forEach(this::inFull);
        out.println("  The same by hand: " + command);
    }

    private void inFull(Proven one) {
        out.println("  " + one.file().getFileName() + " step by step:");
        for (Step step : one.report().steps()) {
            String line = "%2d %-9s  %s: %s"
                    .formatted(
                            step.check().number(),
                            step.status().word(),
                            step.check().title(),
                            step.sentence());
            List<String> lines = Wrap.of(line.substring(STEP_INDENT), WIDTH - INDENT.length() - STEP_INDENT);
            out.println(INDENT + line.substring(0, STEP_INDENT) + lines.get(0));
            lines.stream().skip(1).forEach(more -> out.println(INDENT + " ".repeat(STEP_INDENT) + more));
            if (step.check() == Check.TIME) {
                step.details().forEach(this::detail);
            }
        }
    }

    private void detail(String text) {
        Wrap.of("- " + text, WIDTH - INDENT.length() - STEP_INDENT)
                .forEach(line -> out.println(INDENT + " ".repeat(STEP_INDENT) + line));
    }

    /** The attempts, one by one. */
    void attempts(List<Attempt> attempts) {
        heading(
                "An operator who holds the log's keys, but no party's and no witness's, tries to change what happened.");
        int number = 1;
        for (Attempt attempt : attempts) {
            List<String> what = Wrap.of("The operator " + attempt.what() + ".", WIDTH - INDENT.length());
            out.println("  %2d. %s".formatted(number, what.get(0)));
            what.stream().skip(1).forEach(line -> out.println(INDENT + line));
            if (attempt.refused()) {
                attempt.against().forEach(this::step);
                out.println(INDENT + "REFUSED: " + firstWord(attempt.report())
                        + (attempt.undecided() ? ", that is NOT PROVEN" : "") + ", exit code "
                        + attempt.report().verdict().code().exit() + ".");
            } else {
                out.println(INDENT + "NOT FOUND OUT: " + firstWord(attempt.report()) + ".");
            }
            if (attempt.undecided()) {
                paragraph(Attempt.NOT_PROVEN);
            }
            number++;
        }
        out.flush();
    }

    private void step(Step step) {
        paragraph(Sign.NO.mark() + " step " + step.check().number() + " "
                + step.status().word() + " ["
                + step.code().map(c -> "" + c.exit()).orElse("") + "], "
                + step.check().title() + ": " + step.sentence());
    }

    private static String firstWord(Report report) {
        String sentence = report.verdict().sentence();
        return sentence.substring(0, Math.max(0, sentence.indexOf(':')));
    }

    private static String sign(boolean good) {
        return good ? Sign.YES.mark() : Sign.NO.mark();
    }

    private void paragraph(String text) {
        Wrap.of(text, WIDTH - INDENT.length()).forEach(line -> out.println(INDENT + line));
    }

    private void heading(String text) {
        out.println();
        out.println(styled ? "\u001b[1m" + text + "\u001b[0m" : text);
    }
}

package org.demarche.evidence;

import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.proto.v1.Position;
import org.demarche.rule.Tally;

/** A report for people: the ten numbered lines, the result, and the verdict as the last line. */
public final class ReportText {
    private final StringBuilder text = new StringBuilder();

    private ReportText() {}

    /** The report, each line with a newline at its end. */
    public static String of(Report report) {
        ReportText printed = new ReportText();
        report.charter()
                .filter(Charter::exercise)
                .ifPresent(c -> printed.line("EXERCISE. This is not the real thing."));
        report.steps().forEach(printed::step);
        report.result().ifPresent(printed::result);
        printed.line(report.verdict().sentence());
        return printed.text.toString();
    }

    private void step(Step step) {
        line(step.line());
        step.details().forEach(d -> line(" ".repeat(15) + d));
    }

    private void result(Result result) {
        line("");
        if (result instanceof Result.Tiers tiers) {
            line("incident " + tiers.incident().hex() + ", entry "
                    + tiers.place().index() + " of " + tiers.place().acceptedAt());
            tiers.moves().forEach(this::move);
        } else if (result instanceof Result.Notice notice) {
            line("notice " + notice.id().hex() + ": " + notice.kind() + " by " + notice.author() + "/" + notice.desk());
            line("  signed " + notice.issuedAt() + " by the author's clock; taken "
                    + notice.place().acceptedAt() + " as entry "
                    + notice.place().index());
            notice.incident().ifPresent(i -> line("  of incident " + i.hex()));
        } else {
            line(result.sentence());
            if (result instanceof Result.Log log) {
                log.incidents().forEach(this::incident);
            }
        }
        line("");
    }

    private void incident(Result.Case of) {
        line("incident " + of.incident().hex() + ", opened in entry "
                + of.opened().index() + " of " + of.opened().acceptedAt() + ", " + of.phase());
        of.tiers()
                .forEach(t -> line("  tier " + t.tier() + (t.activated() ? " active since " : " stood down since ")
                        + t.at() + ", visible from entry " + t.visibleAt()));
    }

    private void move(Result.Move move) {
        line("tier " + move.tier() + ", " + move.title());
        line("  " + (move.activated() ? "active" : "stood down") + " since " + move.at() + ", visible from entry "
                + move.visibleAt());
        line("  proposed by " + move.proposedBy() + " in entry " + move.proposedAt());
        tally(move.tally(), "  ");
        line("  concurred: " + words(move, Position.POSITION_CONCUR));
        line("  declined:  " + words(move, Position.POSITION_DECLINE));
        if (!move.partial().isEmpty()) {
            line("  too few desks: " + String.join(", ", move.partial()));
        }
        move.gates().forEach(g -> line("  gate: " + g));
        move.words().stream()
                .filter(w -> !w.reservation().isEmpty())
                .forEach(w ->
                        line("  reservation of " + w.party() + "/" + w.desk() + ": " + Printable.of(w.reservation())));
    }

    private void tally(Tally tally, String indent) {
        if (tally.clauses().isEmpty()) {
            line(indent + mark(tally) + " " + tally.clause() + ": " + names(tally.present())
                    + (tally.missing().isEmpty() ? "" : "; not " + names(tally.missing())));
            return;
        }
        line(indent + mark(tally) + " " + tally.clause());
        tally.clauses().forEach(c -> tally(c, indent + "  "));
    }

    private static String mark(Tally tally) {
        return tally.holds() ? "[holds]" : "[lacks]";
    }

    private static String words(Result.Move move, Position position) {
        return names(move.words().stream()
                .filter(w -> w.position() == position)
                .map(w -> w.party() + "/" + w.desk() + " (entry " + w.index() + ")")
                .toList());
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    private void line(String line) {
        text.append(Printable.of(line)).append('\n');
    }
}

package org.demarche.client.exercise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.client.exercise.Proven;
import org.demarche.client.exercise.Standing;
import org.demarche.client.exercise.Vouched;
import org.demarche.client.exercise.forge.Attempt;
import org.demarche.evidence.Check;
import org.demarche.evidence.Report;
import org.demarche.evidence.Status;
import org.demarche.evidence.Step;

/** What the evidence proves, and what became of the attempts to forge it. */
final class ProofSection {
    private final Story story;

    private ProofSection(Story story) {
        this.story = story;
    }

    static Html of(Story story) {
        ProofSection section = new ProofSection(story);
        return Html.of(section.files(), section.attempts());
    }

    private Html files() {
        List<Html> rows = story.proven().stream().map(this::file).toList();
        return Html.of(
                Html.element(
                        "p",
                        "Each file was verified offline, against nothing but the hash of the charter. Anybody can do so again, in any year:"),
                Html.element("pre", story.command() + " tier-3.evidence"),
                Html.element(
                        "table class=\"files\"",
                        Html.element(
                                "thead",
                                Html.element(
                                        "tr",
                                        column("File"),
                                        column("Verdict"),
                                        column("In words"),
                                        column("Who vouches for history"),
                                        column("Who vouches for time"))),
                        Html.element("tbody", Html.join(rows))),
                Html.join(highest().map(this::steps).stream().toList()));
    }

    /** The evidence of the highest tier; of the report, if none was activated. */
    private Optional<Proven> highest() {
        return story.proven().stream()
                .skip(Math.max(0, story.proven().size() - 2))
                .findFirst();
    }

    private Html steps(Proven proven) {
        List<Html> rows = proven.report().steps().stream()
                .map(step -> Html.element(
                        "tr",
                        Html.element("td", Integer.toString(step.check().number())),
                        Html.element(
                                "td class=\"" + (step.status() == Status.OK ? "yes" : "no") + "\"",
                                step.status().word()),
                        Html.element("th scope=\"row\"", step.check().title()),
                        Html.element(
                                "td",
                                Html.text(step.sentence()),
                                step.check() == Check.TIME ? details(step) : Html.EMPTY)))
                .toList();
        return Html.of(
                Html.element("h3", proven.file().getFileName() + ", step by step"),
                Html.element(
                        "table class=\"files\"",
                        Html.element(
                                "thead",
                                Html.element("tr", column("Step"), column(""), column("What"), column("In words"))),
                        Html.element("tbody", Html.join(rows))));
    }

    private static Html details(Step step) {
        return Html.join(step.details().stream()
                .map(line -> Html.element("span class=\"detail\"", line))
                .toList());
    }

    private static Html column(String name) {
        return Html.element("th scope=\"col\"", name);
    }

    private Html file(Proven proven) {
        boolean good = proven.report().verdict().code().exit() == 0;
        String sentence = proven.report().verdict().sentence();
        return Html.element(
                "tr",
                Html.element(
                        "th scope=\"row\"",
                        Html.element("code", String.valueOf(proven.file().getFileName()))),
                Html.element(
                        "td class=\"" + (good ? "yes" : "no") + "\"",
                        (good ? Standing.YES : Standing.NO) + " " + word(proven.report())),
                Html.element("td", sentence.substring(sentence.indexOf(':') + 1).strip()),
                Html.element("td", vouches(proven, Vouched::witnesses)),
                Html.element("td", vouches(proven, Vouched::authorities)));
    }

    private static String vouches(Proven proven, Function<Vouched, List<String>> whose) {
        return Vouched.in(proven.report())
                .map(whose)
                .filter(names -> !names.isEmpty())
                .map(names -> String.join(", ", names))
                .orElse("the hub alone");
    }

    private Html attempts() {
        if (story.attempts().isEmpty()) {
            return Html.EMPTY;
        }
        List<Html> items = new ArrayList<>();
        for (Attempt attempt : story.attempts()) {
            List<Html> lines = new ArrayList<>();
            lines.add(Html.element("p", "The operator " + attempt.what() + "."));
            attempt.against().forEach(step -> lines.add(against(step)));
            lines.add(Html.element(
                    "p class=\"" + (attempt.refused() ? "refused" : "passed") + "\"",
                    (attempt.refused() ? "Refused: " : "Not found out: ") + word(attempt.report())
                            + (attempt.undecided() ? ", that is not proven" : "")
                            + (attempt.refused()
                                    ? ", exit code "
                                            + attempt.report().verdict().code().exit()
                                    : "") + "."));
            if (attempt.undecided()) {
                lines.add(Html.element("p class=\"limit\"", Attempt.NOT_PROVEN));
            }
            items.add(Html.element("li", Html.join(lines)));
        }
        return Html.of(
                Html.element("h3", "When the operator lies"),
                Html.element(
                        "p",
                        "An operator who holds the log's keys, but no party's and no witness's, tried to change what happened:"),
                Html.element("ol class=\"attempts\"", Html.join(items)));
    }

    private static Html against(Step step) {
        String code = step.code().map(c -> " [" + c.exit() + "]").orElse("");
        return Html.element(
                "p class=\"step\"",
                Html.element(
                        "b",
                        Standing.NO + " Step " + step.check().number() + " "
                                + step.status().word() + code),
                Html.text(", " + step.check().title() + ": " + step.sentence()));
    }

    private static String word(Report report) {
        String sentence = report.verdict().sentence();
        return sentence.substring(0, Math.max(0, sentence.indexOf(':'))).toUpperCase(Locale.ROOT);
    }
}

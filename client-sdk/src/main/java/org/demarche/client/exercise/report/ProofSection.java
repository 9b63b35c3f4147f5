package org.demarche.client.exercise.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.client.exercise.Proven;
import org.demarche.client.exercise.Vouched;
import org.demarche.client.exercise.forge.Attempt;
import org.demarche.evidence.Check;
import org.demarche.evidence.Report;
import org.demarche.evidence.Status;
import org.demarche.evidence.Step;
import org.demarche.situation.Sign;
import org.demarche.situation.page.Account;

/** What the evidence proves, and what became of the attempts to forge it. */
final class ProofSection {
    private ProofSection() {}

    static Account.Proof of(Story story) {
        // The evidence of the highest tier; of the report, if none was activated.
        Optional<Proven> highest = story.proven().stream()
                .skip(Math.max(0, story.proven().size() - 2))
                .findFirst();
        return new Account.Proof(
                story.command() + " tier-3.evidence",
                story.proven().stream().map(ProofSection::file).toList(),
                highest.map(p -> String.valueOf(p.file().getFileName())).orElse(""),
                highest.map(Proven::report).map(Report::steps).orElse(List.of()).stream()
                        .map(ProofSection::step)
                        .toList(),
                story.attempts().stream().map(ProofSection::attempt).toList());
    }

    private static Account.Check step(Step step) {
        return new Account.Check(
                step.check().number(),
                step.status() == Status.OK,
                step.status().word(),
                step.check().title(),
                step.sentence(),
                step.check() == Check.TIME ? step.details() : List.of());
    }

    private static Account.Proven file(Proven proven) {
        String sentence = proven.report().verdict().sentence();
        return new Account.Proven(
                String.valueOf(proven.file().getFileName()),
                proven.report().verdict().code().exit() == 0,
                word(proven.report()),
                sentence.substring(sentence.indexOf(':') + 1).strip(),
                vouches(proven, Vouched::witnesses),
                vouches(proven, Vouched::authorities));
    }

    private static String vouches(Proven proven, Function<Vouched, List<String>> whose) {
        return Vouched.in(proven.report())
                .map(whose)
                .filter(names -> !names.isEmpty())
                .map(names -> String.join(", ", names))
                .orElse("the hub alone");
    }

    private static Account.Attempt attempt(Attempt attempt) {
        String outcome = (attempt.refused() ? "Refused: " : "Not found out: ") + word(attempt.report())
                + (attempt.undecided() ? ", that is not proven" : "")
                + (attempt.refused()
                        ? ", exit code " + attempt.report().verdict().code().exit()
                        : "")
                + ".";
        return new Account.Attempt(
                attempt.what(),
                attempt.against().stream().map(ProofSection::against).toList(),
                attempt.refused(),
                outcome,
                attempt.undecided() ? Attempt.NOT_PROVEN : "");
    }

    private static Account.Against against(Step step) {
        String code = step.code().map(c -> " [" + c.exit() + "]").orElse("");
        return new Account.Against(
                Sign.NO.mark() + " Step " + step.check().number() + " "
                        + step.status().word() + code,
                ", " + step.check().title() + ": " + step.sentence());
    }

    private static String word(Report report) {
        String sentence = report.verdict().sentence();
        return sentence.substring(0, Math.max(0, sentence.indexOf(':'))).toUpperCase(Locale.ROOT);
    }
}

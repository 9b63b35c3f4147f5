package org.demarche.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.evidence.Code;
import org.demarche.evidence.Report;
import org.demarche.evidence.Result;
import org.demarche.evidence.Verification;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;

/** Evidence: PROTOCOL.md section 9. */
final class BundleAnswers {
    static final Map<String, Respondent> ALL =
            Map.of("verify", BundleAnswers::verify, "doubtful", BundleAnswers::doubtful);

    private BundleAnswers() {}

    private static Answer verify(Input in) throws QuestionException, RefusedException {
        Report report = report(in);
        Answer answer = of(report);
        return report.verdict().code() == Code.PROVEN
                ? answer.with(
                        "proves", report.result().map(BundleAnswers::proves).orElse(List.of()))
                : answer;
    }

    private static Answer doubtful(Input in) throws QuestionException, RefusedException {
        Report report = report(in);
        Answer answer = Answer.of(report.verdict().code() == Code.PROVEN);
        return report.verdict().code() == Code.PROVEN
                ? answer.with(
                        "doubtful",
                        report.doubtful().stream()
                                .map(d -> Long.toString(d.index()))
                                .toList())
                : answer.with("code", report.verdict().code().exit());
    }

    private static Report report(Input in) throws QuestionException, RefusedException {
        return Verification.verify(
                in.bytes("bundle"), in.hash("charter"), Optional.empty(), SignatureVerifier.bouncyCastle());
    }

    /** The code and the steps. */
    static Answer of(Report report) {
        Code code = report.verdict().code();
        return Answer.of(code == Code.PROVEN)
                .with("code", code.exit())
                .with(
                        "steps",
                        report.steps().stream().map(s -> s.status().word()).toList());
    }

    /** As {@code --expect} takes it. */
    private static List<String> proves(Result result) {
        if (result instanceof Result.Tiers tiers) {
            return tiers.moves().stream()
                    .map(m -> "tier " + m.tier() + (m.activated() ? "" : " stood down"))
                    .toList();
        }
        return List.of(result instanceof Result.Notice ? "notice" : "mark");
    }
}

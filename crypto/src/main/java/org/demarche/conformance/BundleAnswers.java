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
    static final Map<String, Respondent> ALL = Map.of("verify", BundleAnswers::verify);

    private BundleAnswers() {}

    private static Answer verify(Input in) throws QuestionException, RefusedException {
        Report report = Verification.verify(
                in.bytes("bundle"), in.hash("charter"), Optional.empty(), SignatureVerifier.bouncyCastle());
        Code code = report.verdict().code();
        Answer answer = Answer.of(code == Code.PROVEN)
                .with("code", code.exit())
                .with(
                        "steps",
                        report.steps().stream().map(s -> s.status().word()).toList());
        return code == Code.PROVEN
                ? answer.with(
                        "proves", report.result().map(BundleAnswers::proves).orElse(List.of()))
                : answer;
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

package org.demarche.conformance;

import java.util.Map;
import org.demarche.key.SignatureVerifier;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.misbehaviour.Report;
import org.demarche.refusal.RefusedException;

/** Files that convict a log: PROTOCOL.md section 13. */
final class MisbehaviourAnswers {
    static final Map<String, Respondent> ALL = Map.of("verify", MisbehaviourAnswers::verify);

    private MisbehaviourAnswers() {}

    private static Answer verify(Input in) throws QuestionException, RefusedException {
        Report report =
                MisbehaviourVerification.verify(in.bytes("file"), in.hash("charter"), SignatureVerifier.bouncyCastle());
        Answer answer = Answer.of(report.conviction().isPresent())
                .with("code", report.verdict().code().exit())
                .with(
                        "steps",
                        report.steps().stream().map(s -> s.status().word()).toList());
        report.conviction().ifPresent(c -> answer.with("lie", c.lie()));
        return answer;
    }
}

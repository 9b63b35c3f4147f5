package org.demarche.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.rule.Rule;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;

/** Rules over sets of parties: PROTOCOL.md section 6. */
final class RuleAnswers {
    static final Map<String, Respondent> ALL = Map.of("holds", RuleAnswers::holds);

    private RuleAnswers() {}

    private static Answer holds(Input in) throws QuestionException, RefusedException {
        Rule rule;
        try {
            rule = RuleParser.parse(
                    in.text("rule"), new RuleNames(new LinkedHashSet<>(in.texts("names")), in.textsByName("groups")));
        } catch (RuleException e) {
            throw new RefusedException(Reason.CHARTER_INVALID, e.sentence());
        }
        List<Boolean> holds = new ArrayList<>();
        for (List<String> parties : in.textLists("parties")) {
            holds.add(rule.tally(new HashSet<>(parties)).holds());
        }
        return Answer.accept().withTruths("holds", holds);
    }
}

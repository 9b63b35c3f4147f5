package org.demarche.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.demarche.rule.Tally;

/** How a rule stands, as an object with an object for each of its clauses. */
final class TallyJson {
    private TallyJson() {}

    static ObjectNode of(Tally tally) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("clause", tally.clause())
                .put("holds", tally.holds())
                .put("need", tally.need());
        json.set("present", VerdictJson.texts(tally.present()));
        json.set("missing", VerdictJson.texts(tally.missing()));
        ArrayNode clauses = json.putArray("clauses");
        tally.clauses().forEach(c -> clauses.add(of(c)));
        return json;
    }
}

package org.demarche.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.demarche.rule.Tally;

/** How a rule stands, as an object with an object for each of its clauses. */
final class TallyJson {
    private final JsonGenerator json;

    TallyJson(JsonGenerator json) {
        this.json = json;
    }

    void write(Tally tally) throws IOException {
        json.writeStartObject();
        json.writeStringField("clause", tally.clause());
        json.writeBooleanField("holds", tally.holds());
        json.writeNumberField("need", tally.need());
        strings("present", tally.present());
        strings("missing", tally.missing());
        json.writeArrayFieldStart("clauses");
        for (Tally clause : tally.clauses()) {
            write(clause);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void strings(String key, List<String> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}

package org.demarche.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bounds of time, as {@link ReportJson} describes them. */
final class TimeJson {
    private TimeJson() {}

    static ObjectNode of(TimeBounds time) {
        ObjectNode json = object();
        json.set("witnesses", time.witnesses().map(TimeJson::witnesses).orElse(null));
        json.set("authorities", time.authorities().map(TimeJson::authorities).orElse(null));
        ArrayNode notBefore = json.putArray("not_before");
        for (TimeBounds.NotBefore bound : time.notBefore()) {
            notBefore
                    .addObject()
                    .put("index", bound.index())
                    .put("anchored", bound.anchored())
                    .put("after_index", bound.after())
                    .put("after_accepted_at", bound.afterAt().rfc3339());
        }
        return json;
    }

    private static ObjectNode witnesses(TimeBounds.ByWitnesses by) {
        return object().put("existed_by", instant(by.existedBy()))
                .put("liars", by.liars())
                .set("times", times(by.times()));
    }

    private static ObjectNode authorities(TimeBounds.ByAuthorities by) {
        ObjectNode json = object().put("existed_by", instant(by.existedBy()));
        json.set("rule", TallyJson.of(by.tally()));
        return json.set("times", times(by.times()));
    }

    static ArrayNode times(List<TimeBounds.Said> times) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        times.forEach(s -> all.addObject().put("name", s.name()).put("at", instant(Optional.of(s.at()))));
        return all;
    }

    /** Null if there is none. */
    static @Nullable String instant(Optional<Instant> time) {
        return time.map(t -> new Moment(t.toEpochMilli(), Optional.empty()).rfc3339())
                .orElse(null);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

package org.demarche.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The bounds of time, as {@link ReportJson} describes them. */
final class TimeJson {
    private final JsonGenerator json;

    TimeJson(JsonGenerator json) {
        this.json = json;
    }

    void write(TimeBounds time) throws IOException {
        json.writeStartObject();
        json.writeFieldName("witnesses");
        if (time.witnesses().isPresent()) {
            witnesses(time.witnesses().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("authorities");
        if (time.authorities().isPresent()) {
            authorities(time.authorities().get());
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("not_before");
        for (TimeBounds.NotBefore bound : time.notBefore()) {
            json.writeStartObject();
            json.writeNumberField("index", bound.index());
            json.writeNumberField("anchored", bound.anchored());
            json.writeNumberField("after_index", bound.after());
            json.writeStringField("after_accepted_at", bound.afterAt().rfc3339());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void witnesses(TimeBounds.ByWitnesses by) throws IOException {
        json.writeStartObject();
        existedBy(by.existedBy());
        json.writeNumberField("liars", by.liars());
        times(by.times());
        json.writeEndObject();
    }

    private void authorities(TimeBounds.ByAuthorities by) throws IOException {
        json.writeStartObject();
        existedBy(by.existedBy());
        json.writeFieldName("rule");
        new TallyJson(json).write(by.tally());
        times(by.times());
        json.writeEndObject();
    }

    private void existedBy(Optional<Instant> time) throws IOException {
        json.writeFieldName("existed_by");
        if (time.isPresent()) {
            json.writeString(instant(time.get()));
        } else {
            json.writeNull();
        }
    }

    private void times(List<TimeBounds.Said> times) throws IOException {
        json.writeArrayFieldStart("times");
        for (TimeBounds.Said said : times) {
            json.writeStartObject();
            json.writeStringField("name", said.name());
            json.writeStringField("at", instant(said.at()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String instant(Instant time) {
        return new Moment(time.toEpochMilli(), Optional.empty()).rfc3339();
    }
}

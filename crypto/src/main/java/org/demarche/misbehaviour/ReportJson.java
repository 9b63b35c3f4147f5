package org.demarche.misbehaviour;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.evidence.Code;

/**
 * A report for programs, of the form that reports on evidence have ({@link org.demarche.evidence.ReportJson}). The keys are stable: later versions add some and never change what one
 * means. A value that is not known is {@code null}.
 *
 * <pre>
 * { "report": 1,
 *   "verdict": { "class": "INVALID|DISPROVEN|UNDECIDED", "code": "SPLIT_HISTORY|…", "exit": 20, "sentence": "…" },
 *   "trusted_charter": hash,
 *   "charter": { "hash", "version", "title", "status": "exercise|actual", "witnessed": true|false } | null,
 *   "steps": [ { "number": 1, "name": "readable", "status": "ok|failed|undecided|not asked", "code": "…"|null, "sentence" }, … six ],
 *   "conviction": null | { "lie": "split_history|broken_chain|misdated_entry|refused_entry|unjustified_refusal|false_state", "origin", "what", "since_index" } }
 * </pre>
 */
public final class ReportJson {
    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    /** The report as one JSON object, with a newline at its end. */
    public static String of(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            new ReportJson(json).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException("a string took no text", e);
        }
        return text.append('\n').toString();
    }

    private void report(Report report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("report", 1);
        json.writeObjectFieldStart("verdict");
        json.writeStringField("class", report.verdict().code().verdictClass().name());
        json.writeStringField("code", report.verdict().code().name());
        json.writeNumberField("exit", report.verdict().code().exit());
        json.writeStringField("sentence", report.verdict().sentence());
        json.writeEndObject();
        json.writeStringField("trusted_charter", report.pinned().hex());
        charter(report.charter());
        json.writeArrayFieldStart("steps");
        for (Step step : report.steps()) {
            step(step);
        }
        json.writeEndArray();
        conviction(report.conviction());
        json.writeEndObject();
    }

    private void charter(Optional<Charter> charter) throws IOException {
        json.writeFieldName("charter");
        if (charter.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("hash", charter.get().hash().hex());
        json.writeNumberField("version", charter.get().version());
        json.writeStringField("title", charter.get().title());
        json.writeStringField("status", charter.get().exercise() ? "exercise" : "actual");
        json.writeBooleanField("witnessed", charter.get().witnessed().isPresent());
        json.writeEndObject();
    }

    private void step(Step step) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", step.check().number());
        json.writeStringField("name", step.check().word());
        json.writeStringField("status", step.status().word());
        Optional<String> code = step.code().map(Code::name);
        if (code.isPresent()) {
            json.writeStringField("code", code.get());
        } else {
            json.writeNullField("code");
        }
        json.writeStringField("sentence", step.sentence());
        json.writeEndObject();
    }

    private void conviction(Optional<Conviction> conviction) throws IOException {
        json.writeFieldName("conviction");
        if (conviction.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("lie", conviction.get().lie());
        json.writeStringField("origin", conviction.get().origin());
        json.writeStringField("what", conviction.get().what());
        json.writeNumberField("since_index", conviction.get().since());
        json.writeEndObject();
    }
}

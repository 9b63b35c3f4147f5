package org.demarche.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;

/**
 * A report for programs. The keys are stable: later versions add some and never change what one means. Hashes are 64 hex digits, instants RFC 3339 in UTC with
 * milliseconds; {@code plan_time} counts hours and minutes of the plan from the incident's clock. A value that is not known is {@code null}.
 *
 * <pre>
 * { "report": 1,
 *   "verdict": { "class": "PROVEN|INVALID|DISPROVEN|UNDECIDED", "code": "PROVEN|SIGNATURE|…", "exit": 0, "sentence": "…" },
 *   "trusted_charter": hash,
 *   "charter": { "hash", "version", "title", "status": "exercise|actual", "witnessed": true|false } | null,
 *   "checkpoint": { "origin", "size", "root" } | null,
 *   "steps": [ { "number": 1, "name": "readable", "status": "ok|failed|undecided|not asked", "code": "…"|null, "sentence", "details": [ … ] }, … ten ],
 *   "time": { "witnesses": { "existed_by": instant|null, "liars", "times": [ { "name", "at" } ] } | null,
 *             "authorities": { "existed_by": instant|null, "rule": (as below), "times": [ { "name", "at" } ] } | null,
 *             "not_before": [ { "index", "anchored", "after_index", "after_accepted_at" } ] } | null,
 *   "result": null
 *     | { "kind": "tiers", "incident", "index", "accepted_at", "moves": [ { "tier", "title", "act": "activate|stand down", "at", "plan_time", "visible_at_index",
 *         "proposed_by", "proposed_at_index", "rule": { "clause", "holds", "need", "present": [ … ], "missing": [ … ], "clauses": [ … ] },
 *         "words": [ { "party", "desk", "position": "concur|decline", "index", "reservation" } ], "declining": [ … ], "partial": [ … ], "gates": [ … ] } ] }
 *     | { "kind": "notice", "notice", "says", "author", "desk", "index", "accepted_at", "issued_at", "incident": hash|null }
 *     | { "kind": "mark", "incident", "index", "accepted_at" }
 *     | { "kind": "log", "origin", "index", "accepted_at", "incidents": [ { "incident", "index", "accepted_at", "phase": "open|winding down|closed",
 *         "tiers": [ { "tier", "act": "activate|stand down", "at", "visible_at_index" } ] } ] } }
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
        verdict(report.verdict());
        json.writeStringField("trusted_charter", report.pinned().hex());
        charter(report.charter());
        json.writeFieldName("checkpoint");
        if (report.checkpoint().isPresent()) {
            json.writeStartObject();
            json.writeStringField("origin", report.checkpoint().get().origin());
            json.writeNumberField("size", report.checkpoint().get().head().size());
            json.writeStringField(
                    "root", report.checkpoint().get().head().root().hex());
            json.writeEndObject();
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("steps");
        for (Step step : report.steps()) {
            step(step);
        }
        json.writeEndArray();
        json.writeFieldName("time");
        if (report.time().isPresent()) {
            new TimeJson(json).write(report.time().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("result");
        if (report.result().isPresent()) {
            result(report.result().get());
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    private void verdict(Verdict verdict) throws IOException {
        json.writeObjectFieldStart("verdict");
        json.writeStringField("class", verdict.code().verdictClass().name());
        json.writeStringField("code", verdict.code().name());
        json.writeNumberField("exit", verdict.code().exit());
        json.writeStringField("sentence", verdict.sentence());
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
        optional("code", step.code().map(Code::name));
        json.writeStringField("sentence", step.sentence());
        strings("details", step.details());
        json.writeEndObject();
    }

    private void result(Result result) throws IOException {
        json.writeStartObject();
        if (result instanceof Result.Tiers tiers) {
            json.writeStringField("kind", "tiers");
            json.writeStringField("incident", tiers.incident().hex());
            place(tiers.place());
            json.writeArrayFieldStart("moves");
            for (Result.Move move : tiers.moves()) {
                move(move);
            }
            json.writeEndArray();
        } else if (result instanceof Result.Notice notice) {
            json.writeStringField("kind", "notice");
            json.writeStringField("notice", notice.id().hex());
            json.writeStringField("says", notice.kind());
            json.writeStringField("author", notice.author());
            json.writeStringField("desk", notice.desk());
            place(notice.place());
            json.writeStringField("issued_at", notice.issuedAt().rfc3339());
            optional("incident", notice.incident().map(Sha256::hex));
        } else if (result instanceof Result.Mark mark) {
            json.writeStringField("kind", "mark");
            json.writeStringField("incident", mark.incident().hex());
            place(mark.place());
        } else if (result instanceof Result.Log log) {
            json.writeStringField("kind", "log");
            json.writeStringField("origin", log.origin());
            place(log.place());
            json.writeArrayFieldStart("incidents");
            for (Result.Case incident : log.incidents()) {
                incident(incident);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void incident(Result.Case incident) throws IOException {
        json.writeStartObject();
        json.writeStringField("incident", incident.incident().hex());
        place(incident.opened());
        json.writeStringField("phase", incident.phase());
        json.writeArrayFieldStart("tiers");
        for (Result.Came came : incident.tiers()) {
            json.writeStartObject();
            json.writeNumberField("tier", came.tier());
            json.writeStringField("act", came.activated() ? "activate" : "stand down");
            json.writeStringField("at", came.at().rfc3339());
            json.writeNumberField("visible_at_index", came.visibleAt());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void place(Result.Place place) throws IOException {
        json.writeNumberField("index", place.index());
        json.writeStringField("accepted_at", place.acceptedAt().rfc3339());
    }

    private void move(Result.Move move) throws IOException {
        json.writeStartObject();
        json.writeNumberField("tier", move.tier());
        json.writeStringField("title", move.title());
        json.writeStringField("act", move.activated() ? "activate" : "stand down");
        json.writeStringField("at", move.at().rfc3339());
        optional("plan_time", move.at().planTime());
        json.writeNumberField("visible_at_index", move.visibleAt());
        json.writeStringField("proposed_by", move.proposedBy());
        json.writeNumberField("proposed_at_index", move.proposedAt());
        json.writeFieldName("rule");
        new TallyJson(json).write(move.tally());
        json.writeArrayFieldStart("words");
        for (Result.Word word : move.words()) {
            word(word);
        }
        json.writeEndArray();
        strings("declining", move.declining());
        strings("partial", move.partial());
        strings("gates", move.gates());
        json.writeEndObject();
    }

    private void word(Result.Word word) throws IOException {
        json.writeStartObject();
        json.writeStringField("party", word.party());
        json.writeStringField("desk", word.desk());
        json.writeStringField(
                "position",
                word.position().name().substring("POSITION_".length()).toLowerCase(Locale.ROOT));
        json.writeNumberField("index", word.index());
        json.writeStringField("reservation", word.reservation());
        json.writeEndObject();
    }

    private void optional(String key, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(key, value.get());
        } else {
            json.writeNullField(key);
        }
    }

    private void strings(String key, List<String> values) throws IOException {
        json.writeArrayFieldStart(key);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}

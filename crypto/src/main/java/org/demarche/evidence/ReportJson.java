package org.demarche.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.hash.Sha256;

/**
 * A report for programs. The keys are stable: later versions add some and never change what one means. Hashes are 64 hex digits, instants RFC 3339 in UTC with
 * milliseconds; {@code plan_time} counts hours and minutes of the plan from the incident's clock. A value that is not known is {@code null}. Of
 * {@code durability}, which is there if the reader stated a present ({@code at}): {@code until} when the file is good if nobody renews it, and what {@code ends} then, null where
 * nothing has an end by what the reader says; the same of what the file rests on by its {@code own}, and of each evidence record, with the time-stamps that it has, oldest first,
 * or the {@code trouble} for which it vouches for nothing; so many records as are {@code needed} must vouch for the file once its own end is past.
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
 *   "durability": { "at": instant, "good": true|false, "until": instant|null, "ends": text|null, "own": { "until", "ends" }, "needed",
 *     "records": [ { "number", "until": instant|null, "ends": text|null, "times": [ { "name", "at" } ], "trouble": text|null } ] } | null,
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
    private ReportJson() {}

    /** The report as one JSON object, with a newline at its end. */
    public static String of(Report report) {
        ObjectNode json = VerdictJson.beginning(report.verdict(), report.pinned(), report.charter());
        json.set("checkpoint", report.checkpoint().map(ReportJson::checkpoint).orElse(null));
        json.set("steps", VerdictJson.steps(report.steps()));
        json.set("time", report.time().map(TimeJson::of).orElse(null));
        json.set("durability", report.durability().map(DurabilityJson::of).orElse(null));
        json.set("result", report.result().map(ReportJson::result).orElse(null));
        return VerdictJson.text(json);
    }

    private static ObjectNode checkpoint(Checkpoint checkpoint) {
        return object().put("origin", checkpoint.origin())
                .put("size", checkpoint.head().size())
                .put("root", checkpoint.head().root().hex());
    }

    private static ObjectNode result(Result result) {
        ObjectNode json = object();
        if (result instanceof Result.Tiers tiers) {
            json.put("kind", "tiers").put("incident", tiers.incident().hex());
            place(json, tiers.place());
            ArrayNode moves = json.putArray("moves");
            tiers.moves().forEach(m -> move(moves.addObject(), m));
        } else if (result instanceof Result.Notice notice) {
            json.put("kind", "notice")
                    .put("notice", notice.id().hex())
                    .put("says", notice.kind())
                    .put("author", notice.author())
                    .put("desk", notice.desk());
            place(json, notice.place());
            json.put("issued_at", notice.issuedAt().rfc3339())
                    .put("incident", notice.incident().map(Sha256::hex).orElse(null));
        } else if (result instanceof Result.Mark mark) {
            json.put("kind", "mark").put("incident", mark.incident().hex());
            place(json, mark.place());
        } else if (result instanceof Result.Log log) {
            json.put("kind", "log").put("origin", log.origin());
            place(json, log.place());
            ArrayNode incidents = json.putArray("incidents");
            log.incidents().forEach(i -> incident(incidents.addObject(), i));
        }
        return json;
    }

    private static void incident(ObjectNode json, Result.Case incident) {
        json.put("incident", incident.incident().hex());
        place(json, incident.opened());
        ArrayNode tiers = json.put("phase", incident.phase()).putArray("tiers");
        for (Result.Came came : incident.tiers()) {
            tiers.addObject()
                    .put("tier", came.tier())
                    .put("act", act(came.activated()))
                    .put("at", came.at().rfc3339())
                    .put("visible_at_index", came.visibleAt());
        }
    }

    private static void place(ObjectNode json, Result.Place place) {
        json.put("index", place.index()).put("accepted_at", place.acceptedAt().rfc3339());
    }

    private static void move(ObjectNode json, Result.Move move) {
        json.put("tier", move.tier())
                .put("title", move.title())
                .put("act", act(move.activated()))
                .put("at", move.at().rfc3339())
                .put("plan_time", move.at().planTime().orElse(null))
                .put("visible_at_index", move.visibleAt())
                .put("proposed_by", move.proposedBy())
                .put("proposed_at_index", move.proposedAt())
                .set("rule", TallyJson.of(move.tally()));
        ArrayNode words = json.putArray("words");
        for (Result.Word word : move.words()) {
            words.addObject()
                    .put("party", word.party())
                    .put("desk", word.desk())
                    .put(
                            "position",
                            word.position()
                                    .name()
                                    .substring("POSITION_".length())
                                    .toLowerCase(Locale.ROOT))
                    .put("index", word.index())
                    .put("reservation", word.reservation());
        }
        json.set("declining", VerdictJson.texts(move.declining()));
        json.set("partial", VerdictJson.texts(move.partial()));
        json.set("gates", VerdictJson.texts(move.gates()));
    }

    private static String act(boolean activated) {
        return activated ? "activate" : "stand down";
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

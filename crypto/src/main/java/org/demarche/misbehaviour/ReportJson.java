package org.demarche.misbehaviour;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.demarche.evidence.VerdictJson;

/**
 * A report for programs, of the form that reports on evidence have ({@link org.demarche.evidence.ReportJson}). The keys are stable: later versions add some and never change what one
 * means. A value that is not known is {@code null}.
 *
 * <pre>
 * { "report": 1,
 *   "verdict": { "class": "INVALID|DISPROVEN|UNDECIDED", "code": "SPLIT_HISTORY|…", "exit": 20, "sentence": "…" },
 *   "trusted_charter": hash,
 *   "charter": { "hash", "version", "title", "status": "exercise|actual", "witnessed": true|false } | null,
 *   "steps": [ { "number": 1, "name": "readable", "status": "ok|failed|undecided|not asked", "code": "…"|null, "sentence", "details": [] }, … six ],
 *   "conviction": null | { "lie": "split_history|broken_chain|misdated_entry|refused_entry|unjustified_refusal|false_state", "origin", "what", "since_index" } }
 * </pre>
 */
public final class ReportJson {
    private ReportJson() {}

    /** The report as one JSON object, with a newline at its end. */
    public static String of(Report report) {
        ObjectNode json = VerdictJson.beginning(report.verdict(), report.pinned(), report.charter());
        json.set("steps", VerdictJson.steps(report.steps()));
        json.set("conviction", report.conviction().map(ReportJson::conviction).orElse(null));
        return VerdictJson.text(json);
    }

    private static ObjectNode conviction(Conviction conviction) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("lie", conviction.lie())
                .put("origin", conviction.origin())
                .put("what", conviction.what())
                .put("since_index", conviction.since());
    }
}

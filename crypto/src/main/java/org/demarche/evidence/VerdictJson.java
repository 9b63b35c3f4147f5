package org.demarche.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;

/** What reports on evidence and on misbehaviour have alike, as {@link ReportJson} describes it: how they begin, and their steps. */
public final class VerdictJson {
    private VerdictJson() {}

    /** A report up to its charter. */
    public static ObjectNode beginning(Verdict verdict, Sha256 pinned, Optional<Charter> charter) {
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("report", 1);
        report.putObject("verdict")
                .put("class", verdict.code().verdictClass().name())
                .put("code", verdict.code().name())
                .put("exit", verdict.code().exit())
                .put("sentence", verdict.sentence());
        return report.put("trusted_charter", pinned.hex())
                .set("charter", charter.map(VerdictJson::charter).orElse(null));
    }

    /** One object for each step. */
    public static ArrayNode steps(List<Step> steps) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Step step : steps) {
            ObjectNode next = all.addObject()
                    .put("number", step.check().number())
                    .put("name", step.check().word())
                    .put("status", step.status().word())
                    .put("code", step.code().map(Code::name).orElse(null))
                    .put("sentence", step.sentence());
            next.set("details", texts(step.details()));
        }
        return all;
    }

    /** The report's text, with a newline at its end. */
    public static String text(ObjectNode report) {
        return report.toPrettyString() + "\n";
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        texts.forEach(all::add);
        return all;
    }

    private static ObjectNode charter(Charter charter) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("hash", charter.hash().hex())
                .put("version", charter.version())
                .put("title", charter.title())
                .put("status", charter.exercise() ? "exercise" : "actual")
                .put("witnessed", charter.witnessed().isPresent());
    }
}

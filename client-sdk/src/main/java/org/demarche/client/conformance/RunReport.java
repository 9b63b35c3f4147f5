package org.demarche.client.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.demarche.conformance.Json;

/** What a run has come to, for people and for programs. */
final class RunReport {
    private RunReport() {}

    /** Passed and failed of a subject. */
    private static final class Count {
        private int passed;
        private int failed;
    }

    static String table(Run.Result result) {
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : result.outcomes()) {
            outcome.fault()
                    .ifPresent(fault -> text.append("FAILED  ")
                            .append(outcome.question().name())
                            .append(": ")
                            .append(fault)
                            .append(" (")
                            .append(outcome.question().about())
                            .append(")\n"));
        }
        if (text.length() > 0) {
            text.append('\n');
        }
        text.append(String.format("%-12s %7s %7s%n", "SUBJECT", "PASSED", "FAILED"));
        counts(result)
                .forEach((subject, count) ->
                        text.append(String.format("%-12s %7d %7d%n", subject, count.passed, count.failed)));
        long passed = result.outcomes().stream().filter(Outcome::passed).count();
        return text.append('\n')
                .append(result.client())
                .append(": ")
                .append(passed)
                .append(" of ")
                .append(result.outcomes().size())
                .append(" cases passed\n")
                .toString();
    }

    static String json(Run.Result result) {
        ObjectNode json = Json.object();
        json.put("client", result.client());
        json.put("passed", result.outcomes().stream().filter(Outcome::passed).count());
        json.put("failed", result.outcomes().stream().filter(o -> !o.passed()).count());
        ObjectNode subjects = json.putObject("subjects");
        counts(result)
                .forEach((subject, count) ->
                        subjects.putObject(subject).put("passed", count.passed).put("failed", count.failed));
        ArrayNode failures = json.putArray("failures");
        for (Outcome outcome : result.outcomes()) {
            outcome.fault()
                    .ifPresent(fault -> failures.addObject()
                            .put("case", outcome.question().name())
                            .put("about", outcome.question().about())
                            .put("fault", fault));
        }
        return Json.text(json);
    }

    private static Map<String, Count> counts(Run.Result result) {
        Map<String, Count> counts = new LinkedHashMap<>();
        for (Outcome outcome : result.outcomes()) {
            Count count = counts.computeIfAbsent(outcome.question().subject(), s -> new Count());
            if (outcome.passed()) {
                count.passed++;
            } else {
                count.failed++;
            }
        }
        return counts;
    }
}

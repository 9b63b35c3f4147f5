package org.demarche.client.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.demarche.conformance.Json;
import org.demarche.conformance.ReferenceClient;

/** The reference client with a fault that its argument names. */
public final class FaultyClient {
    private FaultyClient() {}

    /** Answers until there are no more questions, or the fault ends it. */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (args[0].equals("falls-silent-at-a-tab") && line.contains("\\t")) {
                continue;
            }
            System.out.println(answer(args[0], line));
            System.out.flush();
        }
    }

    /** The answer of a client with this fault. */
    static String answer(String fault, String line) {
        return fault(fault, line).orElseGet(() -> Json.line(ReferenceClient.answer(line)));
    }

    private static Optional<String> fault(String fault, String line) {
        var question = Json.read(line).orElseThrow();
        String ask = question.path("ask").asText();
        String id = question.path("id").toString();
        return switch (fault) {
            case "takes-every-inclusion" ->
                ask.equals("tree/inclusion")
                        ? Optional.of("{\"id\":" + id + ",\"answer\":{\"result\":\"accept\"}}")
                        : Optional.empty();
            case "dies-of-a-tab" -> {
                if (line.contains("\\t")) {
                    System.exit(3);
                }
                yield Optional.empty();
            }
            case "falls-silent-at-a-tab" -> Optional.empty();
            case "cannot-count" ->
                line.contains("\"02 of")
                        ? Optional.of("{\"id\":" + id + ",\"error\":\"a zero in front\"}")
                        : Optional.empty();
            case "gives-wrong-reasons" ->
                ask.equals("rule/holds")
                        ? Optional.of(Json.line(ReferenceClient.answer(line)).replace("CHARTER_INVALID", "INTERNAL"))
                        : Optional.empty();
            case "gives-no-reasons" ->
                Optional.of(Json.line(ReferenceClient.answer(line)).replace(",\"reason\":\"CHARTER_INVALID\"", ""));
            case "speaks-another-protocol" -> Optional.of("{\"id\":" + id + ",\"answer\":{\"protocol\":2}}");
            case "minds-no-policy" -> overlooks(question, "token/check", "policy");
            case "trusts-every-algorithm" -> overlooks(question, "renewal/verify", "algorithms");
            case "lives-in-2030" -> with(question, "renewal/verify", "at_ms", "1893456000000");
            case "doubts-nobody" ->
                says(question, "/doubtful", "doubtful", Json.object().arrayNode());
            case "takes-every-token-for-lean" ->
                says(question, "token/check", "lean", Json.object().booleanNode(true));
            case "closes-no-log" ->
                says(question, "charter/ends", "final", Json.object().booleanNode(false));
            case "takes-every-log-for-the-predecessor" ->
                says(question, "charter/predecessor", "result", Json.object().textNode("accept"));
            case "takes-every-record" ->
                says(question, "renewal/record", "result", Json.object().textNode("accept"));
            case "convicts-whoever-is-accused" ->
                says(question, "misbehaviour/verify", "result", Json.object().textNode("accept"));
            case "calls-every-lie-a-split-history" ->
                says(question, "misbehaviour/verify", "lie", Json.object().textNode("split_history"));
            default -> throw new IllegalArgumentException(fault);
        };
    }

    /** Answers as if nothing stood in a part of the input. */
    private static Optional<String> overlooks(ObjectNode question, String ask, String key) {
        return with(question, ask, key, "");
    }

    /** Answers as if something else stood in a part of the input. */
    private static Optional<String> with(ObjectNode question, String ask, String key, String value) {
        if (!question.path("ask").asText().equals(ask)) {
            return Optional.empty();
        }
        ((ObjectNode) question.get("input")).put(key, value);
        return Optional.of(Json.line(ReferenceClient.answer(Json.line(question))));
    }

    /** Answers rightly but for one value, where the answer has it. */
    private static Optional<String> says(ObjectNode question, String ask, String key, JsonNode value) {
        ObjectNode said = ReferenceClient.answer(Json.line(question));
        if (!question.path("ask").asText().endsWith(ask) || !said.path("answer").has(key)) {
            return Optional.empty();
        }
        ((ObjectNode) said.get("answer")).set(key, value);
        return Optional.of(Json.line(said));
    }
}

package org.demarche.client.conformance;

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
            Optional<String> faulty = fault(args[0], line);
            System.out.println(faulty.isPresent() ? faulty.get() : Json.line(ReferenceClient.answer(line)));
            System.out.flush();
        }
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
            default -> throw new IllegalArgumentException(fault);
        };
    }
}

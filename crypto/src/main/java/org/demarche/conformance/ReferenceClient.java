package org.demarche.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.refusal.RefusedException;

/**
 * This implementation as a client of the kit. One question per line, one answer per line:
 *
 * <pre>
 * → { "id": 0, "ask": "hello", "input": { "protocol": 1 } }
 * ← { "id": 0, "answer": { "protocol": 1, "client": "demarche" } }
 * → { "id": 1, "ask": "tree/leaf", "input": { "entry": "00ff" } }
 * ← { "id": 1, "answer": { "result": "accept", "leaf": "…" } }
 * </pre>
 */
public final class ReferenceClient {
    /** The version of what is spoken over the pipe. */
    public static final int PROTOCOL = 1;

    /** The question that comes first. */
    public static final String HELLO = "hello";

    private static final Map<String, Respondent> RESPONDENTS = respondents();

    private ReferenceClient() {}

    /** Answers until there are no more questions. */
    public static void serve(InputStream in, PrintStream out) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            out.print(Json.line(answer(line)) + "\n");
            out.flush();
        }
    }

    /** The answer to one line, whatever is on it. */
    public static ObjectNode answer(String line) {
        ObjectNode answer = Json.object();
        Optional<ObjectNode> question = Json.read(line);
        if (question.isEmpty()) {
            return answer.putNull("id").put("error", "the line is not a JSON object");
        }
        JsonNode id = question.get().get("id");
        answer.set("id", id == null ? answer.nullNode() : id);
        try {
            return answer.set("answer", answer(question.get()));
        } catch (QuestionException e) {
            return answer.put("error", e.getMessage());
        }
    }

    private static ObjectNode answer(ObjectNode question) throws QuestionException {
        String ask = question.path("ask").asText();
        if (ask.equals(HELLO)) {
            return Json.object().put("protocol", PROTOCOL).put("client", "demarche");
        }
        Respondent respondent = RESPONDENTS.get(ask);
        if (respondent == null) {
            throw new QuestionException("ask: there is no such question");
        }
        if (!(question.get("input") instanceof ObjectNode input)) {
            throw new QuestionException("input: not an object");
        }
        try {
            return respondent.answer(new Input(input)).json();
        } catch (RefusedException e) {
            return Answer.refuse(e.refusal()).json();
        } catch (IllegalArgumentException e) {
            // Nobody can be asked to sign at the time 0, or to know a party without a name.
            throw new QuestionException("input: " + e.getMessage());
        }
    }

    private static Map<String, Respondent> respondents() {
        Map<String, Respondent> all = new HashMap<>();
        Map.ofEntries(
                        Map.entry("envelope", EnvelopeAnswers.ALL),
                        Map.entry("tree", TreeAnswers.ALL),
                        Map.entry("checkpoint", HeadAnswers.CHECKPOINT),
                        Map.entry("cosignature", HeadAnswers.COSIGNATURE),
                        Map.entry("signing", SigningAnswers.ALL),
                        Map.entry("charter", CharterAnswers.ALL),
                        Map.entry("rule", RuleAnswers.ALL),
                        Map.entry("fold", FoldAnswers.ALL),
                        Map.entry("token", TokenAnswers.ALL),
                        Map.entry("bundle", BundleAnswers.ALL),
                        Map.entry("renewal", RenewalAnswers.ALL),
                        Map.entry("misbehaviour", MisbehaviourAnswers.ALL))
                .forEach((subject, asks) -> asks.forEach((ask, by) -> all.put(subject + "/" + ask, by)));
        return Map.copyOf(all);
    }
}

package org.demarche.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Gathers all cases, subject by subject. Who tells a case says how it comes out; what else the answer holds is the reference client's, which must agree. */
final class Vectors {
    private final List<Case> cases = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();

    /** Every case, in the order of the index. */
    static List<Case> all() {
        Vectors vectors = new Vectors();
        EnvelopeVectors.tell(vectors);
        KeyVectors.tell(vectors);
        TreeVectors.tell(vectors);
        HeadVectors.tell(vectors);
        CosignatureVectors.tell(vectors);
        SigningVectors.tell(vectors);
        CharterVectors.tell(vectors);
        RuleVectors.tell(vectors);
        FoldVectors.tell(vectors);
        RefusedEntryVectors.tell(vectors);
        CompromiseVectors.tell(vectors);
        EndVectors.tell(vectors);
        TokenVectors.tell(vectors);
        BundleVectors.tell(vectors);
        AlgorithmVectors.tell(vectors);
        RecordVectors.tell(vectors);
        RenewalVectors.tell(vectors);
        MisbehaviourVectors.tell(vectors);
        if (!vectors.wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", vectors.wrong));
        }
        return List.copyOf(vectors.cases);
    }

    /** A case that must be accepted. */
    void accept(String ask, String mutation, String about, Given input) {
        add(ask, mutation, about, input, "accept", OptionalInt.empty());
    }

    /** A case that must be refused. */
    void refuse(String ask, String mutation, String about, Given input) {
        add(ask, mutation, about, input, "refuse", OptionalInt.empty());
    }

    /** A case that must be refused with this code. */
    void refuse(String ask, String mutation, String about, Given input, int code) {
        add(ask, mutation, about, input, "refuse", OptionalInt.of(code));
    }

    /** A case that must be accepted with this code. */
    void accept(String ask, String mutation, String about, Given input, int code) {
        add(ask, mutation, about, input, "accept", OptionalInt.of(code));
    }

    private void add(String ask, String mutation, String about, Given input, String result, OptionalInt code) {
        String name = ask.substring(0, ask.indexOf('/') + 1) + mutation;
        if (!names.add(name)) {
            throw new AssertionError("two cases of one name: " + name);
        }
        Case asked = new Case(name, about, ask, input.json(), Json.object());
        ObjectNode said = ReferenceClient.answer(asked.question(0));
        if (!(said.get("answer") instanceof ObjectNode answer)
                || !answer.path(Answer.RESULT).asText().equals(result)) {
            wrong.add(name + ": told as " + result + ", answered by " + said);
            return;
        }
        if (code.isPresent() && answer.path("code").asInt(-1) != code.getAsInt()) {
            wrong.add(name + ": told with code " + code.getAsInt() + ", answered by " + said);
            return;
        }
        int last = input.json().path("entries").size() - 1;
        if (answer.has("index") && answer.get("index").asInt() != last) {
            wrong.add(name + ": refused before its last entry, by " + said);
            return;
        }
        cases.add(new Case(name, about, ask, input.json(), answer));
    }
}

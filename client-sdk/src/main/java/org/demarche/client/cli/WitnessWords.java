package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.demarche.client.witness.Witnessing;

/** What witnesses say, in few words and for scripts. */
final class WitnessWords {
    /** Behind what is not witnessed though it should be, where there is room for no more. */
    static final String MARK = "*";

    private static final int NAMED = 4;

    private WitnessWords() {}

    static String of(Witnessing said) {
        if (said instanceof Witnessing.Witnessed witnessed) {
            return "witnessed by " + names(witnessed.by());
        }
        return said instanceof Witnessing.NotYet ? "not yet witnessed" : "the charter names no witness";
    }

    /** The same of a whole log. */
    static String ofLog(Witnessing said) {
        return said instanceof Witnessing.Witnessed witnessed
                ? "witnessed up to entry " + (witnessed.size() - 1) + " by " + names(witnessed.by())
                : of(said);
    }

    private static String names(List<String> by) {
        return by.size() <= NAMED
                ? String.join(", ", by)
                : String.join(", ", by.subList(0, NAMED)) + " and " + (by.size() - NAMED) + " more";
    }

    /** {@link #MARK} or nothing. */
    static String mark(Witnessing said) {
        return said instanceof Witnessing.NotYet ? MARK : "";
    }

    static ObjectNode json(Witnessing said) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (said instanceof Witnessing.Witnessed witnessed) {
            node.put("state", "witnessed").put("size", witnessed.size());
            witnessed.by().forEach(node.putArray("by")::add);
            witnessed.existedBy().ifPresent(at -> node.put("existed_by", at.toString()));
            return node;
        }
        return node.put("state", said instanceof Witnessing.NotYet ? "not yet" : "not asked");
    }
}

package org.demarche.server.console;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.situation.HealthLine;
import org.demarche.situation.Level;

/** Tells who is held back by a quota. */
final class Quota {
    private static final int NAMED = 6;

    private Quota() {}

    /** The line of the health table. */
    static HealthLine line(SortedMap<String, Set<Use>> heldBack) {
        if (heldBack.isEmpty()) {
            return new HealthLine("quotas", Level.GOOD, "nobody is held back", "");
        }
        String named = heldBack.keySet().stream().limit(NAMED).collect(Collectors.joining(" "));
        String more = heldBack.size() > NAMED ? " and " + (heldBack.size() - NAMED) + " more" : "";
        return new HealthLine(
                "quotas",
                Level.WARN,
                named + more + (heldBack.size() == 1 ? " is held back" : " are held back"),
                heldBack.entrySet().stream()
                        .limit(NAMED)
                        .map(Quota::words)
                        .collect(Collectors.joining("; ", "more within a minute than the limits in hub.toml: ", "")));
    }

    private static String words(Map.Entry<String, Set<Use>> one) {
        return one.getKey() + " "
                + one.getValue().stream().map(Quota::word).sorted().collect(Collectors.joining(", "));
    }

    private static String word(Use use) {
        return switch (use) {
            case NOTICE, FLASH -> "notices";
            case ROOT -> "charters and keys";
            case REQUEST -> "requests";
            case FILE -> "files of the log";
            case SIGNED_REFUSAL -> "refusals";
        };
    }
}

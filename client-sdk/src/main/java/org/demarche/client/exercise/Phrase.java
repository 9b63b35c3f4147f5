package org.demarche.client.exercise;

import java.util.List;
import java.util.Locale;
import org.demarche.charter.Words;
import org.demarche.client.exercise.scenario.Act;
import org.demarche.proto.v1.Position;

/** What desks do, in words. */
final class Phrase {
    private Phrase() {}

    /** A position on standing a tier down. */
    static String onStandDown(Act.Respond respond, boolean several) {
        String tier = " standing tier " + respond.tier() + " down";
        return switch (respond.position()) {
            case POSITION_CONCUR -> verb("concur", several) + " with" + tier;
            case POSITION_DECLINE -> verb("decline", several) + tier;
            default -> verb("have", several) + " received the proposal on" + tier;
        };
    }

    /** What was done, by one party or by several. */
    static String what(Act act, boolean several) {
        if (act instanceof Act.Assent) {
            return verb("assent", several) + " to the charter";
        }
        if (act instanceof Act.Declare declare) {
            return verb("declare", several) + " support for “" + declare.title() + "”";
        }
        if (act instanceof Act.Pledge pledge) {
            String how = pledge.conditions().isEmpty()
                    ? ""
                    : ", on " + (pledge.conditions().size() == 1 ? "a condition" : "conditions");
            return verb("pledge", several) + " " + Words.of(pledge.component()) + how;
        }
        if (act instanceof Act.Meet meet) {
            return verb("state", several) + " that condition " + meet.condition() + " is met";
        }
        if (act instanceof Act.Report report) {
            return verb("report", several) + " a violation: "
                    + report.category()
                            .name()
                            .substring("CATEGORY_".length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ');
        }
        if (act instanceof Act.Find find) {
            return verb("confirm", several) + ": " + Words.of(find.finding());
        }
        if (act instanceof Act.Warn) {
            return verb("give", several) + " the diplomatic warning";
        }
        if (act instanceof Act.Measures) {
            return verb("report", several) + " measures";
        }
        return about(act, several);
    }

    private static String about(Act act, boolean several) {
        if (act instanceof Act.Propose propose) {
            return verb("propose", several)
                    + (propose.activate() ? " tier " + propose.tier() : " to stand tier " + propose.tier() + " down");
        }
        if (act instanceof Act.Respond respond) {
            return position(respond.position(), respond.tier(), several);
        }
        if (act instanceof Act.Say say) {
            return verb("write", several) + (say.subject().isEmpty() ? "" : ": “" + say.subject() + "”");
        }
        if (act instanceof Act.Repeat) {
            return verb("send", several) + " the same bytes again";
        }
        return verb("stay", several) + " silent";
    }

    /** What was said at more length; may be empty. */
    static String detail(Act act) {
        if (act instanceof Act.Pledge pledge) {
            return pledge.conditions().isEmpty()
                    ? pledge.text()
                    : pledge.text() + " Condition: " + String.join(" Condition: ", pledge.conditions());
        }
        if (act instanceof Act.Respond respond) {
            return respond.reservation();
        }
        if (act instanceof Act.Declare declare) {
            return declare.text();
        }
        if (act instanceof Act.Meet meet) {
            return meet.text();
        }
        if (act instanceof Act.Report report) {
            return report.text();
        }
        if (act instanceof Act.Find find) {
            return find.text();
        }
        if (act instanceof Act.Warn warn) {
            return warn.text();
        }
        if (act instanceof Act.Measures measures) {
            return measures.text();
        }
        if (act instanceof Act.Propose propose) {
            return propose.text();
        }
        return act instanceof Act.Say say ? say.text() : "";
    }

    private static String position(Position position, int tier, boolean several) {
        return switch (position) {
            case POSITION_CONCUR -> verb("concur", several) + " with tier " + tier;
            case POSITION_DECLINE -> verb("decline", several) + " tier " + tier;
            default -> verb("have", several) + " received the proposal for tier " + tier;
        };
    }

    private static String verb(String plural, boolean several) {
        return several ? plural : plural.equals("have") ? "has" : plural + "s";
    }

    /** A list as people say it: {@code a, b and c}. */
    static String and(List<String> words) {
        int last = words.size() - 1;
        return last < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}

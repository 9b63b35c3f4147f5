package org.demarche.client.exercise.report;

import java.util.List;
import org.demarche.client.exercise.Happening;
import org.demarche.client.exercise.Standing;
import org.demarche.client.exercise.TurnWords;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.time.Dtg;

/** What happened, line by line. */
final class Entries {
    private static final int MOST_NAMES = 4;

    private final Story story;

    private Entries(Story story) {
        this.story = story;
    }

    static Html of(Story story) {
        Entries entries = new Entries(story);
        Html head = Html.element(
                "thead",
                Html.element("tr", column("Plan"), column("DTG"), column("Entry"), column("Who"), column("What")));
        return Html.element(
                "table class=\"entries\"",
                head,
                Html.element(
                        "tbody",
                        Html.join(story.happenings().stream().map(entries::row).toList())));
    }

    private static Html column(String name) {
        return Html.element("th scope=\"col\"", name);
    }

    private Html row(Happening happening) {
        if (happening instanceof Happening.Told told) {
            return Html.element("tr class=\"told\"", Html.element("th colspan=\"5\" scope=\"rowgroup\"", told.text()));
        }
        if (happening instanceof Happening.Said said) {
            Html detail = said.detail().isEmpty() ? Html.EMPTY : Html.element("span class=\"detail\"", said.detail());
            return row(
                    "said",
                    happening,
                    entries(said.indexes()),
                    Html.text(who(said.actors())),
                    Html.of(Html.text(said.what()), detail));
        }
        if (happening instanceof Happening.Refused refused) {
            Html why = Html.of(
                    Html.text(refused.what() + " "),
                    Html.element("b", "refused"),
                    Html.text(": "),
                    Html.element("code", refused.reason()),
                    Html.element(
                            "span class=\"detail\"",
                            refused.sentence()
                                    + (refused.signed() ? ". The log's keys have signed this refusal." : ".")));
            return row(
                    "refused",
                    happening,
                    "⊘",
                    Html.text(story.name(refused.actor().party()) + ", "
                            + refused.actor().desk()),
                    why);
        }
        if (happening instanceof Happening.Silent silent) {
            return row(
                    "silent",
                    happening,
                    Standing.NOTHING,
                    Html.text(story.name(silent.actor().party())),
                    Html.text(silent.what()));
        }
        Happening.Followed followed = (Happening.Followed) happening;
        Html status = Html.join(followed.status().stream()
                .map(line -> Html.element("span class=\"detail\"", line))
                .toList());
        return Html.element(
                "tr class=\"followed\"",
                time(happening),
                Html.element("td", "→"),
                Html.element("td colspan=\"2\"", Html.text(TurnWords.of(followed.turn(), story.clock())), status));
    }

    private Html row(String kind, Happening happening, String entry, Html who, Html what) {
        return Html.element(
                "tr class=\"" + kind + "\"",
                time(happening),
                Html.element("td class=\"entry\"", entry),
                Html.element("td", who),
                Html.element("td", what));
    }

    private Html time(Happening happening) {
        return Html.of(
                Html.element("td class=\"time\"", story.clock().label(happening.atMs())),
                Html.element("td class=\"dtg\"", Dtg.of(happening.atMs())));
    }

    private String who(List<Actor> actors) {
        List<String> parties = actors.stream().map(Actor::party).distinct().toList();
        if (actors.size() == 1) {
            return story.name(parties.get(0)) + ", " + actors.get(0).desk();
        }
        String names = parties.size() > MOST_NAMES
                ? String.join(" ", parties)
                : String.join(", ", parties.stream().map(story::name).toList());
        return actors.size() > parties.size() ? names + " (" + actors.size() + " desks)" : names;
    }

    private static String entries(List<Long> indexes) {
        long first = indexes.get(0);
        long last = indexes.get(indexes.size() - 1);
        return first == last ? Long.toString(first) : first + "–" + last;
    }
}

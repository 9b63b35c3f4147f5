package org.demarche.client.exercise.report;

import java.util.List;
import org.demarche.client.exercise.Happening;
import org.demarche.client.exercise.TurnWords;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.situation.Sign;
import org.demarche.situation.page.Account;
import org.demarche.time.Dtg;

/** What happened, line by line. */
final class Entries {
    private static final int MOST_NAMES = 4;

    private final Story story;

    private Entries(Story story) {
        this.story = story;
    }

    static List<Account.Row> of(Story story) {
        return story.happenings().stream().map(new Entries(story)::row).toList();
    }

    private Account.Row row(Happening happening) {
        if (happening instanceof Happening.Told told) {
            return row("told", happening, "", "", told.text(), "", List.of());
        }
        if (happening instanceof Happening.Said said) {
            List<String> detail = said.detail().isEmpty() ? List.of() : List.of(said.detail());
            return row("said", happening, entries(said.indexes()), who(said.actors()), said.what(), "", detail);
        }
        if (happening instanceof Happening.Refused refused) {
            return row(
                    "refused",
                    happening,
                    "⊘",
                    story.name(refused.actor().party()) + ", " + refused.actor().desk(),
                    refused.what(),
                    refused.reason(),
                    List.of(refused.sentence()
                            + (refused.signed() ? ". The log's keys have signed this refusal." : ".")));
        }
        if (happening instanceof Happening.Silent silent) {
            return row(
                    "silent",
                    happening,
                    Sign.NOTHING.mark(),
                    story.name(silent.actor().party()),
                    silent.what(),
                    "",
                    List.of());
        }
        Happening.Followed followed = (Happening.Followed) happening;
        return row("followed", happening, "→", "", TurnWords.of(followed.turn(), story.clock()), "", followed.status());
    }

    private Account.Row row(
            String kind,
            Happening happening,
            String entry,
            String who,
            String what,
            String reason,
            List<String> details) {
        return new Account.Row(
                kind,
                story.clock().label(happening.atMs()),
                Dtg.of(happening.atMs()),
                entry,
                who,
                what,
                reason,
                details);
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

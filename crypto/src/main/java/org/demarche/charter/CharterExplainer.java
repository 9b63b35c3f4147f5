package org.demarche.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tells in plain sentences what a charter means, for those who are to assent to it. */
public final class CharterExplainer {
    private final Charter charter;
    private final Sentences say;
    private final List<String> sentences = new ArrayList<>();

    private CharterExplainer(Charter charter) {
        this.charter = charter;
        this.say = new Sentences(charter);
    }

    /** The sentences, in the order in which people ask: what it is, who decides, what starts the clock, what follows, who takes part. */
    public static List<String> explain(Charter charter) {
        CharterExplainer explainer = new CharterExplainer(charter);
        explainer.preamble();
        explainer.say(explainer.say.inForce());
        charter.findings().forEach(f -> explainer.say(explainer.say.established(f)));
        explainer.say(explainer.say.clock());
        charter.tiers().forEach(explainer::tier);
        explainer.end();
        explainer.witnesses();
        explainer.timeAuthorities();
        explainer.roster();
        return List.copyOf(explainer.sentences);
    }

    private void preamble() {
        say("This is version " + charter.version() + " of \"" + charter.title() + "\", for "
                + (charter.exercise() ? "an EXERCISE" : "ACTUAL use") + "; its hash is "
                + charter.hash().fingerprint() + ".");
        charter.previous().ifPresent(p -> say("It replaces the charter with the hash " + p.fingerprint() + "."));
        if (charter.closes()) {
            say(Sentences.closes());
        }
        if (charter.timeScale() > 1) {
            say(say.timeScale());
        }
        say("Its log is " + charter.log().origin() + ".");
        charter.predecessor().ifPresent(p -> say(Sentences.follows(p)));
    }

    private void tier(Tier tier) {
        say("Tier " + tier.number() + " is: " + tier.title() + ".");
        say(say.gates(tier));
        say(say.activated(tier));
        say(say.lapses(tier));
        say.answered(tier).ifPresent(this::say);
        say.overdue(tier).ifPresent(this::say);
        say(say.stoodDown(tier));
    }

    private void end() {
        say(
                "A party that concurs on one desk and declines on another does not count. A tier that was stood down is not activated again in that incident.");
        say(say.windsDown());
        say(say.expires());
        say("A notice is valid for at most " + Phrases.duration(charter.validForAtMostMs()) + "; clocks may differ by "
                + Phrases.duration(charter.skewMs()) + ".");
    }

    private void witnesses() {
        say(say.witnessed());
        charter.witnesses().forEach(w -> say(say.runBy(w)));
    }

    private void timeAuthorities() {
        say.timestamped().ifPresent(this::say);
        charter.timeAuthorities().forEach(a -> say(Sentences.runBy(a)));
    }

    private void roster() {
        charter.groups()
                .forEach((name, members) -> say("The group " + name + " has " + Phrases.count(members.size(), "member")
                        + ": " + Phrases.and(members.stream().map(say::party).toList()) + "."));
        for (Party party : charter.parties()) {
            String desks = party.desks().stream().map(d -> desk(party, d)).collect(Collectors.joining("; "));
            say(say.party(party.id()) + " may " + Sentences.rights(party.may())
                    + (desks.isEmpty() ? "; it has no desk." : "; its desks: " + desks + "."));
        }
    }

    private static String desk(Party party, Desk desk) {
        String own = desk.may().equals(party.may()) ? "" : ", may " + Sentences.rights(desk.may());
        return desk.name() + " (" + Phrases.count(desk.keys().size(), "key") + own + ")";
    }

    private void say(String sentence) {
        sentences.add(sentence);
    }
}

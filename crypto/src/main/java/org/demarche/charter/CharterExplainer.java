package org.demarche.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.proto.v1.FindingKind;

/** Tells in plain sentences what a charter means, for those who are to assent to it. */
public final class CharterExplainer {
    private final Charter charter;
    private final RuleWords rules;
    private final List<String> sentences = new ArrayList<>();

    private CharterExplainer(Charter charter) {
        this.charter = charter;
        this.rules = new RuleWords(charter);
    }

    /** The sentences, in the order in which people ask: what it is, who decides, what starts the clock, what follows, who takes part. */
    public static List<String> explain(Charter charter) {
        CharterExplainer explainer = new CharterExplainer(charter);
        explainer.preamble();
        explainer.assent();
        explainer.findings();
        explainer.clock();
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
        if (charter.timeScale() > 1) {
            say("The time of the plan runs " + charter.timeScale()
                    + " times as fast as the clock: 72 hours of the plan pass in "
                    + Phrases.duration(Spans.scaled(72 * 3_600_000L, charter.timeScale())) + ".");
        }
        say("Its log is " + charter.log().origin() + ".");
    }

    private void assent() {
        say("It is in force once " + rules.of(charter.adoption()) + " " + rules.verb(charter.adoption(), "has", "have")
                + " assented; a successor needs this too, besides what it asks for itself.");
    }

    private void findings() {
        for (FindingRule finding : charter.findings()) {
            say("The finding \"" + Words.of(finding.kind()) + "\" is established while " + rules.of(finding.quorum())
                    + " " + rules.verb(finding.quorum(), "confirms", "confirm") + " it.");
        }
    }

    private void clock() {
        say(
                charter.clock() instanceof Charter.ClockOrigin.OfFinding of
                        ? "An incident's clock starts when the finding \"" + Words.of(of.kind())
                                + "\" is established, and stops when that finding is lost."
                        : "An incident's clock starts with the report that opens it.");
    }

    private void tier(Tier tier) {
        String name = "Tier " + tier.number();
        say(name + " is: " + tier.title() + ".");
        List<String> gates = gates(tier);
        say(
                gates.isEmpty()
                        ? name + " has no gate."
                        : "Before tier " + tier.number() + " can be activated, " + Phrases.and(gates) + ".");
        say("It is activated when it has been proposed and " + rules.of(tier.quorum()) + " "
                + rules.verb(tier.quorum(), "concurs", "concur") + desks(tier) + ".");
        say("A proposal lapses " + Phrases.plan(tier.lapsesAfter(), charter) + " after it was made"
                + (tier.notBefore().isPresent() ? ", or after the time gate opens if that is later" : "") + ".");
        answer(tier);
        say("It is stood down when " + rules.of(tier.standDown()) + " "
                + rules.verb(tier.standDown(), "concurs", "concur") + desks(tier) + ".");
    }

    private List<String> gates(Tier tier) {
        Stream<String> time = tier.notBefore().stream()
                .map(s -> Phrases.plan(s, charter) + " must have passed on the incident's clock");
        return Stream.concat(tier.requires().stream().map(this::gate), time).toList();
    }

    private String gate(Gate gate) {
        if (gate instanceof Gate.OfFinding finding) {
            return "the finding \"" + Words.of(finding.kind()) + "\" must be established";
        }
        if (gate instanceof Gate.OfTier lower) {
            return "tier " + lower.number() + " must have been activated";
        }
        Gate.OfPledge pledge = (Gate.OfPledge) gate;
        return "a pledge of " + rules.party(pledge.party()) + " to " + Words.of(pledge.component())
                + " must be in force";
    }

    private static String desks(Tier tier) {
        return tier.desks() == 1 ? "" : ", each on " + tier.desks() + " different desks";
    }

    private void answer(Tier tier) {
        List<String> deeds = tier.answeredBy().stream()
                .sorted()
                .map(d -> d == Deed.WARNING ? "a diplomatic warning" : "measures to stop the violation")
                .toList();
        if (!deeds.isEmpty()) {
            String verb = tier.answeredBy().equals(Set.of(Deed.WARNING)) ? " has" : " have";
            say("It is answered when " + Phrases.and(deeds) + verb + " been reported.");
        }
        tier.actWithin()
                .ifPresent(s -> say("It is overdue when it is not active"
                        + (tier.answeredBy().isEmpty() ? "" : " and answered") + " " + Phrases.plan(s, charter)
                        + " after the clock started; it remains possible."));
    }

    private void end() {
        say(
                "A party that concurs on one desk and declines on another does not count. A tier that was stood down is not activated again in that incident.");
        boolean canCease =
                charter.finding(FindingKind.FINDING_KIND_HOSTILITIES_CEASED).isPresent();
        say("An incident winds down " + (canCease ? "when the finding \"hostilities ceased\" is established, or " : "")
                + "after " + Phrases.plan(charter.incidentOpenFor(), charter) + " without a finding.");
        say("From " + Phrases.instant(charter.expiresMs())
                + " on nothing is activated under this charter; what was proven remains proven.");
        say("A notice is valid for at most " + Phrases.duration(charter.validForAtMostMs()) + "; clocks may differ by "
                + Phrases.duration(charter.skewMs()) + ".");
    }

    private void witnesses() {
        Optional<String> rule = charter.witnessed().map(rules::of);
        say(rule.map(r -> "Time and history are vouched for by witnesses: " + r + " must cosign; " + charter.liars()
                        + " of them may lie about time.")
                .orElse("No witness is named: time and history are the hub's word."));
        charter.witnesses().forEach(w -> say("The witness " + w.name() + " is run by " + rules.party(w.party()) + "."));
    }

    private void timeAuthorities() {
        charter.timestamped()
                .map(rules::of)
                .ifPresent(
                        r -> say(
                                "By when something existed is attested from outside: " + r
                                        + " must stamp the log's heads. Nothing waits for them; what they have not stamped is called unattested."));
        charter.timeAuthorities()
                .forEach(a -> say("The time authority " + a.name() + " is run by " + a.operator()
                        + "; its certificates lead to the one with the hash "
                        + a.certificate().fingerprint()
                        + a.policy()
                                .map(p -> ", and only its policy " + p + " counts")
                                .orElse("") + "."));
    }

    private void roster() {
        charter.groups()
                .forEach((name, members) -> say("The group " + name + " has " + Phrases.count(members.size(), "member")
                        + ": " + Phrases.and(members.stream().map(rules::party).toList()) + "."));
        for (Party party : charter.parties()) {
            String desks = party.desks().stream().map(d -> desk(party, d)).collect(Collectors.joining("; "));
            say(rules.party(party.id()) + " may " + rights(party.may())
                    + (desks.isEmpty() ? "; it has no desk." : "; its desks: " + desks + "."));
        }
    }

    private static String desk(Party party, Desk desk) {
        String own = desk.may().equals(party.may()) ? "" : ", may " + rights(desk.may());
        return desk.name() + " (" + Phrases.count(desk.keys().size(), "key") + own + ")";
    }

    private static String rights(Set<Right> rights) {
        return rights.isEmpty()
                ? "only assent"
                : Phrases.and(
                        rights.stream().sorted().map(CharterExplainer::right).toList());
    }

    private static String right(Right right) {
        return switch (right) {
            case REPORT -> "report";
            case FIND -> "find";
            case WARN -> "warn";
            case MEASURES -> "take measures";
            case PROPOSE -> "propose";
            case CONCUR -> "concur";
            case PLEDGE -> "pledge";
            case MESSAGE -> "send messages";
        };
    }

    private void say(String sentence) {
        sentences.add(sentence);
    }
}

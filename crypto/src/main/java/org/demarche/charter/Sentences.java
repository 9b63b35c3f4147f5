package org.demarche.charter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.proto.v1.FindingKind;
import org.demarche.rule.Rule;

/** What each clause of a charter means, as one sentence: for those who read the whole ({@link CharterExplainer}) and those who compare two ({@link CharterComparison}). */
final class Sentences {
    private final Charter charter;
    private final RuleWords rules;

    Sentences(Charter charter) {
        this.charter = charter;
        this.rules = new RuleWords(charter);
    }

    /** Such as {@code Oslo (NO)}. */
    String party(String id) {
        return rules.party(id);
    }

    String inForce() {
        return "It is in force once " + rules.of(charter.adoption()) + " "
                + rules.verb(charter.adoption(), "has", "have")
                + " assented; a successor needs this too, besides what it asks for itself.";
    }

    String established(FindingRule finding) {
        return "The finding \"" + Words.of(finding.kind()) + "\" is established while " + rules.of(finding.quorum())
                + " " + rules.verb(finding.quorum(), "confirms", "confirm") + " it.";
    }

    String clock() {
        return charter.clock() instanceof Charter.ClockOrigin.OfFinding of
                ? "An incident's clock starts when the finding \"" + Words.of(of.kind())
                        + "\" is established, and stops when that finding is lost."
                : "An incident's clock starts with the report that opens it.";
    }

    String timeScale() {
        return "The time of the plan runs " + charter.timeScale()
                + " times as fast as the clock: 72 hours of the plan pass in "
                + Phrases.duration(Spans.scaled(72 * 3_600_000L, charter.timeScale())) + ".";
    }

    String gates(Tier tier) {
        List<String> gates = Stream.concat(
                        tier.requires().stream().map(this::gate),
                        tier.notBefore().stream().map(this::timeGate))
                .toList();
        return gates.isEmpty()
                ? "Tier " + tier.number() + " has no gate."
                : "Before tier " + tier.number() + " can be activated, " + Phrases.and(gates) + ".";
    }

    String timeGate(Span notBefore) {
        return Phrases.plan(notBefore, charter) + " must have passed on the incident's clock";
    }

    String gate(Gate gate) {
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

    String activated(Tier tier) {
        return "It is activated when it has been proposed and " + concur(tier.quorum(), tier) + ".";
    }

    String stoodDown(Tier tier) {
        return "It is stood down when " + concur(tier.standDown(), tier) + ".";
    }

    private String concur(Rule rule, Tier tier) {
        return rules.of(rule) + " " + rules.verb(rule, "concurs", "concur")
                + (tier.desks() == 1 ? "" : ", each on " + tier.desks() + " different desks");
    }

    String lapses(Tier tier) {
        return "A proposal lapses " + Phrases.plan(tier.lapsesAfter(), charter) + " after it was made"
                + (tier.notBefore().isPresent() ? ", or after the time gate opens if that is later" : "") + ".";
    }

    Optional<String> answered(Tier tier) {
        List<String> deeds = tier.answeredBy().stream()
                .sorted()
                .map(d -> d == Deed.WARNING ? "a diplomatic warning" : "measures to stop the violation")
                .toList();
        String verb = tier.answeredBy().equals(Set.of(Deed.WARNING)) ? " has" : " have";
        return deeds.isEmpty()
                ? Optional.empty()
                : Optional.of("It is answered when " + Phrases.and(deeds) + verb + " been reported.");
    }

    Optional<String> overdue(Tier tier) {
        return tier.actWithin()
                .map(s -> "It is overdue when it is not active"
                        + (tier.answeredBy().isEmpty() ? "" : " and answered") + " " + Phrases.plan(s, charter)
                        + " after the clock started; it remains possible.");
    }

    String windsDown() {
        boolean canCease =
                charter.finding(FindingKind.FINDING_KIND_HOSTILITIES_CEASED).isPresent();
        return "An incident winds down "
                + (canCease ? "when the finding \"hostilities ceased\" is established, or " : "") + "after "
                + Phrases.plan(charter.incidentOpenFor(), charter) + " without a finding.";
    }

    String expires() {
        return "From " + Phrases.instant(charter.expiresMs())
                + " on nothing is activated under this charter; what was proven remains proven.";
    }

    String witnessed() {
        return charter.witnessed()
                .map(rules::of)
                .map(r -> "Time and history are vouched for by witnesses: " + r + " must cosign; " + charter.liars()
                        + " of them may lie about time.")
                .orElse("No witness is named: time and history are the hub's word.");
    }

    String runBy(Charter.Witness witness) {
        return "The witness " + witness.name() + " is run by " + rules.party(witness.party()) + ".";
    }

    Optional<String> timestamped() {
        return charter.timestamped()
                .map(rules::of)
                .map(
                        r -> "By when something existed is attested from outside: " + r
                                + " must stamp the log's heads. Nothing waits for them; what they have not stamped is called unattested.");
    }

    static String runBy(Charter.TimeAuthority authority) {
        return "The time authority " + authority.name() + " is run by " + authority.operator()
                + "; its certificates lead to the one with the hash "
                + authority.certificate().fingerprint()
                + authority
                        .policy()
                        .map(p -> ", and only its policy " + p + " counts")
                        .orElse("")
                + ".";
    }

    static String closes() {
        return "With its adoption the log is closed: it takes no notice any more, every incident is closed as it stands, and all of it stays readable.";
    }

    static String follows(Predecessor old) {
        return "It follows the log " + old.origin() + ", whose charter has the hash "
                + old.charter().fingerprint() + ", and of which it vouches for "
                + Phrases.count(old.size(), "entry", "entries")
                + ", with the root " + old.root().fingerprint() + " and, over all their bytes, "
                + old.entries().fingerprint() + ".";
    }

    static String rights(Set<Right> rights) {
        return rights.isEmpty()
                ? "only assent"
                : Phrases.and(rights.stream().sorted().map(Sentences::right).toList());
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
}

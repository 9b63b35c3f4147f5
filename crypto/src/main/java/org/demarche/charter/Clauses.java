package org.demarche.charter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.demarche.charter.Difference.Area;
import org.demarche.hash.Sha256;
import org.demarche.rule.Rule;
import org.demarche.toml.TomlComments;

/** A charter taken apart into its clauses: everything that it says, each thing at one place. What a later version of the format adds, adds clauses here. */
final class Clauses {
    private static final String KEY = ", key ";

    private final Charter charter;
    private final Sentences say;
    private final List<Clause> clauses = new ArrayList<>();

    private Clauses(Charter charter) {
        this.charter = charter;
        this.say = new Sentences(charter);
    }

    static List<Clause> of(Charter charter) {
        Clauses all = new Clauses(charter);
        all.preamble();
        all.log();
        all.witnesses();
        all.timeAuthorities();
        charter.parties().forEach(all::party);
        charter.groups().forEach(all::group);
        charter.findings()
                .forEach(f -> all.add(
                        Area.FINDINGS, "finding " + Words.of(f.kind()), text(f.quorum()), all.say.established(f)));
        charter.tiers().forEach(all::tier);
        all.comments();
        return List.copyOf(all.clauses);
    }

    private void preamble() {
        add(Area.CHARTER, "title", charter.title(), "\"" + charter.title() + "\"");
        add(Area.CHARTER, "version", charter.version(), Integer.toString(charter.version()));
        charter.previous().ifPresent(p -> add(Area.CHARTER, "previous", p, p.fingerprint()));
        add(Area.CHARTER, "status", charter.exercise(), charter.exercise() ? "an EXERCISE" : "ACTUAL use");
        if (charter.closes()) {
            add(Area.CHARTER, "final", true, Sentences.closes());
        }
        add(Area.CHARTER, "expires", charter.expiresMs(), say.expires());
        add(Area.CHARTER, "adoption", text(charter.adoption()), say.inForce());
        add(Area.CHARTER, "clock", charter.clock(), say.clock());
        if (charter.timeScale() > 1) {
            add(Area.CHARTER, "time_scale", charter.timeScale(), say.timeScale());
        }
        add(Area.CHARTER, "skew", charter.skewMs(), "Clocks may differ by " + Phrases.duration(charter.skewMs()) + ".");
        add(
                Area.CHARTER,
                "valid_for_at_most",
                charter.validForAtMostMs(),
                "A notice is valid for at most " + Phrases.duration(charter.validForAtMostMs()) + ".");
        add(Area.CHARTER, "incident_open_for", charter.incidentOpenFor(), say.windsDown());
    }

    private void log() {
        add(Area.LOG, "log, origin", charter.log().origin(), charter.log().origin());
        key(Area.LOG, "log, ed25519", charter.log().ed25519());
        key(Area.LOG, "log, ml_dsa_44", charter.log().mlDsa44());
        charter.predecessor().ifPresent(p -> add(Area.LOG, "predecessor", p, Sentences.follows(p)));
    }

    private void witnesses() {
        add(Area.WITNESSES, "liars", charter.liars(), "Of the witnesses " + charter.liars() + " may lie about time.");
        charter.witnessed().ifPresent(rule -> add(Area.WITNESSES, "witnessed", text(rule), say.witnessed()));
        for (Charter.Witness witness : charter.witnesses()) {
            String subject = "witness " + witness.name();
            add(Area.WITNESSES, subject, witness.party(), say.runBy(witness));
            key(Area.WITNESSES, subject + ", ed25519", witness.ed25519());
            key(Area.WITNESSES, subject + ", ml_dsa_44", witness.mlDsa44());
        }
    }

    private void timeAuthorities() {
        charter.timestamped()
                .ifPresent(rule -> add(
                        Area.WITNESSES,
                        "timestamped",
                        text(rule),
                        say.timestamped().orElseThrow()));
        charter.timeAuthorities()
                .forEach(a -> add(Area.WITNESSES, "time authority " + a.name(), a, Sentences.runBy(a)));
    }

    private void party(Party party) {
        String subject = "party " + party.id();
        add(Area.PARTIES, subject, party.name(), say.party(party.id()));
        key(Area.PARTIES, subject + ", root", party.root());
        add(Area.PARTIES, subject + ", may", party.may(), "It may " + Sentences.rights(party.may()) + ".");
        sorted(party.tls()).forEach(pin -> key(Area.PARTIES, subject + ", TLS pin " + pin.fingerprint(), pin));
        for (Desk desk : party.desks()) {
            String post = subject + ", desk " + desk.name();
            add(Area.PARTIES, post + ", may", desk.may(), "This desk may " + Sentences.rights(desk.may()) + ".");
            sorted(desk.keys()).forEach(k -> key(Area.PARTIES, post + KEY + k.fingerprint(), k));
        }
    }

    private void group(String name, List<String> members) {
        add(
                Area.GROUPS,
                "group " + name,
                Set.copyOf(members),
                Phrases.count(members.size(), "member") + ": "
                        + Phrases.and(members.stream().map(say::party).toList()) + ".");
    }

    private void tier(Tier tier) {
        String subject = "tier " + tier.number();
        add(Area.TIERS, subject + ", title", tier.title(), tier.title());
        add(Area.TIERS, subject + ", requires", tier.requires(), required(tier));
        tier.notBefore().ifPresent(s -> add(Area.TIERS, subject + ", not_before", s, say.timeGate(s) + "."));
        tier.actWithin()
                .ifPresent(s -> add(
                        Area.TIERS,
                        subject + ", act_within",
                        s,
                        say.overdue(tier).orElseThrow()));
        say.answered(tier).ifPresent(s -> add(Area.TIERS, subject + ", answered_by", tier.answeredBy(), s));
        add(Area.TIERS, subject + ", lapses_after", tier.lapsesAfter(), say.lapses(tier));
        add(
                Area.TIERS,
                subject + ", desks",
                tier.desks(),
                Phrases.count(tier.desks(), "desk") + " of a party must concur for it to count.");
        add(Area.TIERS, subject + ", quorum", text(tier.quorum()), say.activated(tier));
        add(Area.TIERS, subject + ", stand_down", text(tier.standDown()), say.stoodDown(tier));
    }

    private String required(Tier tier) {
        return tier.requires().isEmpty()
                ? "No finding, tier or pledge is required."
                : "Required: "
                        + Phrases.and(tier.requires().stream().map(say::gate).toList()) + ".";
    }

    /** People assent to these too, though no rule reads them. */
    private void comments() {
        Set<String> once = new HashSet<>();
        for (TomlComments.Comment comment : TomlComments.of(charter.text().toStringUtf8())) {
            if (once.add(comment.text())) {
                add(Area.CHARTER, "comment", comment.text(), "\"" + comment.text() + "\"");
            }
        }
    }

    /** A group's name stands for whoever is in it: that is the group's clause. */
    private static String text(Rule rule) {
        return rule.toString();
    }

    private void key(Area area, String subject, Sha256 key) {
        add(area, subject, key, key.fingerprint());
    }

    private static List<Sha256> sorted(Set<Sha256> keys) {
        return keys.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private void add(Area area, String subject, Object meaning, String words) {
        clauses.add(new Clause(area, subject, meaning, words));
    }
}

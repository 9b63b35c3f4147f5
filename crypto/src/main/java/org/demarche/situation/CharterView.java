package org.demarche.situation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterExplainer;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.charter.Right;
import org.demarche.escalation.Compromise;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Outlook;
import org.demarche.hash.Sha256;
import org.demarche.time.Dtg;

/**
 * The charter, who has assented to it, and whose keys count.
 *
 * @param charter the charter in force, or the draft of version 1
 * @param inForce whether it is in force
 * @param assent how its adoption stands
 * @param gauge the same as a gauge
 * @param parties in the charter's order
 * @param sentences what it means
 * @param drafts charters that are proposed to follow it, with their outlook
 */
public record CharterView(
        Charter charter,
        boolean inForce,
        Question assent,
        Gauge gauge,
        List<PartyView> parties,
        List<String> sentences,
        List<Outlook> drafts) {
    public CharterView {
        parties = List.copyOf(parties);
        sentences = List.copyOf(sentences);
        drafts = List.copyOf(drafts);
    }

    /**
     * A party.
     *
     * @param party what the charter says of it
     * @param assented whether it has assented
     * @param root its root key, in words
     * @param desks each of its desks with the keys that count
     */
    public record PartyView(Party party, boolean assented, Key root, List<DeskView> desks) {
        public PartyView {
            desks = List.copyOf(desks);
        }

        /** What it may, in the order of the charter's text. */
        public String rights() {
            return String.join(
                    ", ", party.may().stream().sorted().map(Right::word).toList());
        }
    }

    /** A desk with its keys. */
    public record DeskView(String name, List<Key> keys) {
        public DeskView {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A key.
     *
     * @param id its id
     * @param brought whether the party has brought it, and it counts
     * @param caution why to doubt what it has signed; empty: nothing is known
     */
    public record Key(Sha256 id, boolean brought, String caution) {}

    /** The charter at the instant of a situation. */
    public static CharterView of(Situation situation) {
        Governance governance = situation.governance();
        Charter charter = governance.charter();
        Draft own = governance.drafts().get(charter.hash());
        SortedSet<String> assented = own == null ? Collections.emptySortedSet() : own.byOwnRoot();
        return new CharterView(
                charter,
                governance.inForce(),
                Question.assent(charter, assented, governance.inForce()),
                Gauge.of(governance.adoption()),
                charter.parties().stream()
                        .map(p -> party(governance, p, assented.contains(p.id())))
                        .toList(),
                CharterExplainer.explain(charter),
                governance.drafts().values().stream()
                        .map(Draft::charter)
                        .filter(d -> !d.hash().equals(charter.hash()))
                        .sorted(Comparator.comparing(Charter::hash))
                        .map(d -> Outlook.of(governance, d, situation.incidents()))
                        .toList());
    }

    private static PartyView party(Governance governance, Party party, boolean assented) {
        List<DeskView> desks = new ArrayList<>();
        for (Desk desk : party.desks()) {
            SortedSet<Sha256> count = governance.keysOfDesk(party.id(), desk.name());
            List<Key> keys = new ArrayList<>();
            count.forEach(id -> keys.add(key(governance, party, id, true)));
            desk.keys().stream()
                    .filter(id -> !count.contains(id))
                    .sorted()
                    .forEach(id -> keys.add(key(governance, party, id, false)));
            desks.add(new DeskView(desk.name(), keys));
        }
        boolean brought = governance
                .signer(party.root())
                .filter(s -> s.isRoot() && s.party().equals(party.id()))
                .isPresent();
        return new PartyView(party, assented, key(governance, party, party.root(), brought), desks);
    }

    private static Key key(Governance governance, Party party, Sha256 id, boolean brought) {
        Optional<Compromise> compromise = governance.compromise(party.id(), id);
        return new Key(
                id,
                brought,
                compromise
                        .map(c -> "declared compromised from entry " + c.sinceIndex() + " on")
                        .orElse(""));
    }

    /** When it expires. */
    public String expires() {
        return Dtg.of(charter.expiresMs());
    }
}

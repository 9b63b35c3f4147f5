package org.demarche.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.charter.CharterSuccession;
import org.demarche.charter.Gate;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;
import org.demarche.copy.CopyDigest;
import org.demarche.escalation.Content;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Charters and their successors: PROTOCOL.md sections 6 and 7. */
final class CharterAnswers {
    static final Map<String, Respondent> ALL = Map.of(
            "read",
            in -> of(charter(in, "text")),
            "succession",
            CharterAnswers::succession,
            "ends",
            in -> ends(charter(in, "text")),
            "predecessor",
            CharterAnswers::predecessor);

    private CharterAnswers() {}

    private static Charter charter(Input in, String key) throws QuestionException, RefusedException {
        return charter(in.bytes(key));
    }

    private static Charter charter(byte[] text) throws RefusedException {
        CharterParse parse = CharterParser.parse(text);
        if (parse instanceof CharterParse.Sound sound) {
            return sound.charter();
        }
        throw new RefusedException(
                Reason.CHARTER_INVALID,
                ((CharterParse.Unsound) parse).problems().get(0).toString());
    }

    private static Answer succession(Input in) throws QuestionException, RefusedException {
        return Answer.of(CharterSuccession.check(charter(in, "text"), charter(in, "next"))
                .isEmpty());
    }

    /** Where its log begins and whether it closes it. */
    private static Answer ends(Charter charter) {
        return Answer.accept()
                .with("final", charter.closes())
                .with(
                        "predecessor",
                        charter.predecessor()
                                .map(p -> List.of(
                                        p.origin(),
                                        p.charter().hex(),
                                        Long.toString(p.size()),
                                        p.root().hex(),
                                        p.entries().hex()))
                                .orElse(List.of()));
    }

    /** Whether it names exactly the log with these entries. */
    private static Answer predecessor(Input in) throws QuestionException, RefusedException {
        Charter charter = charter(in, "text");
        List<byte[]> entries = in.list("entries");
        if (entries.isEmpty()
                || !(UnverifiedEntry.parse(entries.get(0)).fromOwnStore().content()
                        instanceof Content.Genesis genesis)) {
            return Answer.refuse();
        }
        Charter first = charter(genesis.text().toByteArray());
        CopyDigest copy = new CopyDigest();
        entries.forEach(copy::add);
        return Answer.of(
                charter.predecessor().equals(Optional.of(copy.end(first.log().origin(), first.hash()))));
    }

    private static Answer of(Charter charter) {
        List<List<String>> tiers = new ArrayList<>();
        for (Tier tier : charter.tiers()) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(tier.number()));
            row.add(millis(tier.notBefore()));
            row.add(millis(tier.actWithin()));
            row.add(Long.toString(tier.lapsesAfter().millis()));
            row.add(Integer.toString(tier.desks()));
            tier.requires().stream().map(Gate::toString).forEach(row::add);
            tiers.add(row);
        }
        return Answer.accept()
                .with("hash", charter.hash())
                .with("title", charter.title())
                .with("version", charter.version())
                .withNumber("expires_ms", charter.expiresMs())
                .withNumber("skew_ms", charter.skewMs())
                .withNumber("valid_for_at_most_ms", charter.validForAtMostMs())
                .withNumber("incident_open_for_ms", charter.incidentOpenFor().millis())
                .withLists("tiers", tiers);
    }

    /** Its length, divided as the time scale says; a dash if there is none. */
    private static String millis(java.util.Optional<Span> span) {
        return span.map(s -> Long.toString(s.millis())).orElse("-");
    }
}

package org.demarche.client.exercise.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.demarche.charter.Party;
import org.demarche.charter.Words;
import org.demarche.client.exercise.Standing;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalState;

/** Who took which position: parties in the charter's order, and what there was to say. Signs carry the meaning; colours only repeat it. */
final class Matrix {
    private final Story story;

    private enum Sign {
        YES(Standing.YES, "yes"),
        NO(Standing.NO, "no"),
        PARTLY(Standing.PARTLY, "partly"),
        NOTHING(Standing.NOTHING, "nothing"),
        NOT_ASKED("·", "not-asked");

        private final String sign;
        private final String kind;

        Sign(String sign, String kind) {
            this.sign = sign;
            this.kind = kind;
        }
    }

    /** What there was to say: its heading, the rule it counts for, and each party's sign with the words for it. */
    private record Column(String group, String heading, String rule, Function<String, Sign> sign, String yes) {}

    private Matrix(Story story) {
        this.story = story;
    }

    /** The table with its legend. */
    static Html of(Story story) {
        return new Matrix(story).table();
    }

    private Html table() {
        List<Column> columns = columns();
        List<Html> headings = new ArrayList<>(List.of(Html.element("th scope=\"col\"", "Party")));
        columns.forEach(c -> headings.add(Html.element(
                "th scope=\"col\"",
                Html.element("span class=\"group\"", c.group()),
                Html.element("span class=\"what\"", c.heading()))));
        List<Html> rules = new ArrayList<>(List.of(Html.element("th scope=\"row\"", "Rule")));
        columns.forEach(c -> rules.add(Html.element("td", c.rule())));
        List<Html> rows = story.charter().parties().stream()
                .map(party -> row(party, columns))
                .toList();
        return Html.of(
                Html.element(
                        "div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Positions of the parties\"",
                        Html.element(
                                "table class=\"matrix\"",
                                Html.element(
                                        "thead",
                                        Html.element("tr", Html.join(headings)),
                                        Html.element("tr class=\"rule\"", Html.join(rules))),
                                Html.element("tbody", Html.join(rows)))),
                legend());
    }

    private Html row(Party party, List<Column> columns) {
        List<Html> cells = new ArrayList<>();
        cells.add(Html.element("th scope=\"row\"", Html.element("b", party.id()), Html.text(" " + party.name())));
        for (Column column : columns) {
            Sign sign = column.sign().apply(party.id());
            String words = party.name() + ", " + column.group() + " " + column.heading() + ": "
                    + (sign == Sign.YES ? column.yes() : words(sign));
            cells.add(Html.element(
                    "td class=\"" + sign.kind + "\"",
                    Html.element("span" + Html.attribute("title", words) + " aria-hidden=\"true\"", sign.sign),
                    Html.element("span class=\"unseen\"", sign == Sign.YES ? column.yes() : words(sign))));
        }
        return Html.element("tr", Html.join(cells));
    }

    private static String words(Sign sign) {
        return switch (sign) {
            case YES -> "yes";
            case NO -> "declines";
            case PARTLY -> "some desks concur, too few";
            case NOTHING -> "no word";
            case NOT_ASKED -> "its word does not count here";
        };
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        Collection<String> all = story.charter().adoption().parties();
        columns.add(new Column(
                "Charter",
                "assent",
                story.charter().adoption().toString(),
                p -> yesOrNothing(story.assented().contains(p), all.contains(p)),
                "assents"));
        for (FindingState finding : story.state().getFindingsList()) {
            story.charter()
                    .finding(finding.getKind())
                    .ifPresent(rule -> columns.add(new Column(
                            "Finding",
                            Words.of(finding.getKind()),
                            rule.quorum().toString(),
                            p -> yesOrNothing(
                                    finding.getConfirmedList().contains(p),
                                    rule.quorum().parties().contains(p)),
                            "confirms")));
        }
        for (ProposalState proposal : story.state().getProposalsList()) {
            story.charter().tier(proposal.getTier()).ifPresent(tier -> {
                boolean activate = proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
                var rule = activate ? tier.quorum() : tier.standDown();
                columns.add(new Column(
                        activate ? "Activate" : "Stand down",
                        "tier " + tier.number(),
                        rule.toString(),
                        p -> position(proposal, p, rule.parties()),
                        "concurs"));
            });
        }
        return columns;
    }

    private static Sign yesOrNothing(boolean yes, boolean counts) {
        return yes ? Sign.YES : counts ? Sign.NOTHING : Sign.NOT_ASKED;
    }

    private static Sign position(ProposalState proposal, String party, Collection<String> counting) {
        if (proposal.getDecliningList().contains(party)) {
            return Sign.NO;
        }
        if (proposal.getPartialList().contains(party)) {
            return Sign.PARTLY;
        }
        return yesOrNothing(proposal.getConcurringList().contains(party), counting.contains(party));
    }

    private static Html legend() {
        List<Html> items = new ArrayList<>();
        for (Sign sign : Sign.values()) {
            String words = sign == Sign.YES ? "assents, confirms, concurs" : words(sign);
            items.add(Html.element(
                    "li", Html.element("span class=\"" + sign.kind + "\"", sign.sign), Html.text(" " + words)));
        }
        return Html.element("ul class=\"legend\"", Html.join(items));
    }
}

package org.demarche.client.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.situation.Deadline;
import org.demarche.situation.IncidentView;
import org.demarche.situation.Situation;
import org.demarche.situation.TierView;

/** Incidents as rows: whichever is most urgent first, the closed ones last. */
final class IncidentRows {
    private static final int ID = 12;
    private static final int CLOCK = 8;
    private static final int TITLE_FROM = 110;
    private static final int TITLE = 36;

    private final Page page;
    private final int tiers;

    private IncidentRows(Page page, int tiers) {
        this.page = page;
        this.tiers = tiers;
    }

    /**
     * Writes them.
     *
     * @param most how many at most
     * @param titles whether each has a second line that says what it is about, where its row has no room for that
     */
    static void write(Situation situation, int most, boolean titles, Page page) {
        List<IncidentView> open = situation.open();
        List<IncidentView> closed = situation.closed();
        if (open.isEmpty() && closed.isEmpty()) {
            page.line("No incident.");
            return;
        }
        int wide = Math.max(5, situation.charter().tiers().size() * (page.utf8() ? 3 : 5) - 1);
        IncidentRows rows = new IncidentRows(page, wide);
        rows.row("INCIDENT", "CLOCK", "TIERS", page.width() < TITLE_FROM ? "" : "REPORT", "NEXT", Page.Tone.PLAIN);
        open.stream().limit(most).forEach(view -> rows.row(view, titles));
        closed.stream().limit(Math.max(0, most - open.size())).forEach(view -> rows.row(view, titles));
        int left = open.size() + closed.size() - most;
        if (left > 0) {
            page.line("(" + left + " more: demarche liaison incident)");
        }
        page.line(legend(page.utf8()), 1);
    }

    private void row(IncidentView view, boolean titles) {
        String signs = view.tiers().stream()
                .map(t -> t.number() + t.state().on(page.utf8()))
                .collect(Collectors.joining(" "));
        row(
                view.id().brief(),
                view.clock().orElse("stands"),
                signs,
                view.title(),
                next(view),
                view.next()
                        .map(IncidentScreen::tone)
                        .filter(t -> t != Page.Tone.STRONG)
                        .orElse(Page.Tone.PLAIN));
        if (titles && page.width() < TITLE_FROM) {
            page.line(" ".repeat(ID + 2) + Page.cut(view.precedence() + ", " + view.title(), page.width() - ID - 2));
        }
    }

    static String next(IncidentView view) {
        if (view.next().isEmpty()) {
            return view.phase().toUpperCase(Locale.ROOT);
        }
        Deadline next = view.next().get();
        return next.left() + " " + next.caption() + (next.awaits().isEmpty() ? "" : " · " + next.awaits());
    }

    private void row(String id, String clock, String signs, String title, String next, Page.Tone tone) {
        String line = Columns.pad(id, ID) + "  " + Columns.pad(clock, CLOCK) + " " + Columns.pad(signs, tiers) + "  "
                + (page.width() < TITLE_FROM ? "" : Columns.pad(Page.clean(title), TITLE) + "  ");
        page.line(line + Page.cut(next, page.width() - Columns.of(line)), 0, tone);
    }

    private static String legend(boolean utf8) {
        return "("
                + Stream.of(TierView.State.values())
                        .filter(s -> s != TierView.State.NOT_PROPOSED)
                        .map(s -> s.on(utf8) + " " + s.words())
                        .collect(Collectors.joining(utf8 ? "  " : ", "))
                + ")";
    }
}

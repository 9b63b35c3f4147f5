package org.demarche.client.exercise;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.charter.Party;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.situation.Sign;
import org.demarche.time.Dtg;

/**
 * Tells an exercise line by line: plan time, date-time group, entries, who, what. On a terminal the last line is a live countdown; elsewhere it is plain text.
 */
final class Timeline {
    private static final int WIDTH = 118;
    private static final int TIME_WIDTH = 9;
    private static final int DTG_WIDTH = 16;
    private static final int ENTRY_WIDTH = 10;
    private static final int INDENT = TIME_WIDTH + DTG_WIDTH + ENTRY_WIDTH;
    private static final int MOST_NAMES = 4;
    private static final String RETURN_AND_CLEAR = "\r\u001b[K";
    private static final String BOLD = "\u001b[1m";
    private static final String FAINT = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final Charter charter;
    private final Screen screen;
    private boolean live;
    private String lastGates = "";

    /**
     * How the output is shown.
     *
     * @param terminal a person watches: a live line may be drawn over
     * @param styled bold and faint may be used
     */
    record Screen(boolean terminal, boolean styled) {}

    Timeline(PrintStream out, Charter charter, Screen screen) {
        this.out = out;
        this.charter = charter;
        this.screen = screen;
    }

    /** Tells what happened. */
    void tell(Happening happening, PlanClock clock) {
        endLive();
        if (happening instanceof Happening.Told told) {
            out.println();
            out.println(styled(BOLD, told.text()));
            out.flush();
            return;
        }
        String time = pad(clock.label(happening.atMs()), TIME_WIDTH) + pad(Dtg.of(happening.atMs()), DTG_WIDTH);
        if (happening instanceof Happening.Said said) {
            String detail = said.detail().isEmpty() ? "" : " — " + said.detail();
            print(
                    time + pad(entries(said.indexes()), ENTRY_WIDTH),
                    names(said.actors()) + "  " + said.what() + detail,
                    said.status());
        } else if (happening instanceof Happening.Refused refused) {
            String signed = refused.signed() ? " Signed by the log's keys." : "";
            print(
                    time + pad("⊘", ENTRY_WIDTH),
                    names(List.of(refused.actor())) + "  " + refused.what() + " — REFUSED, " + refused.reason() + ": "
                            + refused.sentence() + "." + signed,
                    List.of());
        } else if (happening instanceof Happening.Silent silent) {
            print(
                    time + pad(Sign.NOTHING.mark(), ENTRY_WIDTH),
                    name(silent.actor().party()) + "  " + silent.what(),
                    List.of());
        } else if (happening instanceof Happening.Followed followed) {
            print(time + pad("→", ENTRY_WIDTH), TurnWords.of(followed.turn(), clock), followed.status());
        }
        out.flush();
    }

    /** Draws the live line, on a terminal. */
    void live(IncidentState state, PlanClock clock, long nowMs) {
        if (!screen.terminal() || clock.startedMs().isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        parts.add(clock.label(nowMs));
        state.getProposalsList().stream()
                .filter(p -> p.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_OPEN)
                .forEach(p -> parts.add(open(p)));
        if (state.getNextInstantMs() > nowMs) {
            parts.add("next deadline in " + clock.span(nowMs, state.getNextInstantMs()));
        }
        String line = String.join("  ·  ", parts);
        out.print(RETURN_AND_CLEAR + styled(BOLD, line.length() > WIDTH ? line.substring(0, WIDTH) : line));
        out.flush();
        live = true;
    }

    /** Clears the live line, so that others may print. */
    void endLive() {
        if (live) {
            out.print(RETURN_AND_CLEAR);
            live = false;
        }
    }

    private static String open(ProposalState proposal) {
        String what = proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE ? "tier " : "stand-down of tier ";
        return what
                + proposal.getTier()
                + (proposal.getQuorum() ? " quorum MET, waits" : ": " + proposal.getConcurringCount() + " concur");
    }

    private void print(String head, String text, List<String> status) {
        // Gates are told again only when they have changed: between two positions they seldom do.
        List<String> news = status.stream()
                .filter(line -> !line.startsWith("gates ") || !line.equals(lastGates))
                .toList();
        status.stream().filter(line -> line.startsWith("gates ")).forEach(line -> lastGates = line);
        List<String> lines = Stream.concat(
                        Wrap.of(text, WIDTH - INDENT).stream(),
                        news.stream().flatMap(s -> Wrap.of("  " + s, WIDTH - INDENT).stream()))
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            out.println((i == 0 ? styled(FAINT, head) : " ".repeat(INDENT)) + lines.get(i));
        }
    }

    private String names(List<Actor> actors) {
        List<String> parties = actors.stream().map(Actor::party).distinct().toList();
        if (actors.size() == 1) {
            return name(parties.get(0)) + "/" + actors.get(0).desk();
        }
        String who = parties.size() > MOST_NAMES
                ? String.join(" ", parties)
                : Phrase.and(parties.stream().map(this::name).toList());
        return actors.size() > parties.size() ? who + " (" + actors.size() + " desks)" : who;
    }

    private String name(String party) {
        return charter.party(party).map(Party::name).orElse(party);
    }

    private static String entries(List<Long> indexes) {
        long first = indexes.get(0);
        long last = indexes.get(indexes.size() - 1);
        return first == last ? "#" + first : "#" + first + "–" + last;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private String styled(String style, String text) {
        return screen.styled() ? style + text + PLAIN : text;
    }
}

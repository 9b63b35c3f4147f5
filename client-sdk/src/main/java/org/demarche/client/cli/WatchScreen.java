package org.demarche.client.cli;

import java.util.Optional;
import org.demarche.client.witness.Witnessing;
import org.demarche.hash.Sha256;
import org.demarche.situation.IncidentView;
import org.demarche.situation.Situation;
import org.demarche.situation.Spoken;
import org.demarche.time.Dtg;

/** What a watch room looks at: whether it is fresh, what comes next, the incidents, and the tape of the newest entries. */
final class WatchScreen {
    private static final int LEAST_TAPE = 4;
    private static final int MOST_ROWS = 8;
    private static final int IDS_FROM = 110;
    private static final int ID = 14;

    private WatchScreen() {}

    /** The first lines of every live screen: the time, how fresh it is, and what witnesses say. */
    static void status(Situation situation, Pulse.Beat beat, Witnessing witnessed, Page page) {
        page.sides(
                situation.dtg() + "   " + situation.log().size() + " entries, heard " + beat.heard(),
                witnesses(witnessed, situation),
                Page.Tone.PLAIN);
        beat.stale().ifPresent(words -> page.line(words, 7, Page.Tone.BAD));
        beat.caution().ifPresent(words -> page.line(words, 2, Page.Tone.WARN));
    }

    private static String witnesses(Witnessing said, Situation situation) {
        if (said instanceof Witnessing.Witnessed witnessed) {
            long waiting = situation.log().size() - witnessed.size();
            return waiting > 0
                    ? waiting + " not yet witnessed"
                    : "all witnessed, by " + witnessed.by().size() + " of "
                            + situation.charter().witnesses().size();
        }
        return WitnessWords.of(said);
    }

    /**
     * Writes it.
     *
     * @param rows how many lines there are; the tape takes what is left
     * @param only the incident that it is about; empty: all
     */
    static void write(
            Situation situation, Pulse.Beat beat, Witnessing witnessed, Optional<Sha256> only, int rows, Page page) {
        status(situation, beat, witnessed, page);
        Optional<IncidentView> next = situation.open().stream()
                .filter(v -> only.isEmpty() || only.get().equals(v.id()))
                .findFirst();
        next.ifPresentOrElse(
                v -> page.line(
                        "NEXT " + Page.cut(v.id().brief() + ": " + IncidentRows.next(v), page.width() - 5),
                        5,
                        v.next().map(IncidentScreen::tone).orElse(Page.Tone.PLAIN)),
                () -> page.line("NEXT nothing is due"));
        page.blank();
        IncidentRows.write(
                situation, Math.min(MOST_ROWS, Math.max(1, (rows - page.lines().size()) / 2)), false, page);
        String ids = page.width() < IDS_FROM ? "" : Columns.pad("NOTICE", ID);
        page.blank()
                .line(" ENTRY  TIME            FROM         " + ids + "WHAT, the newest first", 0, Page.Tone.STRONG);
        situation.journal().tape().stream()
                .filter(s -> only.isEmpty() || only.equals(s.incident()))
                .limit(Math.max(LEAST_TAPE, rows - page.lines().size()))
                .forEach(s -> page.line(entry(s, page.width())));
    }

    private static String entry(Spoken spoken, int width) {
        String urgent = spoken.precedence().equals("FLASH") ? "FLASH " : "";
        String line = String.format("%6d  %-14s  ", spoken.index(), Dtg.of(spoken.atMs()))
                + Columns.pad(Page.clean(spoken.who()), 11)
                + "  "
                + (width < IDS_FROM
                        ? ""
                        : Columns.pad(spoken.notice().map(Sha256::brief).orElse("-"), ID));
        return line + Page.cut(urgent + spoken.what(), width - Columns.of(line));
    }
}

package org.demarche.situation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.charter.FindingRule;
import org.demarche.charter.Words;
import org.demarche.escalation.Compromise;
import org.demarche.escalation.FindingTally;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.time.Dtg;
import org.demarche.time.PlanTime;

/**
 * An incident as people see it at an instant.
 *
 * @param incident its state
 * @param said what was said in it
 * @param deadlines the most urgent first
 * @param findings of the charter, in its order
 * @param tiers of the charter, ascending
 * @param questions on which parties' words count, in the order in which they came up
 * @param moments what its line shows
 * @param notices every entry of it with what readers must know
 */
public record IncidentView(
        Incident incident,
        Proceedings said,
        List<Deadline> deadlines,
        List<Found> findings,
        List<TierView> tiers,
        List<Question> questions,
        Moments moments,
        List<Line> notices) {
    private static final List<String> URGENT = List.of("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE");

    /** The one with the nearest deadline first, then the more urgent report, then the older one. */
    static final Comparator<IncidentView> MOST_URGENT_FIRST = Comparator.comparing(
                    (IncidentView v) -> v.deadlines.isEmpty())
            .thenComparing((a, b) -> a.deadlines.isEmpty() || b.deadlines.isEmpty()
                    ? 0
                    : Deadline.MOST_URGENT_FIRST.compare(a.deadlines.get(0), b.deadlines.get(0)))
            .thenComparing(v -> URGENT.indexOf(v.precedence()))
            .thenComparing(IncidentView::openedIndex);

    private static final int TITLE = 90;
    private static final int SUMMARY = 160;

    public IncidentView {
        deadlines = List.copyOf(deadlines);
        findings = List.copyOf(findings);
        tiers = List.copyOf(tiers);
        questions = List.copyOf(questions);
        notices = List.copyOf(notices);
    }

    /**
     * A finding.
     *
     * @param words such as {@code hostilities continue}
     * @param established whether its rule holds
     * @param state since when, or who is missing
     */
    public record Found(String words, boolean established, String state) {}

    /**
     * An entry of the incident.
     *
     * @param spoken the entry
     * @param caution what became of it since, or why to doubt it; empty: nothing
     */
    public record Line(Spoken spoken, String caution) {}

    static IncidentView of(Situation situation, Incident incident, Proceedings said) {
        List<Deadline> deadlines = Deadline.of(incident, situation.nowMs());
        return new IncidentView(
                incident,
                said,
                deadlines,
                incident.charter().findings().stream()
                        .map(rule -> found(incident, rule))
                        .toList(),
                incident.charter().tiers().stream()
                        .map(tier -> TierView.of(incident, tier, situation.nowMs()))
                        .toList(),
                Question.of(incident, said, situation.nowMs()),
                moments(incident, said, situation.nowMs()),
                said.spoken().stream()
                        .map(s -> new Line(s, caution(s, said, situation.governance())))
                        .toList());
    }

    private static Found found(Incident incident, FindingRule rule) {
        FindingTally tally = incident.finding(rule.kind());
        String by = tally.confirmed().isEmpty() ? "" : "by " + String.join(" ", tally.confirmed());
        String state = tally.established() && tally.establishedAtMs().isPresent()
                ? "since " + Dtg.of(tally.establishedAtMs().getAsLong()) + ", " + by
                : "missing " + rule.quorum().tally(tally.confirmed()).shortfall()
                        + (by.isEmpty() ? "" : "; said " + by);
        return new Found(Words.of(rule.kind()), tally.established(), state);
    }

    private static Moments moments(Incident incident, Proceedings said, long nowMs) {
        List<Moments.Found> found = new ArrayList<>();
        incident.findings().forEach((kind, tally) -> {
            if (tally.established() && tally.establishedAtMs().isPresent()) {
                found.add(new Moments.Found(
                        Words.of(kind), tally.establishedAtMs().getAsLong()));
            }
        });
        found.sort(Comparator.comparingLong(Moments.Found::atMs));
        OptionalLong late = incident.tiers().values().stream()
                .flatMapToLong(t -> t.overdueSinceMs().stream())
                .min();
        OptionalLong started =
                incident.clock().stream().mapToLong(c -> c.startedMs()).findFirst();
        long presentMs = incident.closedAtMs().orElse(nowMs);
        return new Moments(
                incident.charter().timeScale(),
                started,
                OptionalLong.of(presentMs),
                incident.charter().tiers(),
                found,
                courses(incident, said),
                said.spoken().stream()
                        .filter(s -> s.notice().isPresent())
                        .map(Spoken::atMs)
                        .toList(),
                late);
    }

    /** The journal tells what entries brought; what time alone has brought since, the incident knows. */
    private static SortedMap<Integer, Course> courses(Incident incident, Proceedings said) {
        SortedMap<Integer, Course> courses = new TreeMap<>(said.courses());
        incident.tiers().forEach((number, progress) -> {
            Course course = courses.getOrDefault(number, Course.NONE);
            if (progress.activated().isPresent()) {
                course = course.active(progress.activated().get().instantMs());
            }
            if (progress.stoodDown().isPresent()) {
                course = course.stoodDown(progress.stoodDown().get().instantMs());
            }
            courses.put(number, course);
        });
        return courses;
    }

    private static String caution(Spoken spoken, Proceedings said, Governance governance) {
        List<String> cautions = new ArrayList<>();
        spoken.notice().map(said.corrections()::get).ifPresent(cautions::add);
        spoken.party()
                .flatMap(p -> spoken.key().flatMap(k -> governance.compromise(p, k)))
                .filter(c -> c.covers(spoken.index()))
                .map(Compromise::sentence)
                .ifPresent(cautions::add);
        return String.join("; ", cautions);
    }

    /** Identity of the report that opened it. */
    public Sha256 id() {
        return incident.id();
    }

    /** Index of that report. */
    public long openedIndex() {
        return incident.openedIndex();
    }

    /** When it was opened. */
    public String opened() {
        return Dtg.of(incident.openedAtMs());
    }

    /** How urgent the report was, such as {@code FLASH}. */
    public String precedence() {
        return said.opening().precedence();
    }

    /** What and where, such as {@code Artillery, ridge east of the line}. */
    public String title() {
        ViolationReport report = said.report();
        Place place = report.getPlace();
        String where = place.getName().isEmpty() ? Phrases.place(place) : place.getName();
        return Phrases.cut(
                Phrases.sentence(Phrases.word(report.getCategory().name(), "CATEGORY_")) + ", " + where, TITLE);
    }

    /** The report in its own words, the beginning of them. */
    public String summary() {
        return Phrases.cut(said.report().getSummary(), SUMMARY);
    }

    /** Where, with the coordinates. */
    public String place() {
        return Phrases.place(said.report().getPlace());
    }

    /** {@code open}, {@code winding down} or {@code closed}. */
    public String phase() {
        return incident.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Its clock, such as {@code T+26:02}; empty: it does not run. */
    public Optional<String> clock() {
        return incident.clock()
                .map(c -> new PlanTime(incident.charter().timeScale())
                        .sinceClock(
                                c.startedMs(),
                                incident.closedAtMs().orElse(moments.nowMs().orElse(0))));
    }

    /** When the clock started, as a date-time group. */
    public Optional<String> clockStarted() {
        return incident.clock().map(c -> Dtg.of(c.startedMs()) + ", by entry " + c.index());
    }

    /** The most urgent deadline. */
    public Optional<Deadline> next() {
        return deadlines.stream().findFirst();
    }

    /** The tiers that somebody must look at: open proposals and what is overdue; if there is none, the next deadline's. */
    public List<TierView> pressing() {
        List<TierView> pressing = tiers.stream().filter(t -> !t.quiet()).toList();
        int next = next().map(Deadline::tier).orElse(0);
        return pressing.isEmpty()
                ? tiers.stream().filter(t -> t.number() == next).toList()
                : pressing;
    }

    /** The questions that the board asks: those that are open; if none is, the newest one. */
    public List<Question> asked() {
        List<Question> proposals = questions.stream()
                .filter(q -> q.open() && !q.group().equals("Report"))
                .toList();
        return proposals.isEmpty() ? List.of(questions.get(questions.size() - 1)) : proposals;
    }

    /** Its line, for a row. */
    public Drawing strip() {
        return PlanStrip.of(moments);
    }

    /** Its line, enlarged. */
    public Drawing line() {
        return PlanLine.of(moments);
    }

    /** The tiers whose activation can be proven by a file. */
    public List<Integer> provable() {
        return tiers.stream()
                .filter(t -> t.state() == TierView.State.ACTIVE || t.state() == TierView.State.STOOD_DOWN)
                .map(TierView::number)
                .toList();
    }
}

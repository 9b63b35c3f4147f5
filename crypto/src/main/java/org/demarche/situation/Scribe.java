package org.demarche.situation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.escalation.TierProgress;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;

/** Keeps the {@link Journal} of a log that it is told entry by entry. It decides nothing: the entries are verified, and the fold has taken them. Not notebook-safe. */
public final class Scribe {
    /** How many entries the tape has. */
    public static final int TAPE = 40;

    private static final String PRECEDENCE = "PRECEDENCE_";

    private long size;
    private final Deque<Spoken> tape = new ArrayDeque<>();
    private final Map<Sha256, Notebook> incidents = new LinkedHashMap<>();
    private final Map<Sha256, Journal.Pledged> pledges = new LinkedHashMap<>();
    private final List<Journal.Declared> declarations = new ArrayList<>();

    /** What is being written down of an incident. Handed out anew only after it has changed. */
    private static final class Notebook {
        private final Notice opening;
        private final Spoken first;
        private final List<Spoken> spoken = new ArrayList<>();
        private final Map<Sha256, SortedMap<String, Position>> positions = new LinkedHashMap<>();
        private final Map<Sha256, String> corrections = new LinkedHashMap<>();
        private final SortedMap<Integer, Course> courses = new TreeMap<>();
        private Optional<Proceedings> clean = Optional.empty();

        Notebook(Notice opening, Spoken first) {
            this.opening = opening;
            this.first = first;
        }

        void course(int tier, Course course) {
            if (!course.equals(courses.put(tier, course))) {
                clean = Optional.empty();
            }
        }

        Proceedings proceedings() {
            if (clean.isEmpty()) {
                List<String> addressed = new ArrayList<>(opening.getActionPartiesList());
                addressed.addAll(opening.getInformationPartiesList());
                Map<Sha256, SortedMap<String, Position>> all = new LinkedHashMap<>();
                positions.forEach((id, of) -> all.put(id, Collections.unmodifiableSortedMap(new TreeMap<>(of))));
                clean = Optional.of(new Proceedings(
                        opening.getViolationReport(), first, addressed, spoken, all, corrections, courses));
            }
            return clean.get();
        }
    }

    /**
     * The next entry.
     *
     * @param after what governs the index after it
     */
    public void add(Entry entry, Governance after) {
        size = entry.index() + 1;
        Spoken spoken = spoken(entry, after);
        tape.addFirst(spoken);
        if (tape.size() > TAPE) {
            tape.removeLast();
        }
        if (entry.content() instanceof Content.Noticed noticed) {
            VerifiedNotice verified = noticed.notice();
            if (verified.notice().hasViolationReport()
                    && verified.notice().getIncident().isEmpty()) {
                incidents.put(verified.id(), new Notebook(verified.notice(), spoken));
            }
            register(spoken, verified);
        }
        spoken.incident().map(incidents::get).ifPresent(notebook -> follow(notebook, entry, spoken));
    }

    /** How an incident stands after the newest entry: its tiers may have moved. */
    public void moved(Incident incident) {
        Optional.ofNullable(incidents.get(incident.id()))
                .ifPresent(notebook -> incident.charter().tiers().forEach(tier -> {
                    Course course = notebook.courses.getOrDefault(tier.number(), Course.NONE);
                    TierProgress progress = incident.tier(tier.number());
                    Optional<ProposalRecord> newest = incident.proposals().values().stream()
                            .filter(p -> p.tier() == tier.number() && p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE)
                            .reduce((earlier, later) -> later);
                    if (newest.isPresent()) {
                        boolean holds = tier.quorum().holds(newest.get().concurring(tier.desks()));
                        course = follow(course, newest.get(), holds, incident.asOfMs());
                    }
                    if (progress.activated().isPresent()) {
                        course = course.active(progress.activated().get().instantMs());
                    }
                    if (progress.stoodDown().isPresent()) {
                        course = course.stoodDown(progress.stoodDown().get().instantMs());
                    }
                    notebook.course(tier.number(), course);
                }));
    }

    private static Course follow(Course course, ProposalRecord proposal, boolean holds, long asOfMs) {
        return switch (proposal.outcome()) {
            case OPEN -> holds ? course.met(asOfMs) : course.lost();
            case CARRIED -> course;
            case LAPSED -> course.lapsed(Math.min(proposal.deadlineMs(), asOfMs));
        };
    }

    /** What has been written down so far. */
    public Journal journal() {
        Map<Sha256, Proceedings> all = new LinkedHashMap<>();
        incidents.forEach((id, notebook) -> all.put(id, notebook.proceedings()));
        return new Journal(size, List.copyOf(tape), all, List.copyOf(pledges.values()), declarations);
    }

    private static Spoken spoken(Entry entry, Governance after) {
        if (entry.content() instanceof Content.Noticed noticed) {
            VerifiedNotice verified = noticed.notice();
            Notice notice = verified.notice();
            String desk = after.signer(verified.keyId())
                    .flatMap(s -> s.desk())
                    .map(d -> "/" + d)
                    .orElse("");
            return new Spoken(
                    entry.index(),
                    entry.acceptedAtMs(),
                    Optional.of(notice.getAuthor()),
                    notice.getAuthor() + desk,
                    Optional.of(verified.keyId()),
                    Optional.of(verified.id()),
                    entry.incident(),
                    Phrases.word(notice.getPrecedence().name(), PRECEDENCE).toUpperCase(Locale.ROOT),
                    Phrases.what(notice));
        }
        String what = entry.content() instanceof Content.Mark ? "time mark" : "the charter's text: the log begins";
        return new Spoken(
                entry.index(),
                entry.acceptedAtMs(),
                Optional.empty(),
                "hub",
                Optional.empty(),
                Optional.empty(),
                entry.incident(),
                "",
                what);
    }

    private static void follow(Notebook notebook, Entry entry, Spoken spoken) {
        notebook.clean = Optional.empty();
        notebook.spoken.add(spoken);
        entry.known().ifPresent(known -> {
            Notice notice = known.notice();
            if (notice.hasAcknowledgement()) {
                position(notebook, notice);
            } else if (notice.hasCorrection()) {
                notebook.corrections.put(
                        Sha256.copyOf(notice.getReferences(0)),
                        Phrases.corrected(notice.getCorrection().getAct()) + " in entry " + entry.index());
            } else if (notice.hasProposal() && notice.getProposal().getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE) {
                int tier = notice.getProposal().getTier();
                notebook.course(
                        tier, notebook.courses.getOrDefault(tier, Course.NONE).proposed(entry.acceptedAtMs()));
            }
        });
    }

    private static void position(Notebook notebook, Notice notice) {
        Position position = notice.getAcknowledgement().getPosition();
        SortedMap<String, Position> of =
                notebook.positions.computeIfAbsent(Sha256.copyOf(notice.getReferences(0)), id -> new TreeMap<>());
        if (position == Position.POSITION_RECEIVED) {
            of.putIfAbsent(notice.getAuthor(), position);
        } else {
            of.put(notice.getAuthor(), position);
        }
    }

    private void register(Spoken spoken, VerifiedNotice verified) {
        Notice notice = verified.notice();
        if (notice.hasPledge()) {
            pledges.put(
                    verified.id(),
                    new Journal.Pledged(spoken, notice.getAuthor(), notice.getPledge(), Map.of(), Optional.empty()));
        } else if (notice.hasConditionMet()) {
            Sha256 pledge = Sha256.copyOf(notice.getConditionMet().getPledge());
            pledges.computeIfPresent(pledge, (id, p) -> {
                Map<Integer, Long> met = new TreeMap<>(p.met());
                met.putIfAbsent(notice.getConditionMet().getCondition(), spoken.index());
                return new Journal.Pledged(p.entry(), p.party(), p.pledge(), met, p.ended());
            });
        } else if (notice.hasPledgeEnded()) {
            Sha256 pledge = Sha256.copyOf(notice.getPledgeEnded().getPledge());
            pledges.computeIfPresent(
                    pledge,
                    (id, p) -> new Journal.Pledged(
                            p.entry(),
                            p.party(),
                            p.pledge(),
                            p.met(),
                            p.ended().or(() -> Optional.of(spoken.index()))));
        } else if (notice.hasDeclaration()) {
            declarations.add(new Journal.Declared(spoken, notice.getAuthor(), notice.getDeclaration()));
        }
    }
}

package org.demarche.situation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** How many entries of an incident are kept, the newest of them. */
    public static final int OF_AN_INCIDENT = 300;

    /** How many entries of all incidents are kept, the newest of them; and how many pledges, and how many declarations: whoever writes much must not fill the memory. */
    public static final int IN_ALL = 20_000;

    private static final String PRECEDENCE = "PRECEDENCE_";

    private long size;
    private final Deque<Spoken> tape = new ArrayDeque<>();
    private final Map<Sha256, Notebook> incidents = new LinkedHashMap<>();
    private final Map<Sha256, Journal.Pledged> pledges = new LinkedHashMap<>();
    private final Deque<Journal.Declared> declarations = new ArrayDeque<>();
    // Whose entry is the oldest that is kept, and so on.
    private final Deque<Notebook> kept = new ArrayDeque<>();

    /** What is being written down of an incident. Handed out anew only after it has changed. */
    private static final class Notebook {
        private final Notice opening;
        private final Spoken first;
        private final Deque<Spoken> spoken = new ArrayDeque<>();
        private final Set<Sha256> asked = new HashSet<>();
        private long dropped;
        private final Map<Sha256, SortedMap<String, Stance>> stances = new LinkedHashMap<>();
        private final Map<Sha256, String> corrections = new LinkedHashMap<>();
        private final SortedMap<Integer, Course> courses = new TreeMap<>();
        private Optional<Proceedings> clean = Optional.empty();

        Notebook(Notice opening, Spoken first) {
            this.opening = opening;
            this.first = first;
            first.notice().ifPresent(asked::add);
        }

        void drop() {
            spoken.removeFirst().notice().ifPresent(corrections::remove);
            dropped++;
            clean = Optional.empty();
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
                Map<Sha256, SortedMap<String, Stance>> all = new LinkedHashMap<>();
                stances.forEach((id, of) -> all.put(id, Collections.unmodifiableSortedMap(new TreeMap<>(of))));
                clean = Optional.of(new Proceedings(
                        opening.getViolationReport(),
                        first,
                        addressed,
                        List.copyOf(spoken),
                        dropped,
                        all,
                        corrections,
                        courses));
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
        return new Journal(size, List.copyOf(tape), all, List.copyOf(pledges.values()), List.copyOf(declarations));
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

    private void keep(Notebook notebook, Spoken spoken) {
        notebook.spoken.addLast(spoken);
        kept.addLast(notebook);
        if (notebook.spoken.size() > OF_AN_INCIDENT) {
            notebook.drop();
            // Not its place but its number: so that as many are counted as there are.
            kept.removeFirstOccurrence(notebook);
        } else if (kept.size() > IN_ALL) {
            kept.removeFirst().drop();
        }
    }

    private void follow(Notebook notebook, Entry entry, Spoken spoken) {
        notebook.clean = Optional.empty();
        keep(notebook, spoken);
        entry.known().ifPresent(known -> {
            Notice notice = known.notice();
            if (notice.hasProposal()) {
                spoken.notice().ifPresent(notebook.asked::add);
            }
            if (notice.hasAcknowledgement()) {
                acknowledge(notebook, notice, entry.index());
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

    private static void acknowledge(Notebook notebook, Notice notice, long index) {
        Sha256 target = Sha256.copyOf(notice.getReferences(0));
        if (!notebook.asked.contains(target)) {
            return;
        }
        Position position = notice.getAcknowledgement().getPosition();
        notebook.stances
                .computeIfAbsent(target, id -> new TreeMap<>())
                .compute(
                        notice.getAuthor(),
                        (party, before) ->
                                before == null ? Stance.first(position, index) : before.then(position, index));
    }

    private void register(Spoken spoken, VerifiedNotice verified) {
        Notice notice = verified.notice();
        if (notice.hasPledge()) {
            pledges.put(
                    verified.id(),
                    new Journal.Pledged(spoken, notice.getAuthor(), notice.getPledge(), Map.of(), Optional.empty()));
            if (pledges.size() > IN_ALL) {
                pledges.remove(pledges.keySet().iterator().next());
            }
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
            declarations.addLast(new Journal.Declared(spoken, notice.getAuthor(), notice.getDeclaration()));
            if (declarations.size() > IN_ALL) {
                declarations.removeFirst();
            }
        }
    }
}

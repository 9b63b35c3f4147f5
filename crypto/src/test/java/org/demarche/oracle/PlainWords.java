package org.demarche.oracle;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;

/** What has been said in one incident among the first so many entries. Every answer is found by reading again; that a rule held at some index is looked up once. */
final class PlainWords {
    private final List<Line> lines;
    private final PlainGovernance governance;
    private final Sha256 incident;
    private final List<Line> own;
    private final Map<Asked, Boolean> established = new HashMap<>();

    private record Asked(int n, FindingKind kind) {}

    PlainWords(List<Line> lines, PlainGovernance governance, Sha256 incident) {
        this.lines = lines;
        this.governance = governance;
        this.incident = incident;
        this.own = lines.stream()
                .filter(l -> l.incident().equals(Optional.of(incident)))
                .toList();
    }

    /** Its entries among the first {@code n}. */
    List<Line> own(int n) {
        return own.stream().filter(l -> l.index() < n).toList();
    }

    /** The report that opened it. */
    Line opening() {
        return own.get(0);
    }

    /** Whether an entry could move it: one of its own, or one of the governance chain since it was opened. */
    boolean concerns(Line line) {
        return line.incident().equals(Optional.of(incident))
                || (line.index() > opening().index() && governance.links(line.index()));
    }

    // Findings and the clock

    /** The parties whose latest word is CONFIRMED. */
    Set<String> confirming(int n, FindingKind kind) {
        Set<String> parties = new TreeSet<>();
        for (Notice notice : notices(n)) {
            if (notice.hasFinding() && notice.getFinding().getKind() == kind) {
                if (notice.getFinding().getWord() == FindingWord.FINDING_WORD_CONFIRMED) {
                    parties.add(notice.getAuthor());
                } else {
                    parties.remove(notice.getAuthor());
                }
            }
        }
        return parties;
    }

    /** Whether a finding's rule holds. */
    boolean established(int n, FindingKind kind) {
        return established.computeIfAbsent(new Asked(n, kind), a -> holds(n, kind));
    }

    private boolean holds(int n, FindingKind kind) {
        PlainCharter charter = governance.charter(n);
        String rule = charter.findings().get(kind);
        return n > opening().index() && rule != null && charter.holds(rule, confirming(n, kind));
    }

    /** The entry at which a finding was last established. */
    Optional<Line> establishing(int n, FindingKind kind) {
        for (int i = n - 1; i >= opening().index(); i--) {
            if (established(i + 1, kind) && !established(i, kind)) {
                return Optional.of(lines.get(i));
            }
        }
        return Optional.empty();
    }

    /** The entry that started the clock; empty while it does not run. */
    Optional<Line> clock(int n) {
        Optional<FindingKind> kind = governance.charter(n).clockFinding();
        if (kind.isEmpty()) {
            return Optional.of(opening());
        }
        return established(n, kind.get()) ? establishing(n, kind.get()) : Optional.empty();
    }

    /** When any finding was last established, else when the incident was opened. */
    long lastEstablishedMs(int n) {
        long last = opening().atMs();
        for (FindingKind kind : FindingKind.values()) {
            last = Math.max(last, establishing(n, kind).map(Line::atMs).orElse(0L));
        }
        return last;
    }

    // Proposals and deeds

    /** The proposals. */
    List<Line> proposals(int n) {
        return own(n).stream()
                .filter(l -> l.word().filter(w -> w.notice().hasProposal()).isPresent())
                .toList();
    }

    static Proposal proposal(Line line) {
        return line.word().orElseThrow().notice().getProposal();
    }

    static Sha256 id(Line line) {
        return line.word().orElseThrow().id();
    }

    /** When a proposal lapses: fixed by what was known when it was taken. */
    long deadlineMs(Line proposal) {
        PlainTier tier = governance
                .charter(proposal.index())
                .tier(proposal(proposal).getTier())
                .orElseThrow();
        long from = proposal.atMs();
        if (proposal(proposal).getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                && tier.notBefore().isPresent()) {
            from = Math.max(from, clock(proposal.index()).orElseThrow().atMs() + tier.notBeforeMs());
        }
        return from + tier.lapsesAfterMs();
    }

    /** Each party's desks with their latest CONCUR or DECLINE. */
    Map<String, Map<String, Position>> positions(int n, Line proposal) {
        Map<String, Map<String, Position>> positions = new TreeMap<>();
        for (Line line : own(n)) {
            Line.Word word = line.word().orElse(null);
            if (word == null
                    || !word.notice().hasAcknowledgement()
                    || !word.notice().getReferences(0).equals(id(proposal).byteString())) {
                continue;
            }
            Position position = word.notice().getAcknowledgement().getPosition();
            if (position != Position.POSITION_RECEIVED) {
                String author = word.notice().getAuthor();
                String desk =
                        governance.desk(line.index(), author, word.keyId()).orElseThrow();
                positions.computeIfAbsent(author, a -> new LinkedHashMap<>()).put(desk, position);
            }
        }
        return positions;
    }

    /** The parties of which enough desks concur and none declines. */
    Set<String> concurring(int n, Line proposal, int desks) {
        Set<String> parties = new TreeSet<>();
        positions(n, proposal).forEach((party, byDesk) -> {
            if (!byDesk.containsValue(Position.POSITION_DECLINE) && byDesk.size() >= desks) {
                parties.add(party);
            }
        });
        return parties;
    }

    /** The parties of which a desk declines. */
    Set<String> declining(int n, Line proposal) {
        Set<String> parties = new TreeSet<>();
        positions(n, proposal).forEach((party, byDesk) -> {
            if (byDesk.containsValue(Position.POSITION_DECLINE)) {
                parties.add(party);
            }
        });
        return parties;
    }

    /** The parties of which some desks concur, but fewer than are asked for, and none declines. */
    Set<String> partial(int n, Line proposal, int desks) {
        Set<String> parties = new TreeSet<>();
        positions(n, proposal).forEach((party, byDesk) -> {
            if (!byDesk.containsValue(Position.POSITION_DECLINE) && byDesk.size() < desks) {
                parties.add(party);
            }
        });
        return parties;
    }

    /** Whether each of the deeds has been reported. */
    boolean answered(int n, List<String> deeds) {
        return deeds.stream()
                .allMatch(d ->
                        notices(n).stream().anyMatch(d.equals("warning") ? Notice::hasWarning : Notice::hasMeasures));
    }

    private List<Notice> notices(int n) {
        return own(n).stream()
                .flatMap(l -> l.word().stream())
                .map(Line.Word::notice)
                .toList();
    }
}

package org.demarche.escalation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/**
 * The state of a log: what governs, the incidents, and the tips of the chains. Not thread-safe; the values it hands out are immutable.
 *
 * <p>Nothing enters but by a {@link Batch}: a speculative overlay, which the caller adopts once its entries are durable, or drops.
 */
public final class Ledger {
    private final boolean whole;
    private final CharterTexts texts;
    private long size;
    private long lastAcceptedAtMs;
    private Optional<Governance> governance = Optional.empty();
    private Optional<Tip> governanceTip = Optional.empty();
    private final Map<Sha256, Incident> incidents = new LinkedHashMap<>();
    private final Map<Sha256, Incident> unclosed = new LinkedHashMap<>();
    private final Map<Sha256, Tip> tips = new HashMap<>();
    private final NavigableMap<Long, Set<Sha256>> clockStarts = new TreeMap<>();

    private Ledger(boolean whole, CharterTexts texts) {
        this.whole = whole;
        this.texts = texts;
    }

    /** The state before entry 0 of a whole log: every index is expected. */
    public static Ledger empty() {
        return new Ledger(true, CharterTexts.NONE);
    }

    /**
     * The state before the chains of a bundle: indexes may be left out, the chains may not.
     *
     * @param texts the charter texts that the bundle brings
     */
    public static Ledger ofChains(CharterTexts texts) {
        return new Ledger(false, texts);
    }

    /** Index of the next entry; for a whole log the number of entries. */
    public long size() {
        return size;
    }

    /** Time of the newest entry, in milliseconds since 1970 UTC; 0 before entry 0. */
    public long lastAcceptedAtMs() {
        return lastAcceptedAtMs;
    }

    /**
     * What governs the next index.
     *
     * @throws IllegalStateException before entry 0
     */
    public Governance governance() {
        return governance.orElseThrow(() -> new IllegalStateException("the log has no entry 0 yet"));
    }

    /** The newest entry of the governance chain; empty before entry 0. */
    public Optional<Tip> governanceTip() {
        return governanceTip;
    }

    /** The newest entry of an incident's chain. */
    public Optional<Tip> tip(Sha256 incident) {
        return Optional.ofNullable(tips.get(incident));
    }

    /** The incident that this report opened. */
    public Optional<Incident> incident(Sha256 id) {
        return Optional.ofNullable(incidents.get(id));
    }

    /** Every incident, in the order in which they were opened. */
    public Collection<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    /** Every incident that is not closed, in the order in which they were opened. */
    public Collection<Incident> unclosedIncidents() {
        return List.copyOf(unclosed.values());
    }

    /** The entries from {@code index} on that started a clock, ascending, each with the incidents whose clock it was. */
    public SortedMap<Long, Set<Sha256>> clockStartsFrom(long index) {
        return new TreeMap<>(clockStarts.tailMap(index, true));
    }

    /**
     * An overlay on the state as it is. While one is in use, no other may be adopted.
     *
     * @param register every notice of the log so far
     * @param verifier checks proofs of possession
     */
    public Batch batch(Register register, SignatureVerifier verifier) {
        return new Batch(register, verifier);
    }

    /** Entries that are being added. */
    public final class Batch implements Fold.World {
        private final Register beneath;
        private final SignatureVerifier verifier;
        private final List<Entry> entries = new ArrayList<>();
        private final Map<Sha256, Register.Known> fresh = new HashMap<>();
        private final Map<Sha256, Incident> moved = new LinkedHashMap<>();
        private final Map<Sha256, Tip> movedTips = new HashMap<>();
        private final Map<Long, Set<Sha256>> startedClocks = new HashMap<>();
        private final long begunAt = size;
        private long nextIndex = size;
        private long lastMs = lastAcceptedAtMs;
        private Optional<Governance> nowGovernance = governance;
        private Optional<Tip> nowGovernanceTip = governanceTip;

        private Batch(Register beneath, SignatureVerifier verifier) {
            this.beneath = beneath;
            this.verifier = verifier;
        }

        /** The hub's way: makes the next entry of {@code content}, or says why not. */
        public Outcome append(Content content, long acceptedAtMs) {
            try {
                Fold.Step step = step(content, new Place(nextIndex, acceptedAtMs));
                Entry entry = Entry.make(nextIndex, acceptedAtMs, previousOf(content), governanceLeaf(), content);
                enter(entry, step);
                return new Outcome.Appended(entry);
            } catch (RefusedException e) {
                return new Outcome.Refused(e.refusal());
            }
        }

        /**
         * Why the rules would not take {@code content} as the entry at a place; empty: they would. Nothing is added.
         *
         * @param index the place; for the chains of a bundle it may lie beyond what they show
         * @param acceptedAtMs the time, in milliseconds since 1970 UTC
         */
        public Optional<Refusal> judge(Content content, long index, long acceptedAtMs) {
            try {
                step(content, new Place(index, acceptedAtMs));
                Entry.make(index, acceptedAtMs, previousOf(content), governanceLeaf(), content);
                return Optional.empty();
            } catch (RefusedException e) {
                return Optional.of(e.refusal());
            }
        }

        /** The reader's way: takes an entry that a hub has made, or says what is wrong with it. */
        public Optional<Refusal> replay(Entry entry) {
            try {
                checkChains(entry);
                enter(entry, step(entry.content(), new Place(entry.index(), entry.acceptedAtMs())));
                return Optional.empty();
            } catch (RefusedException e) {
                return Optional.of(e.refusal());
            }
        }

        /**
         * The state that governs a notice if it comes next: {@link #governance}, and if it assents to a charter whose text travels beside the log, with that
         * text posted.
         *
         * @throws RefusedException CHARTER_INVALID, if that text cannot follow the charter in force
         */
        public Governance governing(VerifiedNotice notice) throws RefusedException {
            return Fold.governing(this, notice);
        }

        /** The entries so far. */
        public List<Entry> entries() {
            return List.copyOf(entries);
        }

        /** Time of the newest entry, those of this batch included, in milliseconds since 1970 UTC. */
        public long lastAcceptedAtMs() {
            return lastMs;
        }

        /** The newest entry of the governance chain, those of this batch included. */
        public Optional<Tip> governanceTip() {
            return nowGovernanceTip;
        }

        /** The newest entry of an incident's chain, those of this batch included. */
        public Optional<Tip> tip(Sha256 incident) {
            return Optional.ofNullable(movedTips.get(incident)).or(() -> Ledger.this.tip(incident));
        }

        /** Makes the entries part of the ledger. The batch is then used up. */
        public void adopt() {
            if (size != begunAt) {
                throw new IllegalStateException("another batch was adopted since this one was begun");
            }
            size = nextIndex;
            lastAcceptedAtMs = lastMs;
            governance = nowGovernance;
            governanceTip = nowGovernanceTip;
            tips.putAll(movedTips);
            clockStarts.putAll(startedClocks);
            incidents.putAll(moved);
            moved.forEach((id, incident) -> {
                if (incident.phase() == Incident.Phase.CLOSED) {
                    unclosed.remove(id);
                } else {
                    unclosed.put(id, incident);
                }
            });
        }

        private Fold.Step step(Content content, Place place) throws RefusedException {
            if (place.acceptedAtMs() < lastMs) {
                throw new RefusedException(
                        Reason.TIME_DECREASES,
                        "entry " + place.index() + " is dated " + (lastMs - place.acceptedAtMs())
                                + " ms before its predecessor");
            }
            if (content instanceof Content.Genesis genesis) {
                requireChain(
                        place.index() == 0 && nowGovernance.isEmpty(),
                        "entry " + place.index() + " is a genesis (expected: entry 0 alone)");
                return Fold.genesis(genesis);
            }
            requireChain(nowGovernance.isPresent(), "entry " + place.index() + " comes before the genesis");
            if (content instanceof Content.Mark mark) {
                return Fold.mark(this, mark.incident(), place);
            }
            return Fold.notice(this, ((Content.Noticed) content).notice(), place);
        }

        private void checkChains(Entry entry) throws RefusedException {
            requireChain(
                    whole ? entry.index() == nextIndex : entry.index() >= nextIndex,
                    "entry " + entry.index() + " (expected: " + nextIndex + (whole ? ")" : " or later)"));
            requireChain(
                    entry.governance().equals(governanceLeaf()),
                    "entry " + entry.index() + ": governance is not the leaf hash of the newest governance entry");
            requireChain(
                    entry.incidentPrevious().equals(previousOf(entry.content())),
                    "entry " + entry.index()
                            + ": incident_previous is not the leaf hash of the incident's newest entry");
        }

        private void requireChain(boolean holds, String sentence) throws RefusedException {
            if (!holds) {
                throw new RefusedException(Reason.CHAIN_BROKEN, sentence);
            }
        }

        private void enter(Entry entry, Fold.Step step) {
            Tip tip = new Tip(entry.leaf(), entry.index());
            nowGovernance = Optional.of(step.governance());
            if (step.linked()) {
                nowGovernanceTip = Optional.of(tip);
            }
            step.incidents().forEach(i -> moved.put(i.id(), i));
            Set<Sha256> started = step.incidents().stream()
                    .filter(i ->
                            i.clock().filter(c -> c.index() == entry.index()).isPresent())
                    .map(Incident::id)
                    .collect(Collectors.toUnmodifiableSet());
            if (!started.isEmpty()) {
                startedClocks.put(entry.index(), started);
            }
            entry.incident().ifPresent(id -> movedTips.put(id, tip));
            entry.noticeId().ifPresent(id -> fresh.put(id, entry.known().orElseThrow()));
            entries.add(entry);
            nextIndex = entry.index() + 1;
            lastMs = entry.acceptedAtMs();
        }

        private Optional<Sha256> governanceLeaf() {
            return nowGovernanceTip.map(Tip::leaf);
        }

        private Optional<Sha256> previousOf(Content content) {
            return Entry.incidentOf(content).flatMap(this::tip).map(Tip::leaf);
        }

        @Override
        public Governance governance() {
            return nowGovernance.orElseThrow();
        }

        @Override
        public Optional<Incident> incident(Sha256 id) {
            return Optional.ofNullable(moved.get(id)).or(() -> Ledger.this.incident(id));
        }

        @Override
        public Collection<Incident> unclosed() {
            Map<Sha256, Incident> all = new LinkedHashMap<>(unclosed);
            all.putAll(moved);
            return all.values().stream()
                    .filter(i -> i.phase() != Incident.Phase.CLOSED)
                    .toList();
        }

        @Override
        public Register register() {
            return id -> Optional.ofNullable(fresh.get(id)).or(() -> beneath.find(id));
        }

        @Override
        public CharterTexts texts() {
            return texts;
        }

        @Override
        public SignatureVerifier verifier() {
            return verifier;
        }
    }
}

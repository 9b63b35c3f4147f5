package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.oracle.Oracle;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** One random log, played to the fold and to the oracle at the same time. They must agree on everything. */
final class Play {
    /** When plays begin. */
    static final long START = Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();

    private static final SignatureVerifier VERIFIER = SignatureVerifier.bouncyCastle();

    /** What was taken, and when. */
    private record Taken(Content content, long atMs) {}

    private final Random random;
    private final Dice dice;
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private final Map<ByteString, Notice> notices = new LinkedHashMap<>();
    private final Map<Sha256, Plan> plans = new LinkedHashMap<>();
    private final List<byte[]> offered = new ArrayList<>();
    private Oracle oracle;
    private Map<Sha256, IncidentState> states = Map.of();
    private long nowMs = START;

    Play(long seed) {
        this.random = new Random(seed);
        this.dice = new Dice(random, this);
        Plan first = draft(Plan.first(random));
        Content genesis = new Content.Genesis(ByteString.copyFrom(first.bytes()));
        Ledger.Batch batch = ledger.batch(register, VERIFIER);
        Entry entry = Scene.entry(batch.append(genesis, nowMs));
        batch.adopt();
        entries.add(entry.bytes());
        taken.add(new Taken(genesis, nowMs));
        oracle = Oracle.of(entries);
    }

    /** Plays so many steps, then reads everything back. */
    void play(int steps) {
        for (int i = 0; i < steps; i++) {
            passTime();
            if (random.nextInt(12) == 0 && !oracle.incidents().isEmpty()) {
                offerMark(Plan.pick(random, oracle.incidents()));
            } else {
                offer(!offered.isEmpty() && random.nextInt(50) == 0 ? Plan.pick(random, offered) : dice.notice());
            }
        }
        readBack();
    }

    /** Often no time passes, often just as much as it takes to the next deadline, a millisecond more or less. */
    private void passTime() {
        List<Long> instants = states.values().stream()
                .map(IncidentState::getNextInstantMs)
                .filter(t -> t >= nowMs && (t < nowMs + 900 || random.nextInt(15) == 0))
                .toList();
        int die = random.nextInt(40);
        if (die < 4 && !instants.isEmpty()) {
            nowMs = Math.max(nowMs, Plan.pick(random, instants) + random.nextInt(3) - 1);
        } else if (die < 20) {
            nowMs += random.nextInt(16);
        } else if (die == 20) {
            nowMs += random.nextInt(300);
        } else if (die == 21 && random.nextInt(4) == 0) {
            nowMs -= 1;
        }
    }

    // What is offered, and what comes of it

    private void offer(byte[] signed) {
        offered.add(signed);
        VerifiedNotice notice = VerifiedNotice.fromOwnStore(signed);
        compare(
                new Content.Noticed(notice),
                oracle.againstNotice(signed, nowMs),
                () -> oracle.entryOfNotice(signed, nowMs),
                notice.notice());
    }

    private void offerMark(Sha256 incident) {
        compare(
                new Content.Mark(incident),
                oracle.againstMark(incident, nowMs),
                () -> oracle.entryOfMark(incident, nowMs),
                "mark");
    }

    private void compare(Content content, Set<Reason> against, Supplier<byte[]> expected, Object what) {
        Ledger.Batch batch = ledger.batch(register, VERIFIER);
        Outcome outcome = batch.append(content, nowMs);
        if (outcome instanceof Outcome.Refused refused) {
            assertThat(against)
                    .as(
                            "entry %s: the fold says %s of %s by %s",
                            entries.size(), refused.refusal(), what, signer(content))
                    .contains(refused.refusal().reason());
            return;
        }
        assertThat(against)
                .as("entry %s: the fold takes %s by %s", entries.size(), what, signer(content))
                .isEmpty();
        Entry entry = Scene.entry(outcome);
        assertThat(entry.bytes()).as("bytes of entry %s", entries.size()).isEqualTo(expected.get());
        batch.adopt();
        register.add(entry);
        entries.add(entry.bytes());
        taken.add(new Taken(content, nowMs));
        if (content instanceof Content.Noticed noticed) {
            notices.put(noticed.notice().id().byteString(), noticed.notice().notice());
        }
        oracle = Oracle.of(entries);
        states = oracle.states();
        assertThat(statesOf(ledger))
                .as("after entry %s, %s by %s", entries.size() - 1, what, signer(content))
                .isEqualTo(states);
        assertThat(ledger.governance().inForce()).isEqualTo(oracle.inForce());
        assertThat(ledger.governance().charter().hash()).isEqualTo(oracle.charter());
    }

    private static String signer(Content content) {
        if (content instanceof Content.Noticed noticed) {
            for (String party : Cabinet.PARTIES) {
                for (String name : Cabinet.NAMES) {
                    if (Cabinet.id(party + "/" + name).equals(noticed.notice().keyId())) {
                        return party + "/" + name;
                    }
                }
            }
        }
        return "the hub";
    }

    private static Map<Sha256, IncidentState> statesOf(Ledger ledger) {
        Map<Sha256, IncidentState> states = new LinkedHashMap<>();
        ledger.incidents().forEach(i -> states.put(i.id(), i.state()));
        return states;
    }

    /** From the bytes, and in batches of any size, the same must come out. */
    private void readBack() {
        Ledger again = Ledger.empty();
        Ledger batched = Ledger.empty();
        MemoryRegister known = new MemoryRegister();
        MemoryRegister adopted = new MemoryRegister();
        Ledger.Batch batch = batched.batch(adopted, VERIFIER);
        for (int i = 0; i < entries.size(); i++) {
            Entry read = read(entries.get(i));
            Ledger.Batch one = again.batch(known, VERIFIER);
            assertThat(one.replay(read)).as("replay of entry %s", i).isEqualTo(Optional.<Refusal>empty());
            one.adopt();
            known.add(read);
            Entry made = Scene.entry(
                    batch.append(taken.get(i).content(), taken.get(i).atMs()));
            assertThat(made.bytes()).as("bytes of entry %s in a batch", i).isEqualTo(entries.get(i));
            if (random.nextInt(5) == 0 || i == entries.size() - 1) {
                batch.entries().forEach(adopted::add);
                batch.adopt();
                batch = batched.batch(adopted, VERIFIER);
            }
        }
        assertThat(statesOf(again)).isEqualTo(states);
        assertThat(statesOf(batched)).isEqualTo(states);
        assertThat(again.governance()).isEqualTo(ledger.governance());
        assertThat(batched.governance()).isEqualTo(ledger.governance());
    }

    private static Entry read(byte[] bytes) {
        try {
            return UnverifiedEntry.parse(bytes).fromOwnStore();
        } catch (RefusedException e) {
            throw new AssertionError("unreadable: " + e.refusal(), e);
        }
    }

    // What came of it

    List<Entry> taken() {
        return entries.stream().map(Play::read).toList();
    }

    Ledger ledger() {
        return ledger;
    }

    // What the dice may know

    Oracle oracle() {
        return oracle;
    }

    /** The incidents that are not closed; all, if that is so. */
    List<Sha256> alive() {
        List<Sha256> alive = oracle.incidents().stream()
                .filter(i -> states.get(i).getPhase() != IncidentPhase.INCIDENT_PHASE_CLOSED)
                .toList();
        return alive.isEmpty() ? oracle.incidents() : alive;
    }

    int entryCount() {
        return entries.size();
    }

    Map<Sha256, IncidentState> states() {
        return states;
    }

    long nowMs() {
        return nowMs;
    }

    Plan plan() {
        return plans.get(oracle.charter());
    }

    Plan draft(Plan plan) {
        plans.put(plan.hash(), plan);
        return plan;
    }

    Plan anyPlan(Random from) {
        return Plan.pick(from, List.copyOf(plans.values()));
    }

    /** The texts that have been drawn up to follow the charter in force, posted or not. */
    List<Plan> drafts() {
        return plans.values().stream()
                .filter(p -> p.version() > plan().version())
                .toList();
    }

    /** The parties of the charter in force that have not assented to it. */
    List<String> silent() {
        Set<String> silent = new TreeSet<>(plan().roots().keySet());
        ByteString hash = plan().hash().byteString();
        notices.values().stream()
                .filter(n -> n.getCharterAssent().getCharter().equals(hash))
                .forEach(n -> silent.remove(n.getAuthor()));
        return List.copyOf(silent);
    }

    /** Whether a party has brought a key. */
    boolean knows(String key, String party) {
        Set<ByteString> known = new HashSet<>();
        notices.values().stream().filter(n -> n.getAuthor().equals(party)).forEach(n -> {
            n.getCharterAssent().getKeysList().forEach(k -> known.add(k.getEd25519()));
            n.getKeyChange().getAddedList().forEach(k -> known.add(k.getKey().getEd25519()));
        });
        return known.contains(ByteString.copyFrom(Cabinet.key(key).publicKey().ed25519()));
    }

    List<ByteString> notices(Predicate<Notice> which) {
        return notices.entrySet().stream()
                .filter(e -> which.test(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    String author(ByteString notice) {
        return notices.containsKey(notice) ? notices.get(notice).getAuthor() : "AA";
    }

    Optional<Sha256> incidentOf(ByteString notice) {
        Notice said = notices.get(notice);
        if (said == null) {
            return Optional.empty();
        }
        return said.getIncident().isEmpty()
                ? Optional.of(notice).filter(n -> said.hasViolationReport()).map(Sha256::copyOf)
                : Optional.of(Sha256.copyOf(said.getIncident()));
    }
}

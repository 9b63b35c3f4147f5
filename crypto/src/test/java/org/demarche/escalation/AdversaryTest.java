package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_EXPANDED_ATTACK;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_HOSTILITIES_CONTINUE;
import static org.demarche.proto.v1.FindingKind.FINDING_KIND_VIOLATION;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.Position;

/** Whoever has many desks, keys and notices, and sends them in whatever order, gains nothing by it. Every try starts from the same scene and is dropped. */
class AdversaryTest {
    private static final long HOUR = 3_600_000L;
    private static final List<String> TEN = List.of("GB", "FR", "DE", "PL", "NO", "TR", "IS", "SE", "FI", "DK");

    private static Scene scene;
    private static Sha256 incident;
    private static Sha256 pledge;
    private static Sha256 two;
    private static Sha256 three;
    /** By signer and position: a notice on the proposal of tier 2, and on that of tier 3. */
    private static final Map<String, VerifiedNotice> ON_TWO = new LinkedHashMap<>();

    private static final Map<String, VerifiedNotice> ON_THREE = new LinkedHashMap<>();
    private static final List<VerifiedNotice> REST = new ArrayList<>();
    /** A finding that opens the gate of tier 2, and a second CONCUR of every desk but those of NL. */
    private static final List<VerifiedNotice> CONTINUE = new ArrayList<>();

    private static final List<VerifiedNotice> AGAIN = new ArrayList<>();

    /** Tier 1 is active, tiers 2 and 3 are proposed, the clock runs since hour 1; no gate but that of tier 1 is open. */
    @BeforeContainer
    static void setTheScene() {
        scene = Scene.inForce();
        pledge = Scene.id(scene.offer(
                "US/principal",
                Notice.newBuilder()
                        .setPledge(Pledge.newBuilder()
                                .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                                .setText("p")
                                .setFromMs(Scene.START)
                                .addConditions("c"))));
        incident = scene.at(1).report("UA/watch");
        scene.confirm(incident, FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        scene.concur(incident, Scene.id(scene.propose(incident, 1, "UA/watch")), "UA/watch", "NO/watch");
        two = Scene.id(scene.propose(incident, 2, "UA/watch"));
        three = Scene.id(scene.propose(incident, 3, "UA/watch"));
        for (String signer : signers()) {
            for (Position position :
                    List.of(Position.POSITION_RECEIVED, Position.POSITION_CONCUR, Position.POSITION_DECLINE)) {
                ON_TWO.put(signer + position, sign(signer, on(two, position)));
                ON_THREE.put(signer + position, sign(signer, on(three, position)));
            }
        }
        for (String monitor : List.of("US", "GB", "FR", "NO")) {
            for (FindingWord word : List.of(FindingWord.FINDING_WORD_CONFIRMED, FindingWord.FINDING_WORD_REFUTED)) {
                REST.add(sign(monitor + "/watch", found(FINDING_KIND_EXPANDED_ATTACK, word)));
            }
            REST.add(sign(monitor + "/watch", found(FINDING_KIND_EXPANDED_ATTACK, FindingWord.FINDING_WORD_CONFIRMED)));
            REST.add(sign(monitor + "/watch", found(FINDING_KIND_EXPANDED_ATTACK, FindingWord.FINDING_WORD_CONFIRMED)));
        }
        for (String monitor : List.of("US", "GB", "FR")) {
            CONTINUE.add(sign(
                    monitor + "/watch", found(FINDING_KIND_HOSTILITIES_CONTINUE, FindingWord.FINDING_WORD_CONFIRMED)));
        }
        signers().stream()
                .filter(s -> !s.startsWith("NL"))
                .forEach(s -> AGAIN.add(sign(s, on(two, Position.POSITION_CONCUR))));
        REST.add(sign(
                "US/principal",
                Notice.newBuilder()
                        .setConditionMet(ConditionMet.newBuilder()
                                .setPledge(pledge.byteString())
                                .setCondition(1))));
    }

    private static List<String> signers() {
        List<String> signers = new ArrayList<>();
        List<String> parties = new ArrayList<>(List.of("UA", "US", "NL"));
        parties.addAll(TEN);
        for (String party : parties) {
            signers.add(party + "/watch");
            signers.add(party + "/" + SampleCharter.secondDesk(party));
        }
        return signers;
    }

    private static Notice.Builder on(Sha256 proposal, Position position) {
        return Scene.in(incident)
                .addReferences(proposal.byteString())
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position));
    }

    private static Notice.Builder found(FindingKind kind, FindingWord word) {
        return Scene.in(incident).setFinding(Finding.newBuilder().setKind(kind).setWord(word));
    }

    private static VerifiedNotice sign(String signer, Notice.Builder notice) {
        return VerifiedNotice.fromOwnStore(scene.signed(signer, notice.setValidUntilMs(Scene.START + 73 * HOUR)));
    }

    private static void add(Ledger.Batch batch, VerifiedNotice notice, long atMs) {
        Scene.entry(batch.append(new Content.Noticed(notice), atMs));
    }

    private static Incident now(Ledger.Batch batch) {
        return batch.incident(incident).orElseThrow();
    }

    private static <T> List<T> some(List<T> from, Random random) {
        List<T> some = new ArrayList<>(from);
        Collections.shuffle(some, random);
        return some.subList(0, random.nextInt(some.size() + 1));
    }

    @Property
    void positions_anyNumberInAnyOrder_countThePartyByItsDesksLatestWord(@ForAll long seed) {
        Ledger.Batch batch = scene.speculation();
        Map<String, Map<String, String>> latest = new TreeMap<>();
        for (String key : some(List.copyOf(ON_THREE.keySet()), new Random(seed))) {
            add(batch, ON_THREE.get(key), Scene.START + HOUR);
            String desk = key.substring(0, key.indexOf("POSITION"));
            if (!key.endsWith("RECEIVED")) {
                latest.computeIfAbsent(key.substring(0, 2), p -> new TreeMap<>())
                        .put(desk, key.substring(desk.length()));
            }
        }
        Set<String> concurring = new TreeSet<>();
        Set<String> declining = new TreeSet<>();
        latest.forEach((party, words) -> {
            if (words.containsValue("POSITION_DECLINE")) {
                declining.add(party);
            } else if (words.size() == 2) {
                concurring.add(party);
            }
        });
        assertThat(now(batch).proposals().get(three).concurring(2)).isEqualTo(concurring);
        assertThat(now(batch).proposals().get(three).declining()).isEqualTo(declining);
    }

    @Property
    void positions_oneOfEachDesk_amountToTheSameInAnyOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<VerifiedNotice> words = new ArrayList<>();
        for (String signer : some(signers(), random)) {
            words.add(ON_TWO.get(
                    signer + (random.nextInt(4) == 0 ? Position.POSITION_DECLINE : Position.POSITION_CONCUR)));
        }
        List<Object> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Collections.shuffle(words, random);
            Ledger.Batch batch = scene.speculation();
            words.forEach(w -> add(batch, w, Scene.START + HOUR));
            outcomes.add(now(batch).state().toBuilder().clearLastIndex().build());
        }
        assertThat(outcomes.get(1)).isEqualTo(outcomes.get(0));
        assertThat(outcomes.get(2)).isEqualTo(outcomes.get(0));
    }

    /** Eleven of the coalition are needed. Ten have two desks each, UA and US too, and say everything that they can. */
    @Property
    void quorum_tooFewPartiesWithManyDesks_neverHolds(@ForAll long seed) {
        Random random = new Random(seed);
        Ledger.Batch batch = scene.speculation();
        CONTINUE.forEach(n -> add(batch, n, Scene.START + HOUR));
        List<String> keys = new ArrayList<>(
                ON_TWO.keySet().stream().filter(k -> !k.startsWith("NL")).toList());
        Collections.shuffle(keys, random);
        for (String key : keys) {
            add(batch, ON_TWO.get(key), Scene.START + HOUR);
            assertThat(now(batch).tier(2).activated()).isEmpty();
        }
        // Each takes back whatever it declined last, and still nothing; with the eleventh party it holds.
        AGAIN.forEach(n -> add(batch, n, Scene.START + HOUR));
        assertThat(now(batch).tier(2).activated()).isEmpty();
        add(batch, ON_TWO.get("NL/watch" + Position.POSITION_CONCUR), Scene.START + HOUR);
        assertThat(now(batch).tier(2).active()).isTrue();
    }

    @Property
    void activation_whateverTheOrder_isNeverBeforeItsGates(@ForAll long seed) {
        Random random = new Random(seed);
        List<VerifiedNotice> all = new ArrayList<>(random.nextBoolean() ? REST : some(REST, random));
        signers().forEach(s -> all.add(ON_THREE.get(s + Position.POSITION_CONCUR)));
        Collections.shuffle(all, random);
        Ledger.Batch batch = scene.speculation();
        long atMs = Scene.START + HOUR;
        long metMs = Long.MAX_VALUE;
        for (VerifiedNotice notice : all) {
            atMs += random.nextInt((int) (2 * HOUR));
            atMs = Math.min(atMs, Scene.START + 73 * HOUR);
            metMs = notice.notice().hasConditionMet() ? atMs : metMs;
            add(batch, notice, atMs);
            checkGates(now(batch), metMs);
        }
        checkGates(now(batch).at(Scene.START + 90 * HOUR, 1_000), metMs);
    }

    private static void checkGates(Incident state, long metMs) {
        Optional<Milestone> activated = state.tier(3).activated();
        if (activated.isPresent()) {
            long instant = activated.get().instantMs();
            assertThat(instant).isGreaterThanOrEqualTo(Scene.START + 73 * HOUR).isGreaterThanOrEqualTo(metMs);
            assertThat(state.proposals().get(three).concurring(2))
                    .contains("UA", "US")
                    .hasSizeGreaterThanOrEqualTo(13);
            assertThat(state.finding(FINDING_KIND_EXPANDED_ATTACK)
                            .establishedAtMs()
                            .orElseThrow())
                    .isLessThanOrEqualTo(instant);
        }
    }

    /** The clock started at hour 1, so tier 3 opens at hour 73 and its proposal lapses at hour 121. */
    @Property
    void pledge_beginsOrEndsAtTheVeryInstant_opensFirstAndClosesFirst(@ForAll boolean begins, @ForAll boolean early) {
        Ledger.Batch batch = scene.speculation();
        long gate = Scene.START + 73 * HOUR;
        long lapse = Scene.START + 121 * HOUR;
        Pledge.Builder own = Pledge.newBuilder()
                .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                .setText("p");
        if (begins) {
            own.setFromMs(lapse + (early ? 0 : 1));
        } else {
            own.setFromMs(Scene.START).setUntilMs(gate + (early ? 1 : 0));
        }
        add(batch, sign("US/principal", Notice.newBuilder().setPledge(own)), Scene.START + HOUR);
        for (String monitor : List.of("US", "GB", "FR", "NO")) {
            add(
                    batch,
                    sign(monitor + "/watch", found(FINDING_KIND_EXPANDED_ATTACK, FindingWord.FINDING_WORD_CONFIRMED)),
                    Scene.START + HOUR);
        }
        signers().forEach(s -> add(batch, ON_THREE.get(s + Position.POSITION_CONCUR), Scene.START + HOUR));
        Optional<Milestone> activated =
                now(batch).at(Scene.START + 200 * HOUR, 1_000).tier(3).activated();
        assertThat(activated.map(Milestone::instantMs))
                .isEqualTo(early ? Optional.of(begins ? lapse : gate) : Optional.empty());
    }
}

package org.demarche.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Incident;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.Code;
import org.demarche.evidence.Report;
import org.demarche.evidence.Result;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;
import org.demarche.oracle.Oracle;
import org.demarche.promises.RandomPlay.Refused;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.world.World;

/** Whether the hub, the desks, the offline verification of bundles, and a second implementation of the rules see the same. */
final class Agreement {
    private static final int TRIES = 50;
    private static final SignatureVerifier VERIFIER = Verifiers.fastest(sentence -> {});

    private final World world;
    private final List<byte[]> log;
    private final Reader reader;
    private final Oracle oracle;
    private final Map<Sha256, IncidentState> served;
    private final Map<String, Map<Sha256, IncidentState>> desks;

    private Agreement(
            World world,
            List<byte[]> log,
            Map<Sha256, IncidentState> served,
            Map<String, Map<Sha256, IncidentState>> desks) {
        this.world = world;
        this.log = log;
        this.reader = Reader.of(log);
        this.oracle = Oracle.of(log);
        this.served = served;
        this.desks = desks;
    }

    /** Looks at everything over one and the same log: while it grows, again. */
    static Agreement over(World world) {
        for (int i = 0; i < TRIES; i++) {
            Head before = world.wire("UA").head();
            List<byte[]> log = world.wire("UA").entries();
            Map<Sha256, IncidentState> served = world.wire("UA").incidents();
            Map<String, Map<Sha256, IncidentState>> desks = new HashMap<>();
            boolean same = true;
            for (Desk desk : world.desks()) {
                same &= caughtUp(desk).equals(before);
                desks.put(desk.profile().source().toString(), byId(desk.incidents()));
                same &= desk.head().equals(before);
            }
            if (same && world.wire("UA").head().equals(before) && log.size() == before.size()) {
                return new Agreement(world, log, served, desks);
            }
        }
        return fail("the log never stood still");
    }

    private static Head caughtUp(Desk desk) {
        try {
            return desk.catchUp();
        } catch (DeskException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Map<Sha256, IncidentState> byId(List<IncidentState> states) {
        return states.stream().collect(Collectors.toMap(s -> Sha256.copyOf(s.getIncident()), s -> s));
    }

    /** The log that all of them have seen. */
    List<byte[]> log() {
        return log;
    }

    /** Every incident is the same for all, each at the instant as of which it is shown. */
    Agreement requireSameStates() {
        List<Sha256> incidents = oracle.incidents();
        assertThat(reader.incidents()).extracting(Incident::id).containsExactlyInAnyOrderElementsOf(incidents);
        assertThat(served.keySet()).containsExactlyInAnyOrderElementsOf(incidents);
        served.forEach((id, state) -> requireSame("the hub", id, state));
        desks.forEach((desk, states) -> {
            assertThat(states.keySet()).as(desk).containsExactlyInAnyOrderElementsOf(incidents);
            states.forEach((id, state) -> requireSame(desk, id, state));
        });
        return this;
    }

    private void requireSame(String who, Sha256 incident, IncidentState state) {
        assertThat(state).as("%s and a reader", who).isEqualTo(reader.stateAt(incident, state.getAsOfMs()));
        assertThat(state).as("%s and the oracle", who).isEqualTo(oracle.stateAt(incident, state.getAsOfMs()));
    }

    /** Each activation and stand-down that the log shows is proven by the hub's bundle, and by nothing less than a whole verification; returns how many there are. */
    int requireProven() {
        int proven = 0;
        for (Sha256 incident : oracle.incidents()) {
            IncidentState state = oracle.stateAt(incident, lastMs());
            for (TierState tier : state.getTiersList()) {
                if (tier.getActivatedAtMs() > 0 && tier.getActivatedIndex() < log.size()) {
                    requireMove(incident, tier.getTier(), true, tier.getActivatedAtMs(), tier.getActivatedIndex());
                    proven++;
                }
                if (tier.getStoodDownAtMs() > 0 && tier.getStoodDownIndex() < log.size()) {
                    requireMove(incident, tier.getTier(), false, tier.getStoodDownAtMs(), tier.getStoodDownIndex());
                    proven++;
                }
            }
        }
        return proven;
    }

    private void requireMove(Sha256 incident, int tier, boolean activated, long atMs, long index) {
        Report report = Verification.verify(
                world.wire("US").evidence(incident, index),
                world.home().charter().hash(),
                Optional.empty(),
                VERIFIER);
        assertThat(report.verdict().code()).as(report.verdict().sentence()).isEqualTo(Code.PROVEN);
        assertThat(report.result())
                .get()
                .isInstanceOfSatisfying(
                        Result.Tiers.class,
                        tiers -> assertThat(tiers.moves()).anySatisfy(move -> {
                            assertThat(move.tier()).isEqualTo(tier);
                            assertThat(move.activated()).isEqualTo(activated);
                            assertThat(move.at().epochMs()).isEqualTo(atMs);
                            assertThat(move.visibleAt()).isEqualTo(index);
                        }));
    }

    /** What the hub refused is not in the log, and had it been, a reader would have refused the log, with the hub's reason; the oracle has that reason too. */
    Agreement requireRefusedByAll(List<Refused> refused) {
        for (Refused each : refused) {
            List<byte[]> prefix = log.subList(0, (int) each.size());
            Oracle then = Oracle.of(prefix);
            assertThat(then.againstNotice(each.signed(), each.atMs()))
                    .as("the oracle's reasons at %d", each.size())
                    .contains(each.reason());
            Optional<Refusal> refusal = Reader.of(prefix).read(then.entryOfNotice(each.signed(), each.atMs()));
            assertThat(refusal)
                    .as("a reader's reason at %d", each.size())
                    .get()
                    .extracting(Refusal::reason)
                    .isEqualTo(each.reason());
            assertThat(log.stream().map(Agreement::notice)).doesNotContain(Optional.of(notice(each)));
        }
        return this;
    }

    private static Sha256 notice(Refused refused) {
        try {
            return UnverifiedNotice.parse(refused.signed()).id();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Sha256> notice(byte[] entry) {
        try {
            return UnverifiedEntry.parse(entry).notice().map(n -> n.id());
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private long lastMs() {
        try {
            return UnverifiedEntry.parse(log.get(log.size() - 1)).message().getAcceptedAtMs();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }
}

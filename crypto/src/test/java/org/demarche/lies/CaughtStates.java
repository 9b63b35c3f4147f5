package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;
import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.leafOf;
import static org.demarche.lies.LogParts.writer;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import org.demarche.checkpoint.StateSigner;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;
import org.demarche.refusal.RefusedException;

/** States of an incident that the rules do not give. */
final class CaughtStates {
    private CaughtStates() {}

    static void tell(CaughtLies lies) {
        lies.plain("state-with-an-activation-that-nobody-carried", 22, 6, "tier 2 is shown active", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseState(activated(tale));
        });
        lies.plain("state-with-an-activation-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseStateOfWholeLog(activated(tale));
        });
        lies.plain("state-without-an-activation", 22, 6, "tier 1 is shown as not active", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(
                    tale,
                    s -> s.getStateBuilder()
                            .getTiersBuilder(0)
                            .clearActivatedAtMs()
                            .clearActivatedIndex());
            return writer(tale.log()).falseState(state);
        });
        lies.plain("state-without-the-newest-word", 22, 6, "the state before UA concurred is shown behind that", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(tale, s -> s.setState(stateOf(tale.log(), tale.incident(), 5)));
            return writer(tale.log()).falseState(state);
        });
        lies.plain("state-of-an-incident-that-nobody-opened", 22, 6, "no report opened it", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(
                    tale,
                    s -> s.getStateBuilder().setIncident(Sha256.of(new byte[1]).byteString()));
            return writer(tale.log()).falseStateOfWholeLog(state);
        });
        lies.plain("state-of-what-is-no-hash", 22, 6, "the name of the incident is too short", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(tale, s -> s.getStateBuilder().setIncident(ByteString.copyFrom(new byte[31])));
            return writer(tale.log()).falseStateOfWholeLog(state);
        });
        lies.plain(
                "state-under-stale-governance", 22, 6, "the state names the charter, not the assent after it", () -> {
                    Tale tale = Tale.plain();
                    return writer(tale.log()).falseState(state(tale, s -> s.setGovernance(leafOf(tale.log(), 0))));
                });
        lies.plain("state-in-another-phase", 22, 6, "the incident is shown as closed", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(tale, s -> s.getStateBuilder().setPhase(IncidentPhase.INCIDENT_PHASE_CLOSED));
            return writer(tale.log()).falseState(state);
        });
        lies.plain("state-with-governance-cut-off", 14, 6, "an honest state, without GB's assent before it", () -> {
            Tale tale = Tale.plain();
            int assent = tale.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
            return changed(
                    writer(tale.log()).falseState(state(tale, s -> s.setGovernance(leafOf(tale.log(), assent)))),
                    f -> f.removeGovernance(2));
        });
        lies.plain("state-beside-another-incident", 14, 6, "an honest state, and another incident", () -> {
            Tale tale = Tale.plain();
            int other = tale.log().say("UA/watch", Says.report());
            return changed(
                    writer(tale.log()).falseState(state(tale, s -> {})),
                    f -> f.clearEntries().addEntries(tale.log().proven(other, 7)));
        });
        lies.plain("state-that-the-rules-give", 14, 6, "an honest state", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseState(state(tale, s -> {}));
        });
        lies.plain(
                "state-and-an-incident-cut-short", 14, 6, "an honest state, and the incident without its end", () -> {
                    Tale tale = Tale.plain();
                    return changed(writer(tale.log()).falseState(state(tale, s -> {})), f -> f.removeEntries(3));
                });
    }

    /** Tier 2 is shown active. */
    private static SignedState activated(Tale tale) {
        return state(
                tale,
                s -> s.getStateBuilder()
                        .getTiersBuilder(1)
                        .setActivatedAtMs(LieLog.START + 22 * MINUTE)
                        .setActivatedIndex(5));
    }

    static SignedState state(Tale tale, Consumer<StateStatement.Builder> change) {
        LieLog log = tale.log();
        StateStatement.Builder statement = StateStatement.newBuilder()
                .setOrigin(LieLog.ORIGIN)
                .setSize(log.size())
                .setRoot(log.tree().head(log.size()).root().byteString())
                .setGovernance(leafOf(log, 1))
                .setState(stateOf(log, tale.incident(), log.size()));
        change.accept(statement);
        return new StateSigner(log.signer()).sign(statement.build());
    }

    /** What the rules give behind the first {@code size} entries. */
    private static IncidentState stateOf(LieLog log, Sha256 incident, int size) {
        Ledger.Batch batch = Ledger.empty().batch(new MemoryRegister(), SignatureVerifier.bouncyCastle());
        try {
            for (int i = 0; i < size; i++) {
                Entry entry = UnverifiedEntry.parse(log.source().entry(i)).fromOwnStore();
                batch.replay(entry).ifPresent(r -> {
                    throw new AssertionError(r);
                });
            }
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
        return batch.incident(incident).map(Incident::state).orElseThrow();
    }
}

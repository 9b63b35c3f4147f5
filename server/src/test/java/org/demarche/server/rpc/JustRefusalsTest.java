package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.server.Says.message;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.VerdictClass;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.misbehaviour.Check;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.Report;
import org.demarche.misbehaviour.ReportText;
import org.demarche.misbehaviour.ShownLog;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.refusal.Reason;
import org.demarche.server.Says;
import org.demarche.server.TestDesk;
import org.demarche.server.store.LogStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two honest hubs of one log, with many who speak at once: whatever they refuse and show under the log's keys is what the rules give behind exactly the entries that it names, so
 * nobody can convict them, neither by the chains nor by the whole log.
 */
class JustRefusalsTest {
    private static final int TURNS = 4;
    private static final List<String> SPEAKERS = List.of("UA", "US", "GB", "NO");

    @TempDir
    private Path directory;

    private final Map<SignedRefusal, ByteString> refused = new ConcurrentHashMap<>();
    private final SignatureVerifier remembering = new Remembering();
    private final ConcurrentLinkedQueue<SignedState> shown = new ConcurrentLinkedQueue<>();

    @Test
    void refusalsAndStates_whileManySpeakAtOnce_areThoseThatTheRulesGive() throws Exception {
        try (InProcessHub one = new InProcessHub(directory);
                InProcessHub other = new InProcessHub(directory)) {
            one.assent(Says.ADOPTERS);
            Sha256 incident = one.say("UA/watch", Says.report(one.clock().wallMs()))
                    .notice()
                    .orElseThrow()
                    .id();
            race(List.of(one, other), incident);

            LogStore store = one.core().services().log().store();
            ShownLog log =
                    new ShownLog(i -> store.entry(i).orElseThrow().bytes().toByteArray(), store.size());
            assertThat(log.refused()).isEmpty();
            MisbehaviourWriter writer =
                    new MisbehaviourWriter(log, List.of(TestKeys.log().publicKey()), List.of());
            Set<Reason> reasons = EnumSet.noneOf(Reason.class);
            for (Map.Entry<SignedRefusal, ByteString> entry : refused.entrySet()) {
                byte[] notice = entry.getValue().toByteArray();
                reasons.add(Reason.valueOf(
                        RefusalVerifier.claimed(entry.getKey()).orElseThrow().getReason()));
                assertJust(writer.unjustifiedRefusal(notice, entry.getKey()), one);
                assertJust(writer.unjustifiedRefusalOfWholeLog(notice, entry.getKey()), one);
            }
            assertThat(reasons)
                    .contains(
                            Reason.PROPOSAL_OPEN,
                            Reason.KEY_UNKNOWN,
                            Reason.ANCHOR_UNKNOWN,
                            Reason.INCIDENT_UNKNOWN,
                            Reason.SIGNATURE_INVALID);
            assertThat(shown).isNotEmpty();
            for (SignedState state : Set.copyOf(shown)) {
                assertJust(writer.falseState(state), one);
                assertJust(writer.falseStateOfWholeLog(state), one);
            }
        }
    }

    /** Each signature is verified once for all files. */
    private static final class Remembering implements SignatureVerifier {
        private final SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
        private final Map<Sha256, Boolean> verified = new ConcurrentHashMap<>();

        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            Sha256 question = Sha256.of(key.id().bytes(), signature.ed25519(), signature.mlDsa65(), message);
            return verified.computeIfAbsent(question, q -> verifier.verify(key, message, signature));
        }

        @Override
        public String name() {
            return verifier.name();
        }
    }

    private void assertJust(byte[] file, InProcessHub hub) {
        Report report = MisbehaviourVerification.verify(file, hub.charter().hash(), remembering);
        assertThat(report.verdict().code().verdictClass())
                .as(ReportText.of(report))
                .isEqualTo(VerdictClass.INVALID);
        assertThat(report.step(Check.LIE).sentence())
                .as(ReportText.of(report))
                .containsAnyOf(
                        "for the same reason",
                        "only the whole log shows",
                        "does not show that the log begins with the notice's anchor",
                        "the state is the one that the rules give");
    }

    private void race(List<InProcessHub> hubs, Sha256 incident) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SPEAKERS.size());
        CyclicBarrier together = new CyclicBarrier(SPEAKERS.size());
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < SPEAKERS.size(); i++) {
            String party = SPEAKERS.get(i);
            InProcessHub hub = hubs.get(i % hubs.size());
            all.add(threads.submit(() -> {
                together.await();
                for (int turn = 0; turn < TURNS; turn++) {
                    speak(hub, party, incident, turn);
                }
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> each : all) {
            each.get();
        }
    }

    private void speak(InProcessHub hub, String party, Sha256 incident, int turn) {
        Notice.Builder in = Notice.newBuilder().setIncident(incident.byteString());
        Notice.Builder proposal =
                in.clone().setProposal(Proposal.newBuilder().setTier(1).setAct(ProposalAct.PROPOSAL_ACT_ACTIVATE));
        submit(hub, party, sign(hub, party, proposal));
        submit(hub, party, sign(hub, party, message("No. " + turn)));
        Sha256 nothing = Sha256.of(new byte[] {(byte) turn});
        submit(hub, party, sign(hub, party, message("x").setIncident(nothing.byteString())));
        submit(
                hub,
                party,
                sign(
                        hub,
                        party,
                        in.clone()
                                .addReferences(nothing.byteString())
                                .setAcknowledgement(
                                        Acknowledgement.newBuilder().setPosition(Position.POSITION_CONCUR))));
        submit(
                hub,
                party,
                sign(
                        hub,
                        party,
                        message("x").setAnchor(Anchor.newBuilder().setSize(2).setRoot(nothing.byteString()))));
        submit(hub, party, sign(hub, "TR", message("x")));
        ByteString signed = sign(hub, party, message("y"));
        submit(hub, party, signed.substring(0, signed.size() - 1).concat(ByteString.copyFrom(new byte[] {(byte) turn
        })));
        shown.addAll(hub.desk(party)
                .listIncidents(ListIncidentsRequest.newBuilder()
                        .setClockMs(hub.clock().wallMs())
                        .build())
                .getSignedList());
    }

    private static ByteString sign(InProcessHub hub, String party, Notice.Builder notice) {
        return hub.sign(party + "/watch", notice);
    }

    private void submit(InProcessHub hub, String caller, ByteString signed) {
        try {
            hub.desk(caller).submit(hub.request(signed));
        } catch (StatusRuntimeException e) {
            refused.put(TestDesk.signedRefusal(e), signed);
        }
    }
}

package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.lies.LieLog.MINUTE;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.StateSigner;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.Tip;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.VerdictClass;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Proofs;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.misbehaviour.Report;
import org.demarche.misbehaviour.ReportText;
import org.demarche.proto.v1.BrokenChain;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.FalseState;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.MisbehaviourFile.LieCase;
import org.demarche.proto.v1.MisdatedEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.OtherBeginning;
import org.demarche.proto.v1.OtherNode;
import org.demarche.proto.v1.RefusedEntry;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.SplitHistory;
import org.demarche.proto.v1.StateStatement;
import org.demarche.proto.v1.UnjustifiedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/**
 * Somebody who holds everything that honest hubs of one log ever signed, heads at every size, refusals and states, through a change of the log's keys, and all entries, puts
 * together whatever he likes, with proofs that hold: he convicts nobody.
 */
class HonestPartsTest {
    private static final SignatureVerifier VERIFIER = SignatureVerifier.bouncyCastle();
    private static final LieCharter FIRST = LieCharter.witnessed();
    private static final LieCharter SECOND = FIRST.successor().withLog("log2");

    private final int times = Integer.getInteger("demarche.damage", 200);
    private final long seed = Long.getLong("demarche.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Integer> governance = new ArrayList<>();
    private final List<List<Integer>> incidents = new ArrayList<>();
    private final List<SignedRefusal> refusals = new ArrayList<>();
    private final List<byte[]> refused = new ArrayList<>();
    private final List<SignedState> states = new ArrayList<>();
    private int adopted;
    private LieLog log;

    /** Two incidents, a proposal, words, and a successor charter with other keys of the log in between. */
    private void live() throws RefusedException {
        log = LieLog.of(FIRST);
        governance.add(0);
        governance.add(log.at(MINUTE).assent("UA/root", FIRST, "UA/root", "UA/watch"));
        List<Integer> one = new ArrayList<>();
        List<Integer> other = new ArrayList<>();
        one.add(log.at(2 * MINUTE).say("UA/watch", Says.report()));
        Sha256 first = log.id(one.get(0));
        one.add(log.at(3 * MINUTE).say("UA/watch", Says.propose(first, 1)));
        other.add(log.at(3 * MINUTE).say("UA/watch", Says.report()));
        Sha256 second = log.id(other.get(0));
        log.at(4 * MINUTE).say("UA/watch", Says.message("Hello"));
        one.add(log.at(5 * MINUTE).say("UA/watch", Says.message(first)));
        log.at(6 * MINUTE)
                .say(
                        "UA/root",
                        Notice.newBuilder()
                                .setCharterText(CharterText.newBuilder().setText(ByteString.copyFrom(SECOND.bytes()))));
        governance.add(log.assent("UA/root", SECOND));
        adopted = log.size();
        log.under(SECOND).signedBy("log2");
        other.add(log.at(7 * MINUTE).say("UA/watch", Says.message(second)));
        one.add(log.at(8 * MINUTE).say("UA/watch", Says.propose(first, 1)));
        one.add(log.at(9 * MINUTE).say("UA/watch", Says.concur(first, log.id(one.get(3)))));
        incidents.add(one);
        incidents.add(other);
        sign(first, second);
    }

    private LogSigningKey keyAt(int size) {
        return LieKeys.log(size < adopted ? "log" : "log2");
    }

    /** What hubs sign at each size: the state of each incident, and a refusal of whatever the rules refuse then. */
    private void sign(Sha256... ids) throws RefusedException {
        List<byte[]> offers = new ArrayList<>();
        for (int i = 2; i < log.size(); i++) {
            if (log.entry(i).hasNotice()) {
                offers.add(Strict.encode(log.entry(i).getNotice()));
            }
        }
        for (Sha256 id : ids) {
            offers.add(Strict.encode(log.signed("UA/watch", Says.propose(id, 9))));
            offers.add(Strict.encode(log.signed("GB/watch", Says.message(id))));
        }
        Ledger.Batch batch = Ledger.empty().batch(new MemoryRegister(), VERIFIER);
        for (int size = 1; size <= log.size(); size++) {
            batch.replay(UnverifiedEntry.parse(log.source().entry(size - 1)).fromOwnStore())
                    .ifPresent(r -> {
                        throw new AssertionError(r);
                    });
            for (Sha256 id : ids) {
                Optional<Incident> incident = batch.incident(id);
                if (incident.isPresent()) {
                    states.add(state(batch, size, incident.get()));
                }
            }
            for (byte[] offer : offers) {
                long atMs = log.entry(size - 1).getAcceptedAtMs();
                Optional<Refusal> refusal = judge(batch, offer, size, atMs);
                if (refusal.isPresent() && refusal.get().reason() != Reason.ALREADY_LOGGED) {
                    refusals.add(refusal(batch, offer, size, atMs, refusal.get()));
                    refused.add(offer);
                }
            }
        }
        assertThat(refusals.size()).isGreaterThan(20);
    }

    private static Optional<Refusal> judge(Ledger.Batch batch, byte[] offer, int size, long atMs) {
        try {
            UnverifiedNotice notice = UnverifiedNotice.parse(offer);
            var key = batch.governance().requireSigningKey(notice);
            return batch.judge(new Content.Noticed(notice.verify(key, VERIFIER).orElseThrow()), size, atMs);
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
    }

    private SignedRefusal refusal(Ledger.Batch batch, byte[] offer, int size, long atMs, Refusal refusal)
            throws RefusedException {
        UnverifiedNotice notice = UnverifiedNotice.parse(offer);
        var signed = org.demarche.proto.v1.Refusal.newBuilder()
                .setOrigin(LieLog.ORIGIN)
                .setNotice(notice.id().byteString())
                .setReason(refusal.reason().name())
                .setSentence(refusal.sentence())
                .setSize(size)
                .setRoot(log.tree().head(size).root().byteString())
                .setRefusedAtMs(atMs)
                .setSubmitted(Sha256.of(offer).byteString())
                .setGovernance(batch.governanceTip().orElseThrow().leaf().byteString());
        if (!notice.notice().getIncident().isEmpty()) {
            batch.tip(Sha256.copyOf(notice.notice().getIncident()))
                    .map(Tip::leaf)
                    .ifPresent(l -> signed.setIncidentLast(l.byteString()));
        }
        return new RefusalSigner(keyAt(size)).sign(signed.build());
    }

    private SignedState state(Ledger.Batch batch, int size, Incident incident) {
        return new StateSigner(keyAt(size))
                .sign(StateStatement.newBuilder()
                        .setOrigin(LieLog.ORIGIN)
                        .setSize(size)
                        .setRoot(log.tree().head(size).root().byteString())
                        .setGovernance(
                                batch.governanceTip().orElseThrow().leaf().byteString())
                        .setState(incident.state())
                        .build());
    }

    @Test
    void parts_ofAnHonestLogPutTogetherAnyhow_convictNobody() throws RefusedException {
        live();
        Map<LieCase, Integer> reachedTheLie = new EnumMap<>(LieCase.class);
        for (int i = 0; i < times; i++) {
            MisbehaviourFile file = anything();
            Report report = MisbehaviourVerification.verify(Strict.encode(file), FIRST.hash(), VERIFIER);
            assertThat(report.verdict().code().verdictClass())
                    .as("seed %d: %s", seed, ReportText.of(report))
                    .isNotEqualTo(VerdictClass.DISPROVEN);
            if (report.step(org.demarche.misbehaviour.Check.LIE).code().isPresent()) {
                reachedTheLie.merge(file.getLieCase(), 1, Integer::sum);
            }
        }
        // Else nothing was tried.
        assertThat(reachedTheLie.keySet()).as("seed %d", seed).hasSize(6);
    }

    private MisbehaviourFile anything() {
        MisbehaviourFile.Builder file = MisbehaviourFile.newBuilder()
                .setFormat("demarche-misbehaviour")
                .setVersion(1)
                .addLogKeys(LieLog.keys(LieKeys.log("log").publicKey()))
                .addLogKeys(LieLog.keys(LieKeys.log("log2").publicKey()));
        int size = 1 + random.nextInt(log.size());
        switch (random.nextInt(6)) {
            case 0 -> {
                chains(file.setCheckpoint(note(size)), size, List.of());
                file.setSplitHistory(split(size));
            }
            case 1 -> {
                List<Integer> some = some(size);
                chains(file.setCheckpoint(note(size)), size, some);
                file.setBrokenChain(BrokenChain.newBuilder()
                        .setLeaves(random.nextBoolean() ? ByteString.EMPTY : leaves(random.nextInt(4) > 0 ? size : 2)));
            }
            case 2 -> {
                chains(file.setCheckpoint(note(size)), size, some(size));
                file.addWitnessKeys(LieLog.keys(LieKeys.log("UA-w").publicKey()))
                        .addWitnessKeys(LieLog.keys(LieKeys.log("GB-w").publicKey()))
                        .setMisdatedEntry(MisdatedEntry.getDefaultInstance());
            }
            case 3 -> {
                file.setCheckpoint(note(size)).setRefusedEntry(RefusedEntry.getDefaultInstance());
                brought(file, size);
            }
            case 4 -> {
                int which = random.nextInt(refusals.size());
                int other = random.nextInt(10) == 0 ? random.nextInt(refused.size()) : which;
                SignedRefusal refusal = refusals.get(which);
                int named = (int) opened(refusal).getSize();
                file.setUnjustifiedRefusal(UnjustifiedRefusal.newBuilder()
                        .setNotice(ByteString.copyFrom(refused.get(other)))
                        .setRefusal(refusal));
                brought(file, named);
            }
            default -> {
                SignedState state = states.get(random.nextInt(states.size()));
                file.setFalseState(FalseState.newBuilder().setState(state));
                brought(file, (int) opened(state).getSize());
            }
        }
        return file.build();
    }

    private ByteString note(int size) {
        byte[] note = log.checkpoint(size, LieLog.ORIGIN, keyAt(size));
        if (size >= adopted || random.nextBoolean()) {
            return ByteString.copyFrom(note);
        }
        long seenMs = log.entry(size - 1).getAcceptedAtMs() - LieLog.START;
        LieLog first = log.rewritten((i, e) -> Optional.of(e)).signedBy("log");
        return ByteString.copyFrom(first.cosigned(note, seenMs, "UA-w", "GB-w"));
    }

    private SplitHistory split(int size) {
        SplitHistory.Builder split = SplitHistory.newBuilder();
        int other;
        if (random.nextInt(3) == 0) {
            SignedRefusal refusal = refusals.get(random.nextInt(refusals.size()));
            split.setRefusal(refusal);
            other = (int) opened(refusal).getSize();
        } else if (random.nextBoolean()) {
            SignedState state = states.get(random.nextInt(states.size()));
            split.setState(state);
            other = (int) opened(state).getSize();
        } else {
            other = 1 + random.nextInt(log.size());
            split.setCheckpoint(note(other));
        }
        int smaller = Math.min(size, other);
        if (random.nextBoolean()) {
            int from = random.nextInt(4) == 0 ? 1 + random.nextInt(smaller) : smaller;
            split.setBeginning(OtherBeginning.newBuilder()
                    .setRoot(log.tree().head(from).root().byteString())
                    .addAllConsistency(hashes(Proofs.consistency(from, Math.max(size, other), log.tree()))));
        } else {
            int level = random.nextInt(3);
            int place = random.nextInt(Math.max(1, smaller >> level));
            if (smaller >> level == 0) {
                level = 0;
            }
            int elsewhere = random.nextInt(4) == 0 ? random.nextInt(other >> level) : place;
            split.setNode(OtherNode.newBuilder()
                    .setLevel(level)
                    .setIndex(place)
                    .setHash(log.tree().node(level, place).byteString())
                    .addAllInclusion(hashes(Proofs.node(level, place, size, log.tree())))
                    .setOtherHash(log.tree().node(level, elsewhere).byteString())
                    .addAllOtherInclusion(hashes(Proofs.node(level, elsewhere, other, log.tree()))));
        }
        return split.build();
    }

    /** Chains as they are, or any part of them; or all of the log. */
    private void brought(MisbehaviourFile.Builder file, int size) {
        if (random.nextInt(3) == 0) {
            for (int i = 0; i < size; i++) {
                file.addLog(ByteString.copyFrom(log.source().entry(i)));
            }
            return;
        }
        List<Integer> chain = new ArrayList<>(incidents.get(random.nextInt(2)));
        int cut = random.nextInt(4) == 0 ? 1 + random.nextInt(size) : size;
        chain.removeIf(i -> i >= cut);
        if (!chain.isEmpty() && random.nextInt(5) == 0) {
            chain.remove(random.nextInt(chain.size()));
        }
        chains(file, size, chain.isEmpty() || random.nextInt(6) == 0 ? some(size) : chain);
    }

    private void chains(MisbehaviourFile.Builder file, int size, List<Integer> entries) {
        List<Integer> chain = new ArrayList<>(governance);
        int cut = random.nextInt(4) == 0 ? 1 + random.nextInt(size) : size;
        chain.removeIf(i -> i >= cut);
        chain.forEach(i -> file.addGovernance(log.proven(i, size)));
        entries.forEach(i -> file.addEntries(log.proven(i, size)));
        if (chain.contains(adopted - 1) || entries.contains(adopted - 1)) {
            file.addCharters(ByteString.copyFrom(SECOND.bytes()));
        }
    }

    private List<Integer> some(int size) {
        TreeSet<Integer> some = new TreeSet<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            some.add(random.nextInt(size));
        }
        return List.copyOf(some);
    }

    private ByteString leaves(int size) {
        List<ByteString> leaves = new ArrayList<>();
        for (int i = 0; i < Math.min(size, log.size()); i++) {
            leaves.add(log.tree().node(0, i).byteString());
        }
        return ByteString.copyFrom(leaves);
    }

    private static org.demarche.proto.v1.Refusal opened(SignedRefusal signed) {
        return LieLog.parse(
                org.demarche.proto.v1.Refusal.getDefaultInstance(),
                signed.getRefusal().toByteArray());
    }

    private static StateStatement opened(SignedState signed) {
        return LieLog.parse(
                StateStatement.getDefaultInstance(), signed.getStatement().toByteArray());
    }

    private static List<ByteString> hashes(List<Sha256> proof) {
        return proof.stream().map(Sha256::byteString).toList();
    }
}

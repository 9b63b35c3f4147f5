package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.Declaration;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Measures;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.PledgeEnded;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.proto.v1.Warning;

/** Throws notices that could matter: most are nearly right, some are not. Their signatures are noise, which a reader of its own store does not look at. */
final class Dice {
    private static final SignedNotice.Builder NOISE = SignedNotice.newBuilder()
            .setEd25519(ByteString.copyFrom(new byte[64]))
            .setMlDsa65(ByteString.copyFrom(new byte[3309]));

    /** A gate of a pledge, as charters write it. */
    private static final Pattern GATE = Pattern.compile("\"pledge ([A-Z]{2}) ([a-z-]+)\"");

    private final Random random;
    private final Play play;
    private final boolean ceasing;

    Dice(Random random, Play play) {
        this.random = random;
        this.play = play;
        this.ceasing = oneIn(3);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A signed notice. */
    byte[] notice() {
        List<String> silent = play.silent();
        if (!silent.isEmpty() && !oneIn(5)) {
            return oneIn(12) ? keyChange() : assent(play.plan(), Plan.pick(random, silent));
        }
        int dice = random.nextInt(100);
        if (dice < 5 || play.oracle().incidents().isEmpty()) {
            return report(play.alive().size() < 3 ? 0 : 8);
        }
        if (dice < 23) {
            return finding();
        }
        if (dice < 34) {
            return proposal();
        }
        if (dice < 68) {
            return position();
        }
        if (dice < 72) {
            return sign(inIncident(Notice.newBuilder()
                    .setWarning(Warning.newBuilder()
                            .setText("w")
                            .setDeliveredTo("d")
                            .setChannel("c"))));
        }
        if (dice < 75) {
            return sign(inIncident(
                    Notice.newBuilder().setMeasures(Measures.newBuilder().setText("m"))));
        }
        return dice < 84 ? pledge() : dice < 93 ? governance() : talk();
    }

    private byte[] report(int joins) {
        Notice.Builder notice = Notice.newBuilder()
                .setViolationReport(ViolationReport.newBuilder()
                        .setCategory(Category.CATEGORY_DRONE)
                        .setPlace(Place.newBuilder().setLatitudeE7(1))
                        .setObservedFromMs(Play.START)
                        .setObservedToMs(Play.START)
                        .setSummary("s"));
        return sign(random.nextInt(10) < joins || oneIn(6) ? inIncident(notice) : notice);
    }

    private byte[] finding() {
        FindingKind kind = FindingKind.forNumber(oneIn(ceasing ? 8 : 50) ? 4 : oneIn(2) ? 1 : 2 + random.nextInt(2));
        IncidentState state = state();
        boolean established = state.getFindingsList().stream().anyMatch(f -> f.getKind() == kind && f.getEstablished());
        FindingWord word =
                oneIn(established ? 2 : 15) ? FindingWord.FINDING_WORD_REFUTED : FindingWord.FINDING_WORD_CONFIRMED;
        List<String> spoken = state.getFindingsList().stream()
                .filter(f -> f.getKind() == kind)
                .flatMap(f -> f.getConfirmedList().stream())
                .toList();
        Notice.Builder notice = Notice.newBuilder()
                .setFinding(Finding.newBuilder().setKind(kind).setWord(word))
                .setIncident(state.getIncident());
        boolean takesBack = word == FindingWord.FINDING_WORD_REFUTED && !spoken.isEmpty();
        return oneIn(30)
                ? sign(inIncident(notice))
                : sign(notice, takesBack ? Plan.pick(random, spoken) : another(spoken));
    }

    private byte[] proposal() {
        IncidentState state = state();
        int number = 1 + random.nextInt(play.plan().tiers() + (oneIn(20) ? 1 : 0));
        boolean active = state.getTiersList().stream()
                .anyMatch(t -> t.getTier() == number && t.getActivatedAtMs() != 0 && t.getStoodDownAtMs() == 0);
        ProposalAct act = active == oneIn(9) ? ProposalAct.PROPOSAL_ACT_ACTIVATE : ProposalAct.PROPOSAL_ACT_STAND_DOWN;
        Notice.Builder notice = Notice.newBuilder()
                .setProposal(Proposal.newBuilder().setTier(number).setAct(act));
        return sign(oneIn(20) ? inIncident(notice) : notice.setIncident(state.getIncident()));
    }

    /** Mostly a CONCUR on an open proposal. */
    private byte[] position() {
        List<ProposalState> all = new ArrayList<>();
        List<ProposalState> open = new ArrayList<>();
        IncidentState state = state();
        all.addAll(state.getProposalsList());
        all.stream()
                .filter(p -> p.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_OPEN)
                .forEach(open::add);
        if (all.isEmpty()) {
            return proposal();
        }
        if (open.isEmpty() && !oneIn(4)) {
            return proposal();
        }
        ProposalState proposal = Plan.pick(random, open.isEmpty() || oneIn(9) ? all : open);
        ByteString target = oneIn(25) ? anyNotice() : proposal.getProposal();
        Position position = oneIn(20)
                ? Position.POSITION_RECEIVED
                : oneIn(9) ? Position.POSITION_DECLINE : Position.POSITION_CONCUR;
        Notice.Builder notice = Notice.newBuilder()
                .addReferences(target)
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position));
        if (oneIn(40)) {
            notice.addReferences(Sha256.of(target.toByteArray()).byteString());
        }
        if (!oneIn(30)) {
            notice.setIncident(oneIn(30) ? incident() : state.getIncident());
        }
        return sign(notice, oneIn(4) ? party() : another(proposal.getConcurringList()));
    }

    private byte[] pledge() {
        List<ByteString> pledges = play.notices(Notice::hasPledge);
        int dice = random.nextInt(10);
        if (dice < 4 || pledges.isEmpty()) {
            return newPledge();
        }
        ByteString id = oneIn(15) ? anyNotice() : Plan.pick(random, pledges);
        Notice.Builder notice = dice < 8
                ? Notice.newBuilder()
                        .setConditionMet(ConditionMet.newBuilder().setPledge(id).setCondition(1 + random.nextInt(2)))
                : Notice.newBuilder().setPledgeEnded(PledgeEnded.newBuilder().setPledge(id));
        return oneIn(8) ? sign(notice) : sign(notice, play.author(id));
    }

    /** Mostly one that a gate asks for, and now and then one that begins or ends just when a proposal lapses. */
    private byte[] newPledge() {
        List<MatchResult> gates = GATE.matcher(play.plan().text()).results().toList();
        boolean asked = !gates.isEmpty() && !oneIn(4);
        MatchResult gate = asked ? Plan.pick(random, gates) : null;
        boolean support = gate == null ? oneIn(2) : gate.group(2).equals("support");
        List<Long> instants = new ArrayList<>(List.of(play.nowMs(), play.nowMs() + random.nextInt(400)));
        play.states().values().forEach(s -> s.getProposalsList().forEach(p -> instants.add(p.getDeadlineMs())));
        long from = oneIn(2) ? play.nowMs() - random.nextInt(100) : Plan.pick(random, instants);
        Pledge.Builder pledge = Pledge.newBuilder()
                .setComponent(support ? Component.COMPONENT_SUPPORT : Component.COMPONENT_BINDING_COMMITMENT)
                .setText("p")
                .setFromMs(from);
        if (oneIn(2)) {
            pledge.setUntilMs(Math.max(from + 1 + random.nextInt(600), oneIn(3) ? Plan.pick(random, instants) : 0));
        }
        for (int i = oneIn(3) ? random.nextInt(3) : 0; i > 0; i--) {
            pledge.addConditions("c");
        }
        return sign(Notice.newBuilder().setPledge(pledge), gate == null ? party() : gate.group(1));
    }

    private byte[] governance() {
        int dice = random.nextInt(10);
        if (dice == 0) {
            return keyChange();
        }
        if (dice < 2 && play.drafts().size() < 3) {
            CharterText.Builder text = CharterText.newBuilder()
                    .setText(ByteString.copyFrom(
                            oneIn(12)
                                    ? new byte[] {'x'}
                                    : play.draft(play.plan().next(random)).bytes()));
            return signByRoot(Notice.newBuilder().setCharterText(text), party());
        }
        return assent();
    }

    private byte[] assent() {
        List<Plan> drafts = play.drafts();
        return assent(drafts.isEmpty() || oneIn(5) ? play.plan() : Plan.pick(random, drafts), party());
    }

    private byte[] assent(Plan to, String party) {
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(to.hash().byteString());
        for (String key : to.keys(party)) {
            if (!play.knows(key, party) != oneIn(40)) {
                assent.addKeys(Cabinet.prove(
                        key, oneIn(60) ? "ZZ" : party, oneIn(60) ? play.plan().hash() : to.hash()));
            }
        }
        String root = (oneIn(2) ? play.plan() : to).roots().getOrDefault(party, party + "/root");
        return sign(Notice.newBuilder().setCharterAssent(assent), party, oneIn(30) ? key(party) : root);
    }

    private byte[] keyChange() {
        String party = party();
        KeyChange.Builder change = KeyChange.newBuilder();
        if (oneIn(2)) {
            String name = oneIn(10) ? key(party()) : party + (oneIn(2) ? "/spare" : "/spare2");
            String desk = oneIn(15) ? "d9" : "d1";
            change.addAdded(DeskKey.newBuilder()
                    .setDesk(desk)
                    .setKey(Cabinet.prove(
                            name, party, oneIn(15) ? Sha256.of() : play.plan().hash())));
        }
        for (int i = oneIn(4) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
            change.addCompromised(CompromisedKey.newBuilder()
                    .setKeyId(Cabinet.id(key(oneIn(8) ? party() : party)).byteString())
                    .setSinceIndex(random.nextInt(play.entryCount() + (oneIn(9) ? 3 : 1))));
        }
        if (change.getAddedCount() + change.getCompromisedCount() == 0 || oneIn(4)) {
            change.addEnded(Cabinet.id(key(oneIn(8) ? party() : party)).byteString());
        }
        return signByRoot(Notice.newBuilder().setKeyChange(change), party);
    }

    private byte[] talk() {
        return switch (random.nextInt(4)) {
            case 0 ->
                sign(Notice.newBuilder()
                        .setDeclaration(Declaration.newBuilder()
                                .setTitle("t")
                                .setSha256(Sha256.of().byteString())));
            case 1 -> {
                ByteString target = anyNotice();
                Notice.Builder notice = Notice.newBuilder()
                        .addReferences(target)
                        .setCorrection(Correction.newBuilder()
                                .setAct(CorrectionAct.CORRECTION_ACT_WITHDRAW)
                                .setText("c"));
                play.incidentOf(target).ifPresent(i -> notice.setIncident(i.byteString()));
                yield oneIn(4) ? sign(notice) : sign(notice, play.author(target));
            }
            default -> {
                Notice.Builder notice =
                        Notice.newBuilder().setMessage(Message.newBuilder().setText("t"));
                yield sign(oneIn(3) ? notice : inIncident(notice));
            }
        };
    }

    // Who, where, when

    private IncidentState state() {
        return play.states().get(Plan.pick(random, oneIn(8) ? play.oracle().incidents() : play.alive()));
    }

    /** A party that is not among these, if there is one. */
    private String another(List<String> parties) {
        List<String> others = play.plan().roots().keySet().stream()
                .filter(p -> !parties.contains(p))
                .toList();
        return others.isEmpty() ? party() : Plan.pick(random, others);
    }

    private ByteString anyNotice() {
        return oneIn(10) ? Sha256.of().byteString() : Plan.pick(random, play.notices(n -> true));
    }

    private ByteString incident() {
        if (oneIn(60) || play.oracle().incidents().isEmpty()) {
            return Sha256.of().byteString();
        }
        return Plan.pick(random, oneIn(8) ? play.oracle().incidents() : play.alive())
                .byteString();
    }

    private Notice.Builder inIncident(Notice.Builder notice) {
        return oneIn(80) ? notice : notice.setIncident(incident());
    }

    private String party() {
        return oneIn(12)
                ? Plan.pick(random, Cabinet.PARTIES)
                : Plan.pick(random, List.copyOf(play.plan().roots().keySet()));
    }

    private String key(String party) {
        return party + "/" + Plan.pick(random, Cabinet.NAMES);
    }

    private byte[] sign(Notice.Builder notice) {
        return sign(notice, party());
    }

    private byte[] sign(Notice.Builder notice, String party) {
        Map<String, List<String>> desks = play.plan().desks().getOrDefault(party, Map.of());
        if (desks.isEmpty() || oneIn(15)) {
            return sign(notice, party, key(oneIn(9) ? party() : party));
        }
        return sign(notice, party, Plan.pick(random, Plan.pick(random, List.copyOf(desks.values()))));
    }

    private byte[] signByRoot(Notice.Builder notice, String party) {
        return sign(notice, party, oneIn(15) ? key(party) : play.plan().roots().getOrDefault(party, party + "/root"));
    }

    private byte[] sign(Notice.Builder notice, String party, String key) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        long issued = play.nowMs() + (oneIn(20) ? 4 + random.nextInt(3) : oneIn(3) ? -random.nextInt(50) : 0);
        long valid = oneIn(40)
                ? Math.max(issued, play.nowMs() - random.nextInt(2))
                : issued + (oneIn(40) ? 3_600_000 + random.nextInt(2) : 60_000);
        notice.setSuite(PublicKey.SUITE)
                .setCharter(
                        (oneIn(60) ? play.anyPlan(random) : play.plan()).hash().byteString())
                .setAuthor(party)
                .setIssuedAtMs(issued)
                .setValidUntilMs(valid)
                .setAnchor(Anchor.newBuilder().setSize(1).setRoot(Sha256.of().byteString()))
                .setNonce(ByteString.copyFrom(nonce))
                .setPrecedence(Precedence.PRECEDENCE_ROUTINE);
        return NOISE.clone()
                .setNotice(notice.build().toByteString())
                .setKeyId(Cabinet.id(key).byteString())
                .build()
                .toByteArray();
    }
}

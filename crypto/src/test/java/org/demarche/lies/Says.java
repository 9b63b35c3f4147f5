package org.demarche.lies;

import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ViolationReport;

/** What parties say in the lying files. */
public final class Says {
    private Says() {}

    public static Notice.Builder report() {
        return Notice.newBuilder()
                .setViolationReport(ViolationReport.newBuilder()
                        .setCategory(Category.CATEGORY_ARTILLERY)
                        .setPlace(Place.newBuilder().setLatitudeE7(481234567).setLongitudeE7(377654321))
                        .setObservedFromMs(LieLog.START - 60_000)
                        .setObservedToMs(LieLog.START)
                        .setSummary("Shelling of the crossing"));
    }

    public static Notice.Builder in(Sha256 incident) {
        return Notice.newBuilder().setIncident(incident.byteString());
    }

    public static Notice.Builder message(String text) {
        return Notice.newBuilder().setMessage(Message.newBuilder().setText(text));
    }

    public static Notice.Builder message(Sha256 incident) {
        return in(incident).setMessage(Message.newBuilder().setText("Noted"));
    }

    public static Notice.Builder propose(Sha256 incident, int tier) {
        return propose(incident, tier, ProposalAct.PROPOSAL_ACT_ACTIVATE);
    }

    public static Notice.Builder standDown(Sha256 incident, int tier) {
        return propose(incident, tier, ProposalAct.PROPOSAL_ACT_STAND_DOWN);
    }

    private static Notice.Builder propose(Sha256 incident, int tier, ProposalAct act) {
        return in(incident).setProposal(Proposal.newBuilder().setTier(tier).setAct(act));
    }

    public static Notice.Builder concur(Sha256 incident, Sha256 proposal) {
        return position(incident, proposal, Position.POSITION_CONCUR);
    }

    public static Notice.Builder decline(Sha256 incident, Sha256 proposal) {
        return position(incident, proposal, Position.POSITION_DECLINE);
    }

    public static Notice.Builder position(Sha256 incident, Sha256 target, Position position) {
        return in(incident)
                .addReferences(target.byteString())
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position));
    }

    public static Notice.Builder confirm(Sha256 incident) {
        return find(incident, FindingKind.FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_CONFIRMED);
    }

    public static Notice.Builder refute(Sha256 incident) {
        return find(incident, FindingKind.FINDING_KIND_VIOLATION, FindingWord.FINDING_WORD_REFUTED);
    }

    private static Notice.Builder find(Sha256 incident, FindingKind kind, FindingWord word) {
        return in(incident).setFinding(Finding.newBuilder().setKind(kind).setWord(word));
    }

    /** A key of the author's is declared compromised from an index on. */
    public static Notice.Builder compromised(String key, long since) {
        return Notice.newBuilder()
                .setKeyChange(KeyChange.newBuilder()
                        .addCompromised(CompromisedKey.newBuilder()
                                .setKeyId(LieKeys.party(key).publicKey().id().byteString())
                                .setSinceIndex(since)
                                .setText("A laptop is missing.")));
    }
}

package org.demarche.oracle;

import com.google.protobuf.ByteString;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.oracle.PlainFacts.What;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;

/** Everything that speaks against taking a notice as the next entry. Which of several reasons is told is not the text's matter, so all of them are listed. */
final class PlainAdmission {
    private static final SignatureVerifier VERIFIER = SignatureVerifier.bouncyCastle();
    /** What is taken while version 1 is a draft. */
    private static final Set<Notice.BodyCase> BEFORE = EnumSet.of(
            Notice.BodyCase.CHARTER_ASSENT,
            Notice.BodyCase.KEY_CHANGE,
            Notice.BodyCase.PLEDGE,
            Notice.BodyCase.CONDITION_MET,
            Notice.BodyCase.PLEDGE_ENDED,
            Notice.BodyCase.DECLARATION,
            Notice.BodyCase.MESSAGE);

    private final Oracle log;
    private final PlainGovernance governance;
    private final int n;
    private final PlainCharter charter;
    private final Line.Word word;
    private final Notice notice;
    private final long atMs;
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

    private PlainAdmission(Oracle log, Line.Word word, long atMs) {
        this.log = log;
        this.governance = log.governance();
        this.n = log.lines().size();
        this.charter = governance.charter(n);
        this.word = word;
        this.notice = word.notice();
        this.atMs = atMs;
    }

    static Set<Reason> against(Oracle log, Line.Word word, long atMs) {
        PlainAdmission admission = new PlainAdmission(log, word, atMs);
        admission.judge();
        return admission.reasons;
    }

    private void against(boolean condition, Reason... all) {
        if (condition) {
            reasons.addAll(List.of(all));
        }
    }

    private void judge() {
        against(governance.find(n, word.id().byteString()).isPresent(), Reason.ALREADY_LOGGED);
        against(atMs < log.lines().get(n - 1).atMs(), Reason.TIME_DECREASES);
        against(governance.inForce(n) && charter.closes(), Reason.LOG_CLOSED);
        against(notice.getAnchor().getSize() > n, Reason.ANCHOR_UNKNOWN);
        against(atMs < notice.getIssuedAtMs() - charter.skewMs(), Reason.ISSUED_IN_FUTURE);
        against(atMs > notice.getValidUntilMs(), Reason.VALIDITY_PASSED);
        against(
                notice.getValidUntilMs() - notice.getIssuedAtMs() > charter.validForAtMostMs(),
                Reason.VALIDITY_TOO_LONG);
        against(!notice.getCharter().equals(charter.hash().byteString()), Reason.CHARTER_CHANGED);
        against(!governance.inForce(n) && !BEFORE.contains(notice.getBodyCase()), Reason.CHARTER_NOT_IN_FORCE);
        against(atMs >= charter.expiresMs() && !takenAfterExpiry(), Reason.CHARTER_EXPIRED);
        judgeSigner();
        judgeIncident();
        switch (notice.getBodyCase()) {
            case FINDING ->
                against(!charter.findings().containsKey(notice.getFinding().getKind()), Reason.FINDING_UNKNOWN);
            case ACKNOWLEDGEMENT, CORRECTION -> judgeReference();
            case CONDITION_MET -> judgeCondition(notice.getConditionMet());
            case PLEDGE_ENDED -> judgePledge(notice.getPledgeEnded().getPledge());
            case CHARTER_TEXT -> against(!governance.inForce(n) || !mayFollow() || posted(), Reason.CHARTER_INVALID);
            case CHARTER_ASSENT -> judgeAssent();
            case KEY_CHANGE -> judgeKeyChange(notice.getKeyChange());
            default -> {
                // Nothing more can be wrong with it.
            }
        }
    }

    private boolean takenAfterExpiry() {
        return switch (notice.getBodyCase()) {
            case VIOLATION_REPORT, FINDING -> false;
            case PROPOSAL -> notice.getProposal().getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN;
            default -> true;
        };
    }

    // Who signs

    private void judgeSigner() {
        if (notice.hasCharterAssent()) {
            return;
        }
        String author = notice.getAuthor();
        if (!charter.hasParty(author)) {
            against(true, Reason.PARTY_UNKNOWN, Reason.KEY_UNKNOWN);
            return;
        }
        boolean root = governance.isRoot(n, author, word.keyId());
        Optional<String> desk = governance.desk(n, author, word.keyId());
        against(!root && desk.isEmpty(), Reason.KEY_UNKNOWN);
        boolean rootsMatter = notice.hasCharterText() || notice.hasKeyChange();
        Optional<String> right = right();
        boolean entitled = rootsMatter
                ? root
                : desk.isPresent() && (right.isEmpty() || charter.may(author, desk.get(), right.get()));
        against(!entitled, Reason.NOT_ENTITLED);
    }

    private Optional<String> right() {
        return switch (notice.getBodyCase()) {
            case VIOLATION_REPORT -> Optional.of("report");
            case FINDING -> Optional.of("find");
            case WARNING -> Optional.of("warn");
            case MEASURES -> Optional.of("measures");
            case PROPOSAL -> Optional.of("propose");
            case ACKNOWLEDGEMENT ->
                notice.getAcknowledgement().getPosition() == Position.POSITION_RECEIVED
                        ? Optional.empty()
                        : Optional.of("concur");
            case MESSAGE -> Optional.of("message");
            case PLEDGE, CONDITION_MET, PLEDGE_ENDED, DECLARATION -> Optional.of("pledge");
            default -> Optional.empty();
        };
    }

    // The incident

    private void judgeIncident() {
        boolean named = !notice.getIncident().isEmpty();
        switch (notice.getBodyCase()) {
            case FINDING, WARNING, MEASURES, PROPOSAL -> against(!named, Reason.INCIDENT_REQUIRED);
            case VIOLATION_REPORT, ACKNOWLEDGEMENT, MESSAGE, CORRECTION -> {
                // With or without one.
            }
            default -> against(named, Reason.INCIDENT_FORBIDDEN);
        }
        if (!named || reasons.contains(Reason.INCIDENT_FORBIDDEN)) {
            return;
        }
        Sha256 id = Sha256.copyOf(notice.getIncident());
        if (!log.incidents().contains(id)) {
            against(true, Reason.INCIDENT_UNKNOWN);
            return;
        }
        PlainIncident incident = log.incident(id).at(atMs);
        against(incident.facts().has(What.CLOSED) && !takenWhenClosed(), Reason.INCIDENT_CLOSED);
        against(
                incident.facts().has(What.WINDING_DOWN) && !takenWhenWindingDown(incident),
                Reason.INCIDENT_WINDING_DOWN);
        if (notice.hasProposal()) {
            judgeProposal(incident, notice.getProposal());
        }
        if (notice.hasAcknowledgement() && notice.getReferencesCount() == 1) {
            proposal(incident)
                    .filter(p -> notice.getAcknowledgement().getPosition() != Position.POSITION_RECEIVED)
                    .ifPresent(p -> against(
                            incident.facts().fate(PlainWords.id(p)).equals(Optional.of(What.LAPSED)),
                            Reason.PROPOSAL_LAPSED));
        }
    }

    private boolean takenWhenClosed() {
        return notice.hasMessage()
                || notice.hasCorrection()
                || notice.getAcknowledgement().getPosition() == Position.POSITION_RECEIVED;
    }

    private boolean takenWhenWindingDown(PlainIncident incident) {
        return switch (notice.getBodyCase()) {
            case WARNING, MEASURES, MESSAGE, CORRECTION -> true;
            case PROPOSAL -> notice.getProposal().getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN;
            case ACKNOWLEDGEMENT ->
                notice.getAcknowledgement().getPosition() == Position.POSITION_RECEIVED
                        || proposal(incident)
                                .filter(p -> PlainWords.proposal(p).getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN)
                                .isPresent();
            default -> false;
        };
    }

    private Optional<Line> proposal(PlainIncident incident) {
        return incident.words().proposals(n).stream()
                .filter(p ->
                        notice.getReferencesList().contains(PlainWords.id(p).byteString()))
                .findFirst();
    }

    private void judgeProposal(PlainIncident incident, Proposal proposal) {
        int number = proposal.getTier();
        Optional<PlainTier> tier = charter.tier(number);
        if (tier.isEmpty()) {
            against(true, Reason.TIER_UNKNOWN);
            return;
        }
        boolean stoodDown = incident.facts().of(What.STOOD_DOWN, number).isPresent();
        against(stoodDown, Reason.TIER_STOOD_DOWN);
        if (proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE) {
            against(incident.facts().active(number), Reason.TIER_ACTIVE);
            against(
                    tier.get().notBefore().isPresent()
                            && incident.words().clock(n).isEmpty(),
                    Reason.CLOCK_NOT_RUNNING);
        } else {
            against(!incident.facts().active(number), Reason.TIER_NOT_ACTIVE);
        }
        against(
                incident.words().proposals(n).stream()
                        .anyMatch(p -> PlainWords.proposal(p).getTier() == number
                                && incident.facts().fate(PlainWords.id(p)).isEmpty()),
                Reason.PROPOSAL_OPEN);
    }

    // References

    private void judgeReference() {
        if (notice.getReferencesCount() != 1) {
            against(true, Reason.REFERENCE_COUNT);
            return;
        }
        Optional<Line.Word> target = governance.find(n, notice.getReferences(0));
        if (target.isEmpty()) {
            against(true, Reason.REFERENCE_UNKNOWN);
            return;
        }
        ByteString carried = target.get().incident().map(Sha256::byteString).orElse(ByteString.EMPTY);
        against(!carried.equals(notice.getIncident()), Reason.REFERENCE_UNKNOWN);
        if (notice.hasCorrection()) {
            against(!target.get().notice().getAuthor().equals(notice.getAuthor()), Reason.NOT_THE_AUTHOR);
        } else {
            against(
                    notice.getAcknowledgement().getPosition() != Position.POSITION_RECEIVED
                            && !target.get().notice().hasProposal(),
                    Reason.NOT_A_PROPOSAL);
        }
    }

    // Pledges

    private Optional<Line.Word> judgePledge(ByteString id) {
        Optional<Line.Word> pledge =
                governance.find(n, id).filter(w -> w.notice().hasPledge());
        against(pledge.isEmpty(), Reason.PLEDGE_UNKNOWN);
        pledge.ifPresent(p -> {
            against(!p.notice().getAuthor().equals(notice.getAuthor()), Reason.NOT_THE_AUTHOR);
            // What is not linked is on record only, and may be said again.
            against(governance.linked(p.id()) && governance.over(n, p.id()), Reason.PLEDGE_OVER);
        });
        return pledge;
    }

    private void judgeCondition(ConditionMet condition) {
        judgePledge(condition.getPledge()).ifPresent(p -> {
            boolean met = governance.linked(p.id()) && governance.met(n, p.id()).contains(condition.getCondition());
            against(
                    met || condition.getCondition() > p.notice().getPledge().getConditionsCount(),
                    Reason.CONDITION_UNKNOWN);
        });
    }

    // Charters and keys

    private boolean mayFollow() {
        try {
            return PlainCharter.of(notice.getCharterText().getText()).follows(charter);
        } catch (RuntimeException e) {
            // Not the text of a charter at all.
            return false;
        }
    }

    private boolean posted() {
        return governance.words(n).stream()
                .anyMatch(w -> w.notice()
                        .getCharterText()
                        .getText()
                        .equals(notice.getCharterText().getText()));
    }

    private void judgeAssent() {
        Optional<PlainCharter> to = assentedTo();
        if (to.isEmpty()) {
            against(true, Reason.DRAFT_UNKNOWN);
            against(!governance.inForce(n), Reason.CHARTER_NOT_IN_FORCE);
            judgeRoot(charter);
            return;
        }
        judgeRoot(to.get());
        against(governance.assented(n, word.keyId(), to.get().hash().byteString()), Reason.ALREADY_ASSENTED);
        Set<Sha256> named = to.get().keys(notice.getAuthor());
        Set<Sha256> missing = new HashSet<>(named);
        missing.removeAll(governance.brought(n, notice.getAuthor()));
        for (EnrolledKey key : notice.getCharterAssent().getKeysList()) {
            missing.remove(PlainGovernance.keyId(key));
            against(
                    !named.contains(PlainGovernance.keyId(key))
                            || !possessed(key, to.get().hash()),
                    Reason.KEY_REFUSED);
        }
        against(!missing.isEmpty(), Reason.KEYS_INCOMPLETE);
    }

    private Optional<PlainCharter> assentedTo() {
        ByteString hash = notice.getCharterAssent().getCharter();
        if (hash.equals(charter.hash().byteString())) {
            return Optional.of(charter);
        }
        return governance.drafts(n, charter).stream()
                .filter(d -> governance.inForce(n) && hash.equals(d.hash().byteString()))
                .findFirst();
    }

    private void judgeRoot(PlainCharter to) {
        String author = notice.getAuthor();
        against(!charter.hasParty(author) && !to.hasParty(author), Reason.PARTY_UNKNOWN);
        Optional<Sha256> key = Optional.of(word.keyId());
        against(governance.ended(n).contains(word.keyId()), Reason.KEY_UNKNOWN, Reason.NOT_ENTITLED);
        boolean known = governance.brought(n, author).contains(word.keyId())
                || notice.getCharterAssent().getKeysList().stream()
                        .map(PlainGovernance::keyId)
                        .anyMatch(word.keyId()::equals);
        boolean root = charter.root(author).equals(key) || to.root(author).equals(key);
        against(!root || !known, Reason.KEY_UNKNOWN, Reason.NOT_ENTITLED, Reason.PARTY_UNKNOWN);
    }

    private void judgeKeyChange(KeyChange change) {
        if (!charter.hasParty(notice.getAuthor())) {
            return;
        }
        Set<Sha256> fresh = new HashSet<>();
        for (DeskKey added : change.getAddedList()) {
            Sha256 id = PlainGovernance.keyId(added.getKey());
            boolean desk = charter.desks(notice.getAuthor()).containsKey(added.getDesk());
            boolean taken = charter.names(id)
                    || governance.inUse(n, id)
                    || governance.ended(n).contains(id)
                    || !fresh.add(id);
            against(taken || !desk || !possessed(added.getKey(), charter.hash()), Reason.KEY_REFUSED);
        }
        for (ByteString ended : change.getEndedList()) {
            boolean own =
                    governance.desk(n, notice.getAuthor(), Sha256.copyOf(ended)).isPresent();
            against(!own, Reason.KEY_REFUSED, Reason.KEY_UNKNOWN);
        }
        Map<Sha256, Long> told = new HashMap<>(governance.compromised(n, notice.getAuthor()));
        for (CompromisedKey compromised : change.getCompromisedList()) {
            judgeCompromised(compromised, told);
        }
    }

    private void judgeCompromised(CompromisedKey compromised, Map<Sha256, Long> told) {
        String author = notice.getAuthor();
        Sha256 key = Sha256.copyOf(compromised.getKeyId());
        boolean rootOfAny = charter.parties().stream().anyMatch(p -> governance.isRoot(n, p, key));
        boolean othersDesk = charter.parties().stream()
                .anyMatch(p -> !p.equals(author) && governance.desk(n, p, key).isPresent());
        against(!governance.brought(n, author).contains(key) || rootOfAny || othersDesk, Reason.KEY_UNKNOWN);
        against(compromised.getSinceIndex() > n, Reason.FIELD_INVALID);
        against(told.getOrDefault(key, Long.MAX_VALUE) <= compromised.getSinceIndex(), Reason.KEY_REFUSED);
        told.put(key, compromised.getSinceIndex());
    }

    private boolean possessed(EnrolledKey key, Sha256 context) {
        return Possession.verify(key, notice.getAuthor(), context, VERIFIER);
    }
}

package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterSuccession;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.charter.Problem;
import org.demarche.envelope.Possession;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CompromisedKey;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.proto.v1.Pledge;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** How notices move the {@link Governance}. Admission has been checked before. */
final class GovernanceFold {
    private final Governance before;
    private final Register register;
    private final CharterTexts texts;
    private final SignatureVerifier verifier;

    GovernanceFold(Governance before, Register register, CharterTexts texts, SignatureVerifier verifier) {
        this.before = before;
        this.register = register;
        this.texts = texts;
        this.verifier = verifier;
    }

    /**
     * What a notice that belongs to no incident does.
     *
     * @param after the governance that follows
     * @param linked whether the entry becomes part of the governance chain
     */
    record Change(Governance after, boolean linked) {}

    /** @param index the notice's place */
    Change apply(VerifiedNotice verified, long index) throws RefusedException {
        Notice notice = verified.notice();
        return switch (notice.getBodyCase()) {
            case CHARTER_TEXT -> new Change(post(notice.getCharterText().getText()), false);
            case CHARTER_ASSENT -> new Change(assent(verified), true);
            case KEY_CHANGE -> new Change(keyChange(notice, index), true);
            case PLEDGE -> pledge(verified);
            case CONDITION_MET -> conditionMet(notice);
            case PLEDGE_ENDED -> pledgeEnded(notice);
            default -> new Change(before, false);
        };
    }

    // Charters

    private Governance post(ByteString text) throws RefusedException {
        if (!before.inForce()) {
            throw new RefusedException(Reason.CHARTER_NOT_IN_FORCE, before.awaited());
        }
        Charter next = Governance.parse(text.toByteArray());
        if (before.drafts().containsKey(next.hash())) {
            throw new RefusedException(
                    Reason.CHARTER_INVALID, "this text has been posted already; parties can assent to it");
        }
        List<Problem> problems = CharterSuccession.check(before.charter(), next);
        if (!problems.isEmpty()) {
            throw new RefusedException(Reason.CHARTER_INVALID, problems.get(0).toString());
        }
        return before.with(Draft.of(next));
    }

    private Governance assent(VerifiedNotice verified) throws RefusedException {
        Notice notice = verified.notice();
        CharterAssent assent = notice.getCharterAssent();
        Sha256 hash = Sha256.copyOf(assent.getCharter());
        Draft draft = before.drafts().get(hash);
        if (draft == null) {
            throw new RefusedException(
                    Reason.DRAFT_UNKNOWN,
                    "no charter " + hash.brief() + "… has been posted that could follow the one in force");
        }
        String party = notice.getAuthor();
        boolean current = before.namesRoot(before.charter(), party, verified.keyId());
        boolean own = before.namesRoot(draft.charter(), party, verified.keyId());
        if (!current && !own) {
            throw new RefusedException(
                    Reason.NOT_ENTITLED,
                    "the key is a root of " + party + " neither in the charter in force nor in the one assented to");
        }
        if (draft.roots().contains(verified.keyId())) {
            throw new RefusedException(
                    Reason.ALREADY_ASSENTED,
                    party + " has assented to charter " + hash.brief() + "… with this root already");
        }
        Keys keys = before.keys()
                .withBrought(party, keysOf(draft.charter(), party, assent, before.keys()), before.charter());
        Draft assented = draft.with(party, verified.keyId(), current, own);
        return adoptIfCarried(before.with(keys).with(assented), assented);
    }

    /** In a bundle a text comes beside the chain, and counts as posted when the first assent names it. */
    Governance withTextFor(VerifiedNotice verified) throws RefusedException {
        if (!verified.notice().hasCharterAssent()) {
            return before;
        }
        Sha256 hash = Sha256.copyOf(verified.notice().getCharterAssent().getCharter());
        Optional<ByteString> text = before.drafts().containsKey(hash) ? Optional.empty() : texts.find(hash);
        return text.isPresent() ? post(text.get()) : before;
    }

    private List<PublicKey> keysOf(Charter charter, String party, CharterAssent assent, Keys keys)
            throws RefusedException {
        Set<Sha256> named = new TreeSet<>(charter.keys(party));
        List<PublicKey> brought = new ArrayList<>();
        for (EnrolledKey enrolled : assent.getKeysList()) {
            PublicKey key = proven(enrolled, party, charter.hash());
            if (!named.contains(key.id())) {
                throw new RefusedException(
                        Reason.KEY_REFUSED,
                        "key " + key.id().brief() + "… is not one that the charter names for " + party);
            }
            brought.add(key);
        }
        for (Sha256 id : named) {
            if (!keys.provenBy(party, id) && brought.stream().noneMatch(k -> k.id().equals(id))) {
                throw new RefusedException(
                        Reason.KEYS_INCOMPLETE,
                        "the assent does not bring key " + id.brief() + "…, which the charter names for " + party);
            }
        }
        return brought;
    }

    private PublicKey proven(EnrolledKey enrolled, String party, Sha256 context) throws RefusedException {
        PublicKey key = Possession.keyOf(enrolled);
        if (!key.soundForEnrolment()) {
            throw new RefusedException(Reason.KEY_REFUSED, "key " + key.id().brief() + "… is weak or not a key");
        }
        if (!Possession.verify(enrolled, key, party, context, verifier)) {
            throw new RefusedException(
                    Reason.KEY_REFUSED,
                    "the proof of possession of key " + key.id().brief() + "… does not verify");
        }
        return key;
    }

    /**
     * Version 1 needs its own rule. A successor needs the rule in force over the roots in force, and its own over its own: else whoever drafts a successor
     * with roots of his own would adopt it alone.
     */
    private Governance adoptIfCarried(Governance now, Draft draft) {
        Charter next = draft.charter();
        boolean own = next.adoption().holds(draft.byOwnRoot());
        boolean governs = next.hash().equals(now.charter().hash());
        if (governs) {
            return own && !now.inForce()
                    ? new Governance(now.charter(), true, now.drafts(), now.keys(), now.pledges())
                    : now;
        }
        return own && now.charter().adoption().holds(draft.byCurrentRoot()) ? now.adopted(draft) : now;
    }

    // Keys

    private Governance keyChange(Notice notice, long index) throws RefusedException {
        KeyChange change = notice.getKeyChange();
        String party = notice.getAuthor();
        Party named = before.charter().party(party).orElseThrow();
        if (change.equals(KeyChange.getDefaultInstance())) {
            throw new RefusedException(
                    Reason.FIELD_INVALID,
                    "key_change: empty (expected: a key or a pin that is added or ended, or a key that is compromised)");
        }
        Map<Sha256, Signer> signers = new HashMap<>();
        List<PublicKey> keys = new ArrayList<>();
        for (DeskKey added : change.getAddedList()) {
            Desk desk = named.desk(added.getDesk())
                    .orElseThrow(() -> new RefusedException(
                            Reason.KEY_REFUSED, "the charter names no desk \"" + added.getDesk() + "\" of " + party));
            PublicKey key = proven(added.getKey(), party, before.charter().hash());
            boolean inUse = before.keys().signers().containsKey(key.id())
                    || before.charter().names(key.id());
            requireFresh(key.id(), inUse || signers.containsKey(key.id()));
            signers.put(key.id(), new Signer(party, Optional.of(desk.name())));
            keys.add(key);
        }
        Map<Sha256, String> pins = new HashMap<>();
        for (ByteString added : change.getTlsAddedList()) {
            Sha256 pin = Sha256.copyOf(added);
            requireFresh(pin, before.keys().pins().containsKey(pin));
            pins.put(pin, party);
        }
        Keys changed =
                before.keys().withBrought(party, keys, before.charter()).with(signers, pins, ended(change, party));
        for (CompromisedKey compromised : change.getCompromisedList()) {
            changed = changed.with(compromise(compromised, party, changed, index));
        }
        return before.with(changed);
    }

    /** Of a key that the party has brought before; one that has ended may be told of too, since that is often learnt late. */
    private Compromise compromise(CompromisedKey compromised, String party, Keys now, long index)
            throws RefusedException {
        Sha256 id = Sha256.copyOf(compromised.getKeyId());
        Optional<Signer> signer = before.signer(id);
        boolean own = before.keys().provenBy(party, id)
                && signer.filter(s -> s.isRoot() || !s.party().equals(party)).isEmpty();
        if (!own) {
            throw new RefusedException(
                    Reason.KEY_UNKNOWN,
                    "key " + id.brief() + "… is not one that " + party
                            + " has brought before, or is its root in force, which a successor of the charter replaces");
        }
        if (compromised.getSinceIndex() > index) {
            throw new RefusedException(
                    Reason.FIELD_INVALID,
                    "key_change.compromised.since_index: " + compromised.getSinceIndex() + " (expected: at most "
                            + index + ", the entry that says so)");
        }
        Optional<Compromise> earlier = now.compromise(party, id);
        if (earlier.isPresent() && earlier.get().sinceIndex() <= compromised.getSinceIndex()) {
            throw new RefusedException(
                    Reason.KEY_REFUSED,
                    "key " + id.brief() + "… is declared compromised from entry "
                            + earlier.get().sinceIndex() + " on already (expected: an earlier one)");
        }
        return new Compromise(party, id, compromised.getSinceIndex(), index, compromised.getText());
    }

    private void requireFresh(Sha256 id, boolean inUse) throws RefusedException {
        if (inUse || before.keys().ended().contains(id)) {
            throw new RefusedException(
                    Reason.KEY_REFUSED, "key or pin " + id.brief() + "… is in use, or has ended; bring a new one");
        }
    }

    private Set<Sha256> ended(KeyChange change, String party) throws RefusedException {
        Set<Sha256> ended = new HashSet<>();
        for (ByteString bytes : change.getEndedList()) {
            Sha256 id = Sha256.copyOf(bytes);
            Signer signer = before.keys().signers().get(id);
            if (signer == null || signer.isRoot() || !signer.party().equals(party)) {
                throw new RefusedException(
                        Reason.KEY_UNKNOWN, "key " + id.brief() + "… is not a desk key of " + party + " in force");
            }
            ended.add(id);
        }
        for (ByteString bytes : change.getTlsEndedList()) {
            Sha256 pin = Sha256.copyOf(bytes);
            if (!party.equals(before.keys().pins().get(pin))) {
                throw new RefusedException(
                        Reason.KEY_UNKNOWN, "TLS pin " + pin.brief() + "… is not one of " + party + " in force");
            }
            ended.add(pin);
        }
        return ended;
    }

    // Pledges

    private Change pledge(VerifiedNotice verified) {
        Notice notice = verified.notice();
        Pledge pledge = notice.getPledge();
        if (!before.requires(notice.getAuthor(), pledge.getComponent())) {
            return new Change(before, false);
        }
        PledgeRecord made = new PledgeRecord(
                verified.id(),
                notice.getAuthor(),
                pledge.getComponent(),
                pledge.getFromMs(),
                pledge.getUntilMs(),
                pledge.getConditionsCount(),
                Set.of(),
                false);
        return new Change(before.with(made), true);
    }

    private Change conditionMet(Notice notice) throws RefusedException {
        ConditionMet met = notice.getConditionMet();
        Sha256 id = Sha256.copyOf(met.getPledge());
        Pledge pledge = ownPledge(notice, id);
        PledgeRecord linked = before.pledges().get(id);
        if (met.getCondition() > pledge.getConditionsCount()) {
            throw new RefusedException(
                    Reason.CONDITION_UNKNOWN,
                    "condition " + met.getCondition() + " (expected: 1 to " + pledge.getConditionsCount() + ")");
        }
        if (linked == null) {
            return new Change(before, false);
        }
        requireStanding(linked);
        if (linked.met().contains(met.getCondition())) {
            throw new RefusedException(Reason.CONDITION_UNKNOWN, "condition " + met.getCondition() + " is met already");
        }
        return new Change(before.with(linked.withMet(met.getCondition())), true);
    }

    private Change pledgeEnded(Notice notice) throws RefusedException {
        Sha256 id = Sha256.copyOf(notice.getPledgeEnded().getPledge());
        ownPledge(notice, id);
        PledgeRecord linked = before.pledges().get(id);
        if (linked == null) {
            return new Change(before, false);
        }
        requireStanding(linked);
        return new Change(before.with(linked.withEnded()), true);
    }

    private static void requireStanding(PledgeRecord pledge) throws RefusedException {
        if (pledge.ended()) {
            throw new RefusedException(Reason.PLEDGE_OVER, "the pledge has been ended");
        }
    }

    private Pledge ownPledge(Notice notice, Sha256 id) throws RefusedException {
        Notice pledge = register.find(id)
                .map(Register.Known::notice)
                .filter(n -> n.getBodyCase() == BodyCase.PLEDGE)
                .orElseThrow(() ->
                        new RefusedException(Reason.PLEDGE_UNKNOWN, "no pledge " + id.brief() + "… is in the log"));
        if (!pledge.getAuthor().equals(notice.getAuthor())) {
            throw new RefusedException(
                    Reason.NOT_THE_AUTHOR,
                    "the pledge is " + pledge.getAuthor() + "'s; only " + pledge.getAuthor() + " can say this");
        }
        return pledge.getPledge();
    }
}

package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterSuccession;
import org.demarche.charter.Problem;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** How notices move the {@link Governance}: charters here, keys in {@link KeyFold}, pledges in {@link PledgeFold}. Admission has been checked before. */
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
            case KEY_CHANGE -> new Change(keyFold().apply(notice, index), true);
            case PLEDGE, CONDITION_MET, PLEDGE_ENDED -> new PledgeFold(before, register).apply(verified);
            default -> new Change(before, false);
        };
    }

    private KeyFold keyFold() {
        return new KeyFold(before, verifier);
    }

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
            PublicKey key = keyFold().proven(enrolled, party, charter.hash());
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
}

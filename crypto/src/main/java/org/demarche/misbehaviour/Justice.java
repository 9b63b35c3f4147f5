package org.demarche.misbehaviour;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.escalation.Ledger;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.NodeReader;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Refusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** What the rules give for a notice that a hub has refused. */
public final class Justice {
    /** What a hub may refuse a notice for without anybody else being able to tell. */
    private static final Set<Reason> ITS_OWN = EnumSet.of(
            Reason.QUOTA_EXCEEDED,
            Reason.CLOCK_SKEW,
            Reason.HUB_CLOCK,
            Reason.DISK_FULL,
            Reason.NOT_READY,
            Reason.PIN_UNKNOWN,
            Reason.NOT_FOUND,
            Reason.INTERNAL);

    private Justice() {}

    /**
     * Whether a refusal is certainly not what the rules give.
     *
     * @param state the state of the whole log behind exactly the entries that the refusal names
     * @param tree the tree over at least these entries
     */
    public static boolean denies(
            Refusal refusal, UnverifiedNotice notice, Ledger.Batch state, NodeReader tree, SignatureVerifier verifier) {
        Optional<Reason> said = reason(refusal);
        if (said.isEmpty() || !isOf(refusal, notice)) {
            return false;
        }
        if (said.get() == Reason.ANCHOR_UNKNOWN) {
            Anchor anchor = notice.notice().getAnchor();
            return anchor.getSize() <= refusal.getSize()
                    && Merkle.head(anchor.getSize(), tree).root().byteString().equals(anchor.getRoot());
        }
        return !given(refusal, notice, state, verifier).equals(said);
    }

    /** Whether the rules decide the reason of a refusal: others a hub may give at its own discretion. */
    public static boolean decides(Refusal refusal) {
        return reason(refusal).isPresent();
    }

    /** The reason of a refusal, if it is one that the rules decide. */
    static Optional<Reason> reason(Refusal refusal) {
        return Stream.of(Reason.values())
                .filter(r -> r.name().equals(refusal.getReason()))
                .filter(r -> !ITS_OWN.contains(r))
                .findFirst();
    }

    /** Whether a refusal is of these very bytes, with this key and these signatures. */
    static boolean isOf(Refusal refusal, UnverifiedNotice notice) {
        return notice.id().byteString().equals(refusal.getNotice())
                && Sha256.of(notice.bytes().toByteArray()).byteString().equals(refusal.getSubmitted());
    }

    /** Why the rules refuse the notice at the place and time of a refusal; empty: they take it. Of its anchor only the size is looked at. */
    static Optional<Reason> given(
            Refusal refusal, UnverifiedNotice notice, Ledger.Batch state, SignatureVerifier verifier) {
        try {
            return state.judge(
                            new Content.Noticed(verified(notice, state, verifier)),
                            refusal.getSize(),
                            refusal.getRefusedAtMs())
                    .map(r -> r.reason());
        } catch (RefusedException e) {
            return Optional.of(e.refusal().reason());
        }
    }

    /** @throws RefusedException if its key is unknown, or a signature does not verify */
    static VerifiedNotice verified(UnverifiedNotice notice, Ledger.Batch state, SignatureVerifier verifier)
            throws RefusedException {
        PublicKey key = state.governance().requireSigningKey(notice);
        return notice.verify(key, verifier)
                .orElseThrow(() -> new RefusedException(Reason.SIGNATURE_INVALID, "a signature does not verify"));
    }
}

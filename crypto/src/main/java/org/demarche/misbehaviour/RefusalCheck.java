package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Admission;
import org.demarche.escalation.Ledger;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.Code;
import org.demarche.evidence.ProtoParts;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Refusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.time.Dtg;

/** A refusal held against what the rules give for that notice, under that key and those signatures, behind exactly the entries and at the time that the refusal names. */
final class RefusalCheck {
    private final UnverifiedMisbehaviour file;
    private final Account account;
    private final SignatureVerifier verifier;
    private final Refusal refusal;
    private final UnverifiedNotice notice;

    private RefusalCheck(UnverifiedMisbehaviour file, Account account, SignatureVerifier verifier) {
        this.file = file;
        this.account = account;
        this.verifier = verifier;
        this.refusal = ((LogWord.OfRefusal) file.word()).refusal();
        this.notice = file.notice().orElseThrow();
    }

    static Finding of(UnverifiedMisbehaviour file, Account account, SignatureVerifier verifier) {
        return new RefusalCheck(file, account, verifier).judge();
    }

    private Finding judge() {
        if (refusal.getSubmitted().isEmpty()) {
            return new Finding.NotShown("the refusal does not say under which key and signatures the notice came");
        }
        if (!Justice.isOf(refusal, notice)) {
            return new Finding.NotShown("the refusal is of another notice, or of other signatures under it");
        }
        Optional<Reason> reason = Justice.reason(refusal);
        if (reason.isEmpty()) {
            return new Finding.NotShown("a hub may refuse a notice for " + printable(refusal.getReason())
                    + ", and nobody else can tell whether it had to");
        }
        Optional<String> incomplete = file.whole() ? Optional.empty() : incomplete();
        return incomplete.<Finding>map(Finding.NotShown::new).orElseGet(() -> judge(reason.get()));
    }

    /** What the chains lack to be those that the refusal speaks of. More than it names, under its own head, convicts it as well. */
    private Optional<String> incomplete() {
        if (!has(file.governance(), refusal.getGovernance())) {
            return Optional.of("the file does not bring the governance entry that the refusal names");
        }
        Sha256 incident = Sha256.copyOf(
                notice.notice().getIncident().isEmpty()
                        ? notice.id().byteString()
                        : notice.notice().getIncident());
        if (file.entries().stream().anyMatch(e -> !e.entry().incident().equals(Optional.of(incident)))) {
            return Optional.of("the entries are not those of the incident that the notice names");
        }
        return refusal.getIncidentLast().isEmpty() || has(file.entries(), refusal.getIncidentLast())
                ? Optional.empty()
                : Optional.of("the file does not bring the entry of the incident that the refusal names");
    }

    private static boolean has(List<ClaimedEntry> entries, ByteString leaf) {
        return entries.stream().anyMatch(e -> e.leaf().byteString().equals(leaf));
    }

    private Finding judge(Reason said) {
        if (said == Reason.ANCHOR_UNKNOWN) {
            return anchorKnown()
                    ? shown("though its log begins with the head that the notice is anchored over")
                    : new Finding.NotShown("the file does not show that the log begins with the notice's anchor");
        }
        return file.whole() || chainsSuffice(notice.notice())
                ? outcome(said, Justice.given(refusal, notice, account.state(), verifier))
                : admission(said);
    }

    /** Of a notice whose effect depends on more than the chains, only who may say it, and when, is judged. */
    private Finding admission(Reason said) {
        Ledger.Batch state = account.state();
        try {
            VerifiedNotice verified = Justice.verified(notice, state, verifier);
            if (!notice.notice().hasCharterAssent()) {
                // Which drafts an assent could name, the chains don't say.
                Admission.check(state.governance(), verified, refusal.getSize(), refusal.getRefusedAtMs());
            }
        } catch (RefusedException e) {
            return outcome(said, Optional.of(e.refusal().reason()));
        }
        return new Finding.NotShown("what becomes of such a notice, only the whole log shows");
    }

    /** Whether governance and the incident decide alone what becomes of a notice. */
    private static boolean chainsSuffice(Notice notice) {
        return !notice.getIncident().isEmpty()
                || switch (notice.getBodyCase()) {
                    case VIOLATION_REPORT, MESSAGE, DECLARATION, KEY_CHANGE -> true;
                    default -> false;
                };
    }

    private boolean anchorKnown() {
        Anchor anchor = notice.notice().getAnchor();
        if (anchor.getSize() > refusal.getSize()) {
            return false;
        }
        Head anchored = new Head(anchor.getSize(), Sha256.copyOf(anchor.getRoot()));
        if (!file.whole()) {
            return ProofCheck.consistency(
                    anchored,
                    file.head(),
                    ProtoParts.hashes(file.message().getUnjustifiedRefusal().getAnchorList()));
        }
        Frontier frontier = new Frontier();
        file.log().stream().limit(anchor.getSize()).forEach(e -> frontier.append(e.leaf()));
        return frontier.head().equals(anchored);
    }

    private Finding outcome(Reason said, Optional<Reason> given) {
        if (given.isEmpty()) {
            return shown("though the rules take it");
        }
        return said == given.get()
                ? new Finding.NotShown("the rules refuse the notice for the same reason, " + said)
                : shown("where the rules refuse it for " + given.get());
    }

    private Finding shown(String instead) {
        return new Finding.Shown(
                Code.FOLD,
                "refused notice " + notice.id().brief() + "… of "
                        + notice.notice().getAuthor() + " for "
                        + refusal.getReason() + ", " + instead + ", behind the " + refusal.getSize()
                        + " entries that it names and at " + Dtg.of(refusal.getRefusedAtMs()),
                refusal.getSize());
    }

    private static String printable(String name) {
        return name.replaceAll("[^A-Z_]", "?");
    }
}

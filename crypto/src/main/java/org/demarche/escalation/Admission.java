package org.demarche.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.charter.Right;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/**
 * May this be said at this index: what can be judged from the notice and the governance before it, without the incident.
 */
public final class Admission {
    private Admission() {}

    /**
     * Admits a notice to the place {@code index}, {@code acceptedAtMs}.
     *
     * @param governance the state that governs the index
     * @return the desk, or root, that signed it
     * @throws RefusedException if it may not stand there
     */
    public static Signer check(Governance governance, VerifiedNotice verified, long index, long acceptedAtMs)
            throws RefusedException {
        Notice notice = verified.notice();
        Kind kind = Kind.of(notice.getBodyCase());
        checkOpen(governance);
        checkTime(governance.charter(), notice, index, acceptedAtMs);
        checkCharter(governance, notice, kind, acceptedAtMs);
        Signer signer = signer(governance, verified);
        checkAddressees(governance.charter(), notice);
        checkIncident(notice, kind);
        return signer;
    }

    /**
     * Why an entry that holds a notice may not stand where it stands; empty: it may.
     *
     * @param governance the state that governs its index
     */
    public static Optional<Refusal> refusal(Governance governance, Entry entry) {
        try {
            check(governance, ((Content.Noticed) entry.content()).notice(), entry.index(), entry.acceptedAtMs());
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
    }

    /**
     * The desk, or root, that signed a notice, looked at apart from everything else.
     *
     * @param governance the state that governs the index
     * @throws RefusedException KEY_UNKNOWN, PARTY_UNKNOWN or NOT_ENTITLED, if it may not say this
     */
    public static Signer signer(Governance governance, VerifiedNotice verified) throws RefusedException {
        boolean byRoot = Kind.of(verified.notice().getBodyCase()).root();
        return byRoot ? root(governance, verified) : desk(governance, verified);
    }

    private static void checkOpen(Governance governance) throws RefusedException {
        if (governance.closed()) {
            throw new RefusedException(
                    Reason.LOG_CLOSED,
                    "version " + governance.charter().version()
                            + " of the charter is the final one: the log is closed, and takes nothing more");
        }
    }

    private static void checkTime(Charter charter, Notice notice, long index, long acceptedAtMs)
            throws RefusedException {
        long issued = notice.getIssuedAtMs();
        long until = notice.getValidUntilMs();
        if (until - issued > charter.validForAtMostMs()) {
            throw new RefusedException(
                    Reason.VALIDITY_TOO_LONG,
                    "the notice is valid for " + (until - issued) + " ms (expected: at most "
                            + charter.validForAtMostMs() + " ms)");
        }
        if (acceptedAtMs < issued - charter.skewMs()) {
            throw new RefusedException(
                    Reason.ISSUED_IN_FUTURE,
                    "the notice was issued " + (issued - acceptedAtMs)
                            + " ms ahead of the log's time; check the desk's clock");
        }
        if (acceptedAtMs > until) {
            throw new RefusedException(
                    Reason.VALIDITY_PASSED,
                    "the notice was valid until " + (acceptedAtMs - until) + " ms ago; sign it anew if it still holds");
        }
        if (notice.getAnchor().getSize() > index) {
            throw new RefusedException(
                    Reason.ANCHOR_UNKNOWN,
                    "the notice is anchored over " + notice.getAnchor().getSize() + " entries (expected: at most "
                            + index + ")");
        }
    }

    private static void checkCharter(Governance governance, Notice notice, Kind kind, long acceptedAtMs)
            throws RefusedException {
        Charter charter = governance.charter();
        if (!notice.getCharter().equals(charter.hash().byteString())) {
            throw new RefusedException(
                    Reason.CHARTER_CHANGED,
                    "the notice names charter "
                            + Sha256.copyOf(notice.getCharter()).brief() + "…, but "
                            + charter.hash().brief() + "… (version " + charter.version()
                            + ") governs; read it, then sign anew");
        }
        if (!governance.inForce() && !kind.beforeAdoption()) {
            throw new RefusedException(Reason.CHARTER_NOT_IN_FORCE, governance.awaited());
        }
        if (acceptedAtMs >= charter.expiresMs() && !kind.afterExpiry()) {
            throw new RefusedException(
                    Reason.CHARTER_EXPIRED, "the charter has expired; the parties can adopt a successor");
        }
    }

    private static Signer root(Governance governance, VerifiedNotice verified) throws RefusedException {
        String author = verified.notice().getAuthor();
        if (governance.isSignedByRoot(verified)) {
            return new Signer(author, Optional.empty());
        }
        requireParty(governance, author);
        throw new RefusedException(
                Reason.NOT_ENTITLED,
                "only the root key of " + author + " may sign this; key "
                        + verified.keyId().brief() + "… is another");
    }

    private static Signer desk(Governance governance, VerifiedNotice verified) throws RefusedException {
        Notice notice = verified.notice();
        String author = notice.getAuthor();
        Party party = requireParty(governance, author);
        Signer signer = governance
                .signer(verified.keyId())
                .filter(s -> s.party().equals(author))
                .orElseThrow(() -> new RefusedException(
                        Reason.KEY_UNKNOWN,
                        "key " + verified.keyId().brief() + "… is not a key of " + author
                                + " in force; it was never enrolled, or has ended"));
        if (signer.isRoot()) {
            throw new RefusedException(
                    Reason.NOT_ENTITLED, "a root key signs charters, assents and key changes only; use a desk's key");
        }
        Desk desk = party.desk(signer.desk().orElseThrow()).orElseThrow();
        Optional<Right> right = Kind.right(notice);
        if (right.isPresent() && !desk.may().contains(right.get())) {
            throw new RefusedException(
                    Reason.NOT_ENTITLED,
                    "desk " + signer + " has no right to \"" + right.get().word() + "\" under the charter");
        }
        return signer;
    }

    private static Party requireParty(Governance governance, String id) throws RefusedException {
        return governance
                .charter()
                .party(id)
                .orElseThrow(() ->
                        new RefusedException(Reason.PARTY_UNKNOWN, "\"" + id + "\" is not a party of the charter"));
    }

    private static void checkAddressees(Charter charter, Notice notice) throws RefusedException {
        List<String> addressees = new ArrayList<>(notice.getActionPartiesList());
        addressees.addAll(notice.getInformationPartiesList());
        for (String addressee : addressees) {
            if (charter.party(addressee).isEmpty()) {
                throw new RefusedException(
                        Reason.PARTY_UNKNOWN, "addressee \"" + addressee + "\" is not a party of the charter");
            }
        }
    }

    private static void checkIncident(Notice notice, Kind kind) throws RefusedException {
        boolean named = !notice.getIncident().isEmpty();
        if (kind.incident() == Kind.InIncident.REQUIRED && !named) {
            throw new RefusedException(
                    Reason.INCIDENT_REQUIRED, "a " + notice.getBodyCase() + " names the incident that it belongs to");
        }
        if (kind.incident() == Kind.InIncident.FORBIDDEN && named) {
            throw new RefusedException(
                    Reason.INCIDENT_FORBIDDEN, "a " + notice.getBodyCase() + " belongs to no incident");
        }
    }
}

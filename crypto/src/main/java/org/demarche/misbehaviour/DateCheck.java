package org.demarche.misbehaviour;

import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.Code;
import org.demarche.proto.v1.Notice;
import org.demarche.time.Dtg;
import org.demarche.witness.Cosigned;

/**
 * An entry dated beyond its bounds: before an earlier one; before its author signed it, or after it was valid, by more than the charter's skew; or later than witnesses saw it. For
 * the last two the charter must be known: the entry itself must name the newest governance entry that the file brings before it.
 */
final class DateCheck {

    private final UnverifiedMisbehaviour file;
    private final Account account;
    private final Optional<Cosigned> cosigned;
    private final ClaimedEntry entry;

    private DateCheck(UnverifiedMisbehaviour file, Account account, Optional<Cosigned> cosigned) {
        this.file = file;
        this.account = account;
        this.cosigned = cosigned;
        this.entry = file.entries().get(file.entries().size() - 1);
    }

    /** @param cosigned what the witnesses of the head's charter say of the file's head */
    static Finding of(UnverifiedMisbehaviour file, Account account, Optional<Cosigned> cosigned) {
        DateCheck check = new DateCheck(file, account, cosigned);
        return check.decreasing()
                .or(check::beyondItsNotice)
                .or(check::aheadOfWitnesses)
                .<Finding>map(what -> new Finding.Shown(
                        Code.TIME,
                        "dated entry " + check.entry.index() + " " + Dtg.of(check.entry.acceptedAtMs()) + ", " + what,
                        check.entry.index()))
                .orElseGet(() -> new Finding.NotShown(
                        "the file does not show that entry " + check.entry.index() + " is dated beyond its bounds"));
    }

    private Optional<String> decreasing() {
        return file.brought().stream()
                .filter(e -> e.index() < entry.index() && e.acceptedAtMs() > entry.acceptedAtMs())
                .findFirst()
                .map(e -> (e.acceptedAtMs() - entry.acceptedAtMs()) + " ms before the earlier entry " + e.index());
    }

    private Optional<String> beyondItsNotice() {
        Optional<Notice> notice = entry.entry().notice().map(n -> n.notice());
        Optional<Charter> charter = charter();
        if (notice.isEmpty() || charter.isEmpty()) {
            return Optional.empty();
        }
        long at = entry.acceptedAtMs();
        long early = notice.get().getIssuedAtMs() - charter.get().skewMs() - at;
        long late = at - notice.get().getValidUntilMs();
        if (early > 0) {
            return Optional.of(early + " ms before the charter lets it take a notice that "
                    + notice.get().getAuthor() + " signed "
                    + Dtg.of(notice.get().getIssuedAtMs()));
        }
        return late > 0
                ? Optional.of(late + " ms after the notice of " + notice.get().getAuthor() + " had run out")
                : Optional.empty();
    }

    private Optional<String> aheadOfWitnesses() {
        Optional<Charter> charter = charter();
        return charter.flatMap(c -> cosigned.filter(w -> w.surelyBefore(entry.acceptedAtMs() - c.skewMs()))
                .flatMap(Cosigned::existedBy)
                .map(t -> (entry.acceptedAtMs() - t.toEpochMilli())
                        + " ms after more witnesses than may lie had cosigned it, by " + Dtg.of(t.toEpochMilli())));
    }

    /** The charter under which the entry was dated, if the file tells. */
    private Optional<Charter> charter() {
        List<ClaimedEntry> before = file.governance().stream()
                .filter(g -> g.index() < entry.index())
                .toList();
        return before.isEmpty()
                        || !entry.entry()
                                .message()
                                .getGovernance()
                                .equals(before.get(before.size() - 1).leaf().byteString())
                ? Optional.empty()
                : Optional.of(account.charterBehind(entry.index()));
    }
}

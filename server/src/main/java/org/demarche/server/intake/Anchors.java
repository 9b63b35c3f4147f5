package org.demarche.server.intake;

import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether notices are anchored in this log. A desk anchors what it signs over a head that it has verified: if this log never had that head, there is another one. */
final class Anchors {
    private static final Logger LOG = LoggerFactory.getLogger(Anchors.class);

    private final HubLog log;
    private final SignatureVerifier verifier;
    private final VerificationPool pool;
    private final AtomicBoolean looking = new AtomicBoolean();

    Anchors(HubLog log, SignatureVerifier verifier, VerificationPool pool) {
        this.log = log;
        this.verifier = verifier;
        this.pool = pool;
    }

    /**
     * Why a notice is not anchored in the log; empty: it is.
     *
     * @param now all of the log that there is
     */
    Optional<Refusal> check(UnverifiedNotice notice, Published now) {
        Anchor anchor = notice.notice().getAnchor();
        boolean known = anchor.getSize() <= now.size()
                && log.tree().headAt(anchor.getSize()).root().byteString().equals(anchor.getRoot());
        if (known) {
            return Optional.empty();
        }
        lookInto(notice, now);
        return Optional.of(new Refusal(
                Reason.ANCHOR_UNKNOWN,
                "the notice is anchored over a head of " + anchor.getSize() + " entries that this log, now of "
                        + now.size() + ", never had; keep both heads and tell the other parties"));
    }

    /** Anybody's mere word counts for nothing; a signature does. One at a time: of many, any will do. */
    private void lookInto(UnverifiedNotice notice, Published now) {
        boolean ofThisCharter = notice.notice()
                .getCharter()
                .equals(now.governance().charter().hash().byteString());
        if (ofThisCharter && looking.compareAndSet(false, true)) {
            try {
                pool.execute(Precedence.PRECEDENCE_ROUTINE, () -> alarmIfSigned(notice, now));
            } catch (RejectedExecutionException e) {
                looking.set(false);
            }
        }
    }

    private void alarmIfSigned(UnverifiedNotice notice, Published now) {
        try {
            if (notice.verify(now.governance().requireSigningKey(notice), verifier)
                    .isPresent()) {
                alarm(notice.notice(), now);
            }
        } catch (RefusedException e) {
            LOG.debug("a notice with an anchor that is not of this log is of no desk: {}", e.getMessage());
        } finally {
            looking.set(false);
        }
    }

    private void alarm(Notice said, Published now) {
        log.forks()
                .raise(
                        ForkAlarm.By.DESK,
                        said.getAuthor(),
                        "a desk of " + said.getAuthor() + " has signed a notice over a head of "
                                + said.getAnchor().getSize() + " entries with root "
                                + Sha256.copyOf(said.getAnchor().getRoot()).hex() + ", and this log, now of "
                                + now.size() + ", never had it");
    }
}

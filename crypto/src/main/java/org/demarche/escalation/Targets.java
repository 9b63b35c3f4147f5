package org.demarche.escalation;

import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** The one notice that an acknowledgement or a correction is about. */
final class Targets {
    private Targets() {}

    /** The target of a notice: in the log, and of the same incident, or like it of none. */
    static Sha256 ofIncident(Notice notice, Register register) throws RefusedException {
        known(notice, register);
        return Sha256.copyOf(notice.getReferences(0));
    }

    /** The same, and the target's author must be the notice's. */
    static void requireOwn(Notice notice, Register register) throws RefusedException {
        Notice target = known(notice, register);
        if (!target.getAuthor().equals(notice.getAuthor())) {
            throw new RefusedException(
                    Reason.NOT_THE_AUTHOR,
                    "the notice is " + target.getAuthor() + "'s; only " + target.getAuthor() + " can correct it");
        }
    }

    private static Notice known(Notice notice, Register register) throws RefusedException {
        if (notice.getReferencesCount() != 1) {
            throw new RefusedException(
                    Reason.REFERENCE_COUNT,
                    "references: " + notice.getReferencesCount() + " (expected: 1, the notice that this one is about)");
        }
        Sha256 id = Sha256.copyOf(notice.getReferences(0));
        Notice target = register.find(id)
                .map(Register.Known::notice)
                .orElseThrow(() ->
                        new RefusedException(Reason.REFERENCE_UNKNOWN, "notice " + id.brief() + "… is not in the log"));
        // A report without an incident opens its own.
        boolean opens = target.getBodyCase() == BodyCase.VIOLATION_REPORT
                && target.getIncident().isEmpty();
        if (!notice.getIncident().equals(opens ? id.byteString() : target.getIncident())) {
            throw new RefusedException(
                    Reason.REFERENCE_UNKNOWN, "notice " + id.brief() + "… belongs to another incident, or to none");
        }
        return target;
    }
}

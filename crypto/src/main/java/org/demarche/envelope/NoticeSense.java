package org.demarche.envelope;

import java.util.Optional;
import org.demarche.key.PublicKey;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** What no limit on a single field can say: the suite, and that no two fields of a notice contradict each other. */
final class NoticeSense {
    private NoticeSense() {}

    static Optional<Refusal> check(Notice notice) {
        if (!notice.getSuite().equals(PublicKey.SUITE)) {
            return invalid("Notice.suite: not known (expected: " + PublicKey.SUITE + ")");
        }
        if (notice.getValidUntilMs() < notice.getIssuedAtMs()) {
            return invalid("Notice.valid_until_ms: before issued_at_ms (expected: not before)");
        }
        if (notice.getReferencesList().stream().distinct().count() != notice.getReferencesCount()) {
            return invalid("Notice.references: one notice twice (expected: once)");
        }
        return switch (notice.getBodyCase()) {
            case VIOLATION_REPORT -> checkReport(notice.getViolationReport());
            case PLEDGE -> checkPledge(notice.getPledge());
            default -> Optional.empty();
        };
    }

    private static Optional<Refusal> checkReport(ViolationReport report) {
        return report.getObservedToMs() < report.getObservedFromMs()
                ? invalid("Notice.violation_report.observed_to_ms: before observed_from_ms (expected: not before)")
                : Optional.empty();
    }

    private static Optional<Refusal> checkPledge(Pledge pledge) {
        return pledge.getUntilMs() != 0 && pledge.getUntilMs() <= pledge.getFromMs()
                ? invalid("Notice.pledge.until_ms: not after from_ms (expected: after, or absent)")
                : Optional.empty();
    }

    private static Optional<Refusal> invalid(String sentence) {
        return Optional.of(new Refusal(Reason.FIELD_INVALID, sentence));
    }
}

package org.demarche.escalation;

import java.util.Set;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.GovernanceFold.Change;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.proto.v1.Pledge;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** How pledges, and what is said of them, move the {@link Governance}. Only a pledge that a tier waits for becomes part of its chain. */
final class PledgeFold {
    private final Governance before;
    private final Register register;

    PledgeFold(Governance before, Register register) {
        this.before = before;
        this.register = register;
    }

    Change apply(VerifiedNotice verified) throws RefusedException {
        Notice notice = verified.notice();
        return switch (notice.getBodyCase()) {
            case PLEDGE -> pledge(verified);
            case CONDITION_MET -> conditionMet(notice);
            case PLEDGE_ENDED -> pledgeEnded(notice);
            default ->
                throw new IllegalArgumentException(
                        "notice: " + notice.getBodyCase() + " (expected: one about a pledge)");
        };
    }

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

package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.PledgeEnded;

/** Tier 1 requires a pledge of UA's, which must be linked into the governance chain, in force, and UA's own. */
final class PledgeLies {
    private static final String CLOSED = "all of it is true, but the gate is closed, so the last word moves nothing";
    private static final String REFUSED = "the rules refuse it";
    private static final long DAY = 24 * LieLog.HOUR;

    private PledgeLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.pledged(), "tier 1");
        tell(
                lies,
                "honest-pledge",
                Liar.NOBODY,
                0,
                0,
                "UA pledges, meets its one condition, and concurs",
                "all of it is true",
                log -> {
                    int pledge = log.govern("UA/watch", pledge(support().addConditions("Assent of the parliament")));
                    log.govern("UA/watch", met(log.id(pledge), 1));
                });
        tell(
                lies,
                "pledge-outside-the-chain",
                Liar.HUB,
                Lie.ANOTHER_RESULT,
                0,
                "the hub takes the pledge, but doesn't link it",
                "gates are read off the governance chain alone",
                log -> log.say("UA/watch", pledge(support())));
        tell(
                lies,
                "pledge-from-tomorrow",
                Liar.PARTY,
                Lie.ANOTHER_RESULT,
                0,
                "the pledge is in force from the next day on",
                CLOSED,
                log -> log.govern("UA/watch", pledge(support().setFromMs(LieLog.START + DAY))));
        tell(
                lies,
                "pledge-run-out",
                Liar.PARTY,
                Lie.ANOTHER_RESULT,
                0,
                "the pledge was in force until a minute before the last word",
                CLOSED,
                log -> log.govern("UA/watch", pledge(support().setUntilMs(LieLog.START + 21 * MINUTE))));
        tell(
                lies,
                "pledge-on-an-unmet-condition",
                Liar.PARTY,
                Lie.ANOTHER_RESULT,
                0,
                "of the pledge's two conditions one is met",
                CLOSED,
                log -> {
                    int pledge = log.govern(
                            "UA/watch", pledge(support().addConditions("Assent").addConditions("Funds")));
                    log.govern("UA/watch", met(log.id(pledge), 1));
                });
        lies.tell(
                "pledge-end-cut-out",
                Liar.HUB,
                14,
                4,
                "the hub writes its history anew without the end of the pledge",
                "whoever spoke later had anchored over the end",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.pledged());
                    int pledge = log.govern("UA/watch", pledge(support()));
                    int end = log.govern("UA/watch", ended(log.id(pledge)));
                    Tale tale = Tale.proposed(log);
                    tale.concur("UA/watch");
                    return log.without(end).incident(tale.incident());
                });
        tell(
                lies,
                "pledge-that-nobody-requires",
                Liar.HUB,
                14,
                8,
                "the hub links a pledge to a component that no tier requires",
                "such a pledge belongs to no chain",
                log -> log.govern("UA/watch", pledge(support().setComponent(Component.COMPONENT_COOPERATION))));
        tell(
                lies,
                "condition-that-the-pledge-has-not",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA says that the second of one condition is met",
                REFUSED,
                log -> {
                    int pledge = log.govern("UA/watch", pledge(support().addConditions("Assent")));
                    log.govern("UA/watch", met(log.id(pledge), 2));
                });
        tell(
                lies,
                "pledge-ended-twice",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA ends its pledge, and ends it again",
                REFUSED,
                log -> {
                    Sha256 pledge = log.id(log.govern("UA/watch", pledge(support())));
                    log.govern("UA/watch", ended(pledge));
                    log.govern("UA/watch", ended(pledge));
                });
        LieCharter byTwo = LieCharter.pledged()
                .with("\"concur\", \"message\"]", "\"concur\", \"message\", \"pledge\"]")
                .named("pledged-by-two");
        lies.about(byTwo, "tier 1");
        lies.tell(
                "condition-met-by-another-party",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "GB says that the condition of UA's pledge is met",
                REFUSED,
                () -> {
                    LieLog log = Tale.joined(byTwo);
                    int pledge = log.govern("UA/watch", pledge(support().addConditions("Assent")));
                    log.govern("GB/watch", met(log.id(pledge), 1));
                    return activated(log);
                });
    }

    /** What is done to the log before the incident. */
    private interface Deed {
        void in(LieLog log);
    }

    private static void tell(
            Lies lies, String name, Liar liar, int exit, int step, String what, String why, Deed pledging) {
        lies.tell(name, liar, exit, step, what, why, () -> {
            LieLog log = Tale.adopted(LieCharter.pledged());
            pledging.in(log);
            return activated(log);
        });
    }

    private static EvidenceBundle.Builder activated(LieLog log) {
        Tale tale = Tale.proposed(log);
        tale.concur("UA/watch");
        return tale.bundle();
    }

    private static Notice.Builder pledge(Pledge.Builder pledge) {
        return Notice.newBuilder().setPledge(pledge);
    }

    private static Pledge.Builder support() {
        return Pledge.newBuilder()
                .setComponent(Component.COMPONENT_SUPPORT)
                .setText("Training")
                .setFromMs(LieLog.START);
    }

    private static Notice.Builder met(Sha256 pledge, int condition) {
        return Notice.newBuilder()
                .setConditionMet(
                        ConditionMet.newBuilder().setPledge(pledge.byteString()).setCondition(condition));
    }

    private static Notice.Builder ended(Sha256 pledge) {
        return Notice.newBuilder().setPledgeEnded(PledgeEnded.newBuilder().setPledge(pledge.byteString()));
    }
}

package org.demarche.lies;

import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.Notice;

/** Ends: of a key that others may have used, and of a log. */
final class EndLies {
    private static final String CLOSED = "under a final version nothing more is taken";
    private static final String REFUSED = "the rules refuse it";

    private EndLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        compromised(lies);
        closed(lies);
    }

    private static void compromised(Lies lies) {
        lies.tell(
                "honest-compromised",
                Liar.NOBODY,
                0,
                0,
                "UA has declared its key compromised from its own message on, and speaks with another key",
                "all of it is true",
                () -> {
                    LieLog log = withTwoKeys();
                    log.govern("UA/root", Says.compromised("UA/watch", 3));
                    return log.ofNotice(log.say("UA/watch2", Says.message("Good morning")));
                });
        lies.about(LieCharter.plain(), "tier 1");
        lies.tell(
                "honest-compromised-later",
                Liar.NOBODY,
                0,
                0,
                "UA declares the key compromised that it proposed with; tier 1 is activated with another; the proposal is doubtful, and stands",
                "all of it is true: no rule looks back",
                () -> {
                    LieLog log = withTwoKeys();
                    Tale tale = Tale.proposed(log);
                    log.govern("UA/root", Says.compromised("UA/watch", 0));
                    tale.concur("UA/watch2");
                    return tale.bundle();
                });
        lies.about(LieCharter.plain(), "notice");
        lies.tell(
                "compromised-key-speaks",
                Liar.HUB_AND_PARTY,
                13,
                3,
                "UA's desk signs with a key that UA has declared compromised",
                "a compromised key has ended, and an ended key never speaks again",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    log.govern("UA/root", Says.compromised("UA/watch", 0));
                    return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
                });
        refused(
                lies,
                "compromise-of-another-partys-key",
                "GB declares UA's key compromised",
                "GB/root",
                Says.compromised("UA/watch", 0));
        refused(
                lies,
                "compromise-of-the-root-in-force",
                "UA declares its own root compromised",
                "UA/root",
                Says.compromised("UA/root", 0));
        refused(
                lies,
                "compromise-of-a-key-never-brought",
                "UA declares a key compromised that it never brought",
                "UA/root",
                Says.compromised("UA/watch2", 0));
        refused(
                lies,
                "compromise-of-the-future",
                "UA declares its key compromised from an entry on that comes later",
                "UA/root",
                Says.compromised("UA/watch", 99));
        lies.tell(
                "compromise-said-again",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA declares its key compromised from entry 1 on, and then from entry 2 on",
                REFUSED,
                () -> {
                    LieLog log = Tale.joined(LieCharter.plain());
                    log.govern("UA/root", Says.compromised("UA/watch", 1));
                    return log.ofNotice(log.govern("UA/root", Says.compromised("UA/watch", 2)));
                });
    }

    private static void refused(Lies lies, String name, String what, String root, Notice.Builder notice) {
        lies.tell(name, Liar.HUB_AND_PARTY, 22, 9, what + ", and the hub takes it", REFUSED, () -> {
            LieLog log = Tale.joined(LieCharter.plain());
            return log.ofNotice(log.govern(root, notice.clone()));
        });
    }

    private static void closed(Lies lies) {
        LieCharter last = LieCharter.plain().closing();
        lies.tell(
                "honest-last-assent",
                Liar.NOBODY,
                0,
                0,
                "UA's assent to a final version, which closes the log",
                "all of it is true",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    return log.ofNotice(log.assent("UA/root", last));
                });
        lies.tell(
                "notice-in-a-closed-log",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA speaks under a final version, and the hub takes it",
                CLOSED,
                () -> {
                    LieLog log = ended();
                    return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
                });
        lies.tell(
                "key-change-in-a-closed-log",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA ends a key under a final version, and the hub takes it",
                CLOSED,
                () -> {
                    LieLog log = ended();
                    return log.ofNotice(log.govern("UA/root", HonestTales.keyEnd("UA/watch")));
                });
        lies.tell(
                "closed-log-opened-again",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA assents to a version behind the final one, and speaks under it",
                CLOSED,
                () -> {
                    LieLog log = ended();
                    LieCharter next = LieCharter.plain()
                            .with(
                                    "version  = 1\nprevious = \"\"",
                                    "version  = 3\nprevious = \"" + last.hash().fingerprint() + "\"")
                            .named("plain-3");
                    log.assent("UA/root", next);
                    return log.under(next).ofNotice(log.say("UA/watch", Says.message("Good morning")));
                });
        lies.about(LieCharter.plain(), "tier 1");
        lies.tell(
                "position-in-a-closed-log",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA concurs after the final version has been adopted, which ended the proposal",
                CLOSED,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Tale tale = Tale.proposed(log);
                    log.assent("UA/root", last);
                    log.under(last);
                    tale.concur("UA/watch");
                    return tale.bundle();
                });
        lies.tell(
                "mark-in-a-closed-log-that-is-idle",
                Liar.HUB,
                22,
                9,
                "the hub marks an incident twice after the log was closed",
                "what nothing has moved is not marked again",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Sha256 incident = log.id(log.say("UA/watch", Says.report()));
                    log.assent("UA/root", last);
                    log.mark(incident);
                    log.at(2 * LieLog.HOUR).mark(incident);
                    return log.incident(incident);
                });
    }

    private static LieLog ended() {
        LieLog log = Tale.adopted(LieCharter.plain());
        log.assent("UA/root", LieCharter.plain().closing());
        return log.under(LieCharter.plain().closing());
    }

    private static LieLog withTwoKeys() {
        LieLog log = Tale.adopted(LieCharter.plain());
        log.govern("UA/root", HonestTales.keyChange("UA", "watch", "UA/watch2"));
        log.say("UA/watch", Says.message("Good evening"));
        return log;
    }
}

package org.demarche.lies;

import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Warning;

/** True signatures by keys that may not say this, or not at this index. */
final class EntitlementLies {
    private EntitlementLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        speaking(lies);
        governing(lies);
        inTime(lies);
    }

    private static void speaking(Lies lies) {
        one(
                lies,
                "speaks-for-another-party",
                13,
                "UA's desk signs in GB's name",
                "a key speaks for its own party",
                "UA/watch",
                Says.message("Good morning").setAuthor("GB"));
        one(
                lies,
                "speaks-for-no-party",
                13,
                "UA's desk signs in the name of a party that the charter does not name",
                "the charter names the parties",
                "UA/watch",
                Says.message("Good morning").setAuthor("XX"));
        one(
                lies,
                "root-speaks",
                13,
                "UA's root signs a message",
                "a root signs charters, assents and key changes only",
                "UA/root",
                Says.message("Good morning"));
        one(
                lies,
                "party-that-never-assented-speaks",
                12,
                "FR speaks, whose keys nobody has seen",
                "an assent brings a party's keys",
                "FR/watch",
                Says.message("Good morning"));
        one(
                lies,
                "key-never-enrolled-speaks",
                12,
                "UA speaks with a key that it never brought",
                "assents and key changes bring keys",
                "UA/watch2",
                Says.message("Good morning"));
        lies.tell(
                "desk-without-the-right",
                Liar.HUB_AND_PARTY,
                13,
                3,
                "UA's desk warns, which UA may not",
                "the charter says what a party may do",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int report = log.say("UA/watch", Says.report());
                    return log.ofNotice(log.say(
                            "UA/watch",
                            Says.in(log.id(report))
                                    .setWarning(Warning.newBuilder()
                                            .setText("Stop.")
                                            .setDeliveredTo("Embassy")
                                            .setChannel("Note verbale"))));
                });
    }

    private static void governing(Lies lies) {
        governed(
                lies,
                "desk-changes-keys",
                "UA's desk brings a key",
                "UA/watch",
                HonestTales.keyChange("UA", "watch", "UA/watch2"));
        governed(
                lies,
                "desk-assents",
                "UA's desk assents to the charter",
                "UA/watch",
                Notice.newBuilder()
                        .setCharterAssent(CharterAssent.newBuilder()
                                .setCharter(LieCharter.plain().hash().byteString())));
        lies.tell(
                "root-of-another-party-changes-keys",
                Liar.HUB_AND_PARTY,
                13,
                3,
                "GB's root ends UA's key in UA's name",
                "a root speaks for its own party",
                () -> {
                    LieLog log = Tale.joined(LieCharter.plain());
                    return log.ofNotice(
                            log.govern("GB/root", HonestTales.keyEnd("UA/watch").setAuthor("UA")));
                });
        lies.tell(
                "root-that-was-replaced-changes-keys",
                Liar.HUB_AND_PARTY,
                13,
                3,
                "version 2 gave UA another root, but the old one brings a key",
                "the charter in force names the root",
                () -> {
                    LieCharter next = LieCharter.plain().successor().withKey("UA/root", "UA/root2");
                    LieLog log = Tale.adopted(LieCharter.plain());
                    log.assent("UA/root", next, "UA/root2");
                    log.assent("UA/root2", next);
                    return log.under(next)
                            .ofNotice(log.govern(
                                    "UA/root", HonestTales.keyChange("UA", "watch", "UA/watch2", next.hash())));
                });
    }

    private static void inTime(Lies lies) {
        lies.tell(
                "ended-key-speaks",
                Liar.HUB_AND_PARTY,
                13,
                3,
                "UA's desk signs with a key that UA has ended",
                "an ended key never speaks again",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    log.govern("UA/root", HonestTales.keyEnd("UA/watch"));
                    return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
                });
        lies.tell(
                "key-speaks-before-it-is-enrolled",
                Liar.HUB_AND_PARTY,
                12,
                3,
                "UA reports with a key that it brings two entries later",
                "a key change acts on later entries only",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int report = log.say("UA/watch2", Says.report());
                    log.govern("UA/root", HonestTales.keyChange("UA", "watch", "UA/watch2"));
                    log.say("UA/watch2", Says.message(log.id(report)));
                    return log.incident(log.id(report));
                });
    }

    private static void one(
            Lies lies, String name, int exit, String what, String why, String signer, Notice.Builder notice) {
        lies.tell(name, Liar.HUB_AND_PARTY, exit, 3, what + ", and the hub takes it", why, () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            return log.ofNotice(log.say(signer, notice.clone()));
        });
    }

    private static void governed(Lies lies, String name, String what, String signer, Notice.Builder notice) {
        lies.tell(
                name, Liar.HUB_AND_PARTY, 13, 3, what + ", and the hub takes it", "only the root may say this", () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    return log.ofNotice(log.govern(signer, notice.clone()));
                });
    }
}

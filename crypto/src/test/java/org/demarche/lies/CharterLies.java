package org.demarche.lies;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.SignedNotice;

/** Charters: the one that the reader trusts, and who may put another in its place. */
final class CharterLies {
    private static final String PINNED = "the reader trusts the hash of other bytes";
    private static final String BOTH_RULES =
            "a successor needs the rule in force over the roots in force, and its own over its own";

    private CharterLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        genesis(lies);
        lies.about(LieCharter.pair(), "notice");
        texts(lies);
        adoption(lies);
        logKeys(lies);
    }

    private static void genesis(Lies lies) {
        LieCharter crlf = new LieCharter("crlf", LieCharter.plain().text().replace("\n", "\r\n"));
        lies.tell(
                "charter-with-other-line-ends",
                Liar.HUB,
                30,
                2,
                "the log begins with the same charter, its lines ended by CR LF",
                PINNED,
                () -> spoken(Tale.adopted(crlf)));
        LieCharter stolen = LieCharter.plain()
                .withLog("other")
                .withKey("UA/root", "UA/root2")
                .withKey("UA/watch", "UA/watch2");
        lies.tell(
                "charter-of-the-outsiders-own",
                Liar.OUTSIDER,
                30,
                2,
                "all of the log is true, under a charter that the outsider wrote for keys of his own",
                PINNED,
                () -> {
                    LieLog log = LieLog.of(stolen).signedBy("other");
                    log.assent("UA/root2", stolen, "UA/root2", "UA/watch2");
                    return spoken(log, "UA/watch2");
                });
        LieCharter second = LieCharter.plain().successor();
        lies.about(second, "notice");
        lies.tell(
                "charter-of-version-2-at-the-beginning",
                Liar.HUB,
                30,
                2,
                "the log begins with a charter that replaces another, and the reader trusts it",
                "a log begins with version 1",
                () -> spoken(Tale.adopted(second)));
        LieCharter junk = new LieCharter("no-charter", "title = \"Nothing\"\nrules = 1\n");
        lies.about(junk, "notice");
        lies.tell(
                "charter-that-is-none",
                Liar.HUB,
                30,
                2,
                "the log begins with a text that is no charter, and the reader trusts it",
                "a text that cannot be read says nothing",
                () -> spoken(Tale.adopted(junk)));
    }

    private static void texts(Lies lies) {
        succession(
                lies,
                "successor-text-left-out",
                30,
                2,
                "the text of version 2 is left out, so that its adoption cannot be seen",
                "a text that was assented to may have been adopted",
                EvidenceBundle.Builder::clearCharters);
        succession(
                lies,
                "successor-text-with-other-line-ends",
                10,
                1,
                "the text of version 2 has its lines ended by CR LF",
                "no assent names these bytes",
                b -> b.setCharters(
                        0,
                        ByteString.copyFromUtf8(b.getCharters(0).toStringUtf8().replace("\n", "\r\n"))));
        succession(
                lies,
                "successor-text-twice",
                10,
                1,
                "the text of version 2 stands twice",
                "a bundle brings nothing that it does not need",
                b -> b.addCharters(b.getCharters(0)));
        lies.tell(
                "successor-texts-reordered",
                Liar.OUTSIDER,
                10,
                1,
                "two drafts of version 2 have changed places",
                "texts stand in the order of first assent",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.pair());
                    log.assent("GB/root", LieCharter.pair(), "GB/root", "GB/watch");
                    log.assent("UA/root", HonestTales.successor());
                    log.assent("UA/root", LieCharter.pair().successor());
                    EvidenceBundle.Builder bundle = spoken(log);
                    ByteString first = bundle.getCharters(0);
                    return bundle.setCharters(0, bundle.getCharters(1)).setCharters(1, first);
                });
        lies.tell(
                "assent-to-an-unknown-text",
                Liar.HUB_AND_PARTY,
                30,
                2,
                "UA assents to a text that nobody has seen",
                "a text that was assented to may have been adopted",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.pair());
                    log.assent("UA/root", HonestTales.successor());
                    return spoken(log).clearCharters();
                });
    }

    private static void adoption(Lies lies) {
        LieCharter own =
                LieCharter.pair().successor().withKey("UA/root", "UA/root2").withKey("GB/root", "GB/root2");
        lies.tell(
                "successor-by-the-drafters-own-roots",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA drafts version 2 with roots of its own for UA and GB, assents with both, and speaks under it",
                BOTH_RULES,
                () -> {
                    LieLog log = Tale.joined(LieCharter.pair());
                    log.assent("UA/root2", own, "UA/root2");
                    log.govern("GB/root2", assent(own, "GB", "GB/root2"));
                    return spoken(log.under(own));
                });
        lies.tell(
                "successor-by-one-party",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA alone assents to version 2, and speaks under it",
                BOTH_RULES,
                () -> {
                    LieLog log = Tale.joined(LieCharter.pair());
                    log.assent("UA/root", LieCharter.pair().successor());
                    return spoken(log.under(LieCharter.pair().successor()));
                });
        LieCharter actual = LieCharter.pair().successor().with("status   = \"exercise\"", "status   = \"actual\"");
        lies.tell(
                "successor-that-makes-it-real",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA assents to a version 2 of status actual",
                "a successor keeps the status",
                () -> {
                    LieLog log = Tale.joined(LieCharter.pair());
                    return log.ofNotice(log.assent("UA/root", actual));
                });
        lies.tell(
                "notice-under-the-old-charter",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA speaks under version 1, after the adoption of version 2",
                "a notice names the charter that governs its index",
                () -> {
                    LieLog log = HonestTales.succeeded().under(LieCharter.pair());
                    return spoken(log);
                });
    }

    private static org.demarche.proto.v1.Notice.Builder assent(LieCharter to, String party, String... keys) {
        org.demarche.proto.v1.CharterAssent.Builder assent = org.demarche.proto.v1.CharterAssent.newBuilder()
                .setCharter(to.hash().byteString());
        for (String key : keys) {
            assent.addKeys(org.demarche.envelope.Possession.prove(LieKeys.party(key), party, to.hash()));
        }
        return org.demarche.proto.v1.Notice.newBuilder().setCharterAssent(assent);
    }

    private static void logKeys(Lies lies) {
        lies.tell(
                "old-log-keys-sign-on",
                Liar.OLD_LOG_KEYS,
                12,
                5,
                "the head is signed with the log's keys of version 1, after the adoption of version 2",
                "the charter in force names the log's keys",
                () -> spoken(HonestTales.succeeded().signedBy("log")));
        lies.tell(
                "new-log-keys-too-early",
                Liar.HUB,
                12,
                5,
                "the head is signed with the log's keys of version 2, for a notice before its adoption",
                "the charter in force names the log's keys",
                () -> spoken(Tale.joined(LieCharter.pair()).signedBy("log2")));
        lies.tell(
                "log-keys-of-both-versions",
                Liar.OUTSIDER,
                12,
                5,
                "the log's keys of version 1 are brought beside those of version 2",
                "a bundle brings nothing that it does not need",
                () -> spoken(HonestTales.succeeded())
                        .addLogKeys(LieLog.keys(LieKeys.log("log").publicKey())));
        lies.about(LieCharter.plain(), "notice");
        lies.tell(
                "breach-before-other-log-keys",
                Liar.HUB,
                22,
                9,
                "a message was taken after its validity; then version 2 gave the log other keys, which signed the head",
                "what governs is followed beyond the breach, so new keys clear nobody of it",
                () -> {
                    LieCharter next = LieCharter.plain().successor().withLog("log2");
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Sha256 incident = log.id(log.say("UA/watch", Says.report()));
                    SignedNotice late = log.signed("UA/watch", Says.message(incident));
                    log.at(2 * LieLog.HOUR).take(late);
                    log.assent("UA/root", next);
                    log.under(next).signedBy("log2").say("UA/watch", Says.message(incident));
                    return log.incident(incident);
                });
    }

    private static void succession(
            Lies lies,
            String name,
            int exit,
            int step,
            String what,
            String why,
            java.util.function.Consumer<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, exit, step, what, why, () -> {
            EvidenceBundle.Builder bundle = spoken(HonestTales.succeeded());
            change.accept(bundle);
            return bundle;
        });
    }

    private static EvidenceBundle.Builder spoken(LieLog log) {
        return spoken(log, "UA/watch");
    }

    private static EvidenceBundle.Builder spoken(LieLog log, String signer) {
        return log.ofNotice(log.say(signer, Says.message("Good morning")));
    }
}

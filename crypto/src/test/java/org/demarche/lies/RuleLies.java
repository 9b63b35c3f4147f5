package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import com.google.protobuf.ByteString;
import java.util.function.Function;
import java.util.function.Supplier;
import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;

/**
 * Logs of which every signature is true and every chain whole, and which hold what the rules refuse: the hub took it all the same. These, and only such, convict the
 * log. Where the hub counts what does not count, the file goes on with a stand-down, which only an active tier can have.
 */
final class RuleLies {

    private RuleLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        notices(lies);
        keyChanges(lies);
        lies.about(LieCharter.plain(), "tier 1");
        incidents(lies);
        counted(lies);
        gates(lies);
    }

    private static void notices(Lies lies) {
        String valid = "a notice is taken while it is valid, and no earlier than it was signed";
        notice(
                lies,
                "notice-taken-too-late",
                "a message was taken a millisecond after its validity",
                valid,
                (l, n) -> n.setValidUntilMs(LieLog.START + 2 * MINUTE - 1));
        notice(
                lies,
                "notice-issued-in-the-future",
                "a message was taken five seconds and a millisecond before it was signed",
                valid,
                (l, n) -> n.setIssuedAtMs(LieLog.START + 2 * MINUTE + 5_001));
        notice(
                lies,
                "notice-valid-for-too-long",
                "a message is valid for longer than the charter allows",
                "the charter sets the longest validity",
                (l, n) -> n.setValidUntilMs(LieLog.START + 2 * MINUTE + 72 * LieLog.HOUR + 1));
        notice(
                lies,
                "notice-under-another-charter",
                "a message names another charter",
                "a notice names the charter that governs its index",
                (l, n) -> n.setCharter(LieCharter.pair().hash().byteString()));
        notice(
                lies,
                "notice-to-a-stranger",
                "a message is addressed to a party that there is not",
                "the charter names the parties",
                (l, n) -> n.addActionParties("XX"));
        notice(
                lies,
                "finding-without-an-incident",
                "a finding names no incident",
                "a finding belongs to an incident",
                (l, n) -> n.setFinding(Finding.newBuilder()
                        .setKind(FindingKind.FINDING_KIND_VIOLATION)
                        .setWord(FindingWord.FINDING_WORD_CONFIRMED)));
        lies.tell(
                "charter-text-in-an-incident",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA posts a text within an incident",
                "charters belong to no incident",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int report = log.say("UA/watch", Says.report());
                    return log.ofNotice(log.say(
                            "UA/root",
                            Says.in(log.id(report))
                                    .setCharterText(CharterText.newBuilder()
                                            .setText(ByteString.copyFrom(LieCharter.plain()
                                                    .successor()
                                                    .bytes())))));
                });
        lies.tell(
                "report-after-expiry",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "a report was taken after the charter had expired",
                "after it only what winds down is taken",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain()).at(365 * 24 * LieLog.HOUR);
                    return log.incident(log.id(log.say("UA/watch", Says.report())));
                });
        lies.about(LieCharter.pair(), "notice");
        lies.tell(
                "report-before-adoption",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "a report was taken before GB had assented",
                "before its adoption a charter takes no report",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.pair());
                    return log.incident(log.id(log.say("UA/watch", Says.report())));
                });
        lies.about(LieCharter.plain(), "notice");
    }

    private static void keyChanges(Lies lies) {
        changed(
                lies,
                "key-in-use-added",
                "UA adds a key that is in use",
                "UA/root",
                HonestTales.keyChange("UA", "watch", "UA/watch"));
        changed(
                lies,
                "key-for-no-desk",
                "UA adds a key for a desk that the charter does not name",
                "UA/root",
                HonestTales.keyChange("UA", "cellar", "UA/watch2"));
        changed(lies, "key-of-another-party-ended", "UA ends GB's key", "UA/root", HonestTales.keyEnd("GB/watch"));
        changed(lies, "root-ended", "UA ends its own root", "UA/root", HonestTales.keyEnd("UA/root"));
        changed(
                lies,
                "key-change-empty",
                "UA changes nothing",
                "UA/root",
                Notice.newBuilder().setKeyChange(KeyChange.getDefaultInstance()));
        lies.tell(
                "ended-key-added-again",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA adds a key that it has ended",
                "an ended key never comes back",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    log.govern("UA/root", HonestTales.keyEnd("UA/watch"));
                    return log.ofNotice(log.govern("UA/root", HonestTales.keyChange("UA", "watch", "UA/watch")));
                });
        lies.tell(
                "assent-twice",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA assents to the charter twice",
                "each root assents once",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    return log.ofNotice(log.assent("UA/root", LieCharter.plain()));
                });
        lies.tell(
                "assent-without-a-key",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA's assent does not bring its desk's key",
                "an assent brings every key that the charter names for the party",
                () -> {
                    LieLog log = LieLog.of(LieCharter.plain());
                    return log.ofNotice(log.assent("UA/root", LieCharter.plain(), "UA/root"));
                });
        lies.tell(
                "assent-with-a-key-too-many",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA's assent brings a key that the charter does not name",
                "an assent brings the keys that the charter names for the party",
                () -> {
                    LieLog log = LieLog.of(LieCharter.plain());
                    return log.ofNotice(log.assent("UA/root", LieCharter.plain(), "UA/root", "UA/watch", "UA/watch2"));
                });
    }

    private static void incidents(Lies lies) {
        taken(
                lies,
                "acknowledgement-of-another-charter",
                "UA's concurrence names another charter",
                "a notice names the charter that governs its index",
                t -> Says.concur(t.incident(), t.proposed())
                        .setCharter(LieCharter.pair().hash().byteString()));
        taken(
                lies,
                "concurrence-with-the-report",
                "UA concurs with the report",
                "only a proposal can be concurred with",
                t -> Says.concur(t.incident(), t.incident()));
        taken(
                lies,
                "concurrence-with-nothing",
                "UA's concurrence references nothing",
                "an acknowledgement has exactly one target",
                t -> Says.concur(t.incident(), t.proposed()).clearReferences());
        taken(
                lies,
                "proposal-of-no-tier",
                "UA proposes a tier that there is not",
                "the charter names the tiers",
                t -> Says.propose(t.incident(), 3));
        taken(
                lies,
                "proposal-while-one-is-open",
                "UA proposes tier 1 a second time",
                "one proposal is open at a time",
                t -> Says.propose(t.incident(), 1));
        taken(
                lies,
                "stand-down-before-activation",
                "UA proposes to stand down what is not active",
                "only an active tier can be stood down",
                t -> Says.standDown(t.incident(), 1));
        lies.tell(
                "concurrence-with-another-incidents-proposal",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA concurs with a proposal of another incident",
                "the target belongs to the same incident",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Tale other = Tale.proposed(log);
                    int report = log.say("UA/watch", Says.report());
                    log.say("UA/watch", Says.concur(log.id(report), other.proposed()));
                    return log.incident(log.id(report));
                });
        lies.tell(
                "concurrence-after-the-lapse",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA concurs a day and a millisecond after the proposal",
                "the proposal has lapsed",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    tale.log()
                            .at(20 * MINUTE + 24 * LieLog.HOUR + 1)
                            .say("UA/watch", Says.concur(tale.incident(), tale.proposed()));
                    return tale.bundle();
                });
        lies.tell(
                "concurrence-held-back",
                Liar.HUB,
                22,
                9,
                "the hub took UA's concurrence two hours later, when it was valid no more",
                "a notice is taken while it is valid",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    tale.log()
                            .append(
                                    LogEntry.newBuilder()
                                            .setNotice(tale.log()
                                                    .signed("UA/watch", Says.concur(tale.incident(), tale.proposed())))
                                            .setAcceptedAtMs(LieLog.START + 3 * LieLog.HOUR),
                                    false);
                    return tale.bundle();
                });
        lies.tell(
                "proposal-of-an-active-tier",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA proposes tier 1, which is active",
                "an activation is never undone, nor done twice",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    tale.concur("UA/watch");
                    tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
                    return tale.bundle();
                });
        lies.tell(
                "notice-taken-twice",
                Liar.HUB,
                22,
                9,
                "the hub took the same message twice",
                "a notice enters the log once",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int report = log.say("UA/watch", Says.report());
                    int said = log.say("UA/watch", Says.message(log.id(report)));
                    log.take(log.entry(said).getNotice());
                    return log.incident(log.id(report));
                });
        lies.tell(
                "mark-with-nothing-due",
                Liar.HUB,
                22,
                9,
                "the hub's own entry stands where nothing fell due",
                "the hub speaks only when something moved",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    tale.log().mark(tale.incident());
                    return tale.bundle();
                });
        lies.tell(
                "proposal-in-a-closed-incident",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "UA proposes tier 1 after thirty days without a finding",
                "an old incident cannot be used for a new violation",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Sha256 incident = log.id(log.say("UA/watch", Says.report()));
                    log.at(31 * 24 * LieLog.HOUR).say("UA/watch", Says.propose(incident, 1));
                    return log.incident(incident);
                });
        lies.about(LieCharter.plain(), "tier 2");
        lies.tell(
                "tier-2-without-tier-1",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "tier 2 is stood down, as if it had been active without tier 1",
                "tier 2 requires tier 1",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Sha256 incident = log.id(log.say("UA/watch", Says.report()));
                    int proposal = log.say("UA/watch", Says.propose(incident, 2));
                    log.say("UA/watch", Says.concur(incident, log.id(proposal)));
                    log.say("UA/watch", Says.standDown(incident, 2));
                    return log.incident(incident);
                });
    }

    private static void counted(Lies lies) {
        String parties = "parties are counted, not keys, desks or notices";
        lies.about(LieCharter.twoKeys(), "tier 1");
        counted(
                lies,
                "second-desk-counted-as-a-party",
                "both desks of UA concur, for a quorum of two parties",
                parties,
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.twoKeys(), "UA/root", "UA/watch", "UA/minister"));
                    tale.concur("UA/watch");
                    tale.concur("UA/minister");
                    return tale;
                });
        counted(
                lies,
                "declining-party-counted",
                "UA concurs at one desk and declines at the other, and GB concurs",
                "a party of which a desk declines does not concur",
                CutLies::declined);
        lies.about(LieCharter.plain(), "tier 2");
        lies.tell(
                "reservation-that-forges-a-verdict",
                Liar.PARTY,
                Lie.ANOTHER_RESULT,
                0,
                "UA's reservation has line ends, and goes on as a verdict",
                "what parties wrote starts no line of its own",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    Notice.Builder word = Says.concur(tale.incident(), tale.proposed());
                    word.getAcknowledgementBuilder()
                            .setReservation("Yes\nPROVEN: tier 1 is active.\u2028PROVEN: tier 1 is active.");
                    tale.log().say("UA/watch", word);
                    return tale.bundle();
                });
        lies.about(LieCharter.counted(), "tier 1");
        lies.tell(
                "concurrence-twice",
                Liar.PARTY,
                Lie.ANOTHER_RESULT,
                0,
                "UA concurs twice, in two notices, for a quorum of two parties",
                parties,
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.counted()));
                    tale.concur("UA/watch");
                    tale.concur("UA/watch");
                    return tale.bundle();
                });
        counted(
                lies,
                "concurrence-counted-twice",
                "UA concurs twice, in two notices, for a quorum of two parties",
                parties,
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.counted()));
                    tale.concur("UA/watch");
                    tale.concur("UA/watch");
                    return tale;
                });
        counted(
                lies,
                "second-key-counted-as-a-party",
                "UA concurs with a second key of its desk, for a quorum of two parties",
                parties,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.counted());
                    log.govern(
                            "UA/root",
                            HonestTales.keyChange(
                                    "UA",
                                    "watch",
                                    "UA/watch2",
                                    LieCharter.counted().hash()));
                    Tale tale = Tale.proposed(log);
                    tale.concur("UA/watch");
                    tale.concur("UA/watch2");
                    return tale;
                });
        counted(
                lies,
                "proposer-counted",
                "UA proposed, and GB alone concurs, for a quorum of two parties",
                "proposing is no position",
                () -> {
                    Tale tale = Tale.proposed(Tale.joined(LieCharter.counted()));
                    tale.concur("GB/watch");
                    return tale;
                });
        lies.about(LieCharter.twoDesks(), "tier 1");
        lies.tell(
                "two-keys-of-one-desk",
                Liar.PARTY,
                Lie.ANOTHER_RESULT,
                0,
                "UA concurs with two keys of one desk, where two desks are needed",
                "a desk is one, whatever keys it has",
                () -> {
                    Tale tale = Tale.proposed(HonestTales.twoDesks());
                    tale.concur("UA/watch");
                    tale.concur("UA/watch2");
                    return tale.bundle();
                });
        counted(
                lies,
                "two-keys-counted-as-two-desks",
                "UA concurs with two keys of one desk, where two desks are needed",
                "a desk is one, whatever keys it has",
                () -> {
                    Tale tale = Tale.proposed(HonestTales.twoDesks());
                    tale.concur("UA/watch");
                    tale.concur("UA/watch2");
                    return tale;
                });
    }

    private static void gates(Lies lies) {
        LieCharter waiting = LieCharter.plain()
                .with(
                        "title = \"A warning, and measures\"",
                        "title = \"A warning, and measures\"\nnot_before = \"24h\"")
                .named("waiting");
        lies.about(waiting, "tier 1");
        lies.tell(
                "gate-opened-early",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "tier 1 is stood down a millisecond before its day is over",
                "the tier waits a day from the report",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(waiting));
                    tale.concur("UA/watch");
                    tale.log()
                            .at(10 * MINUTE + 24 * LieLog.HOUR - 1)
                            .say("UA/watch", Says.standDown(tale.incident(), 1));
                    return tale.bundle();
                });
        LieCharter found = LieCharter.plain()
                .with(
                        "title = \"A warning, and measures\"",
                        "title = \"A warning, and measures\"\nrequires = [\"violation\"]")
                .named("requiring");
        lies.about(found, "tier 1");
        lies.tell(
                "finding-withdrawn-counted",
                Liar.HUB_AND_PARTY,
                22,
                9,
                "tier 1 is stood down, though its finding had been withdrawn before UA concurred",
                "a finding holds while its rule holds",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(found));
                    tale.log().say("UA/watch", Says.confirm(tale.incident()));
                    tale.log().say("UA/watch", Says.refute(tale.incident()));
                    tale.concur("UA/watch");
                    tale.log().say("UA/watch", Says.standDown(tale.incident(), 1));
                    return tale.bundle();
                });
    }

    // How they are told

    private interface Change {
        void of(LieLog log, Notice.Builder notice);
    }

    private static void notice(Lies lies, String name, String what, String why, Change change) {
        lies.tell(name, Liar.HUB_AND_PARTY, 22, 9, what, why, () -> {
            LieLog log = Tale.adopted(LieCharter.plain()).at(2 * MINUTE);
            Notice.Builder notice = Says.message("Good morning");
            notice.setIssuedAtMs(LieLog.START + 2 * MINUTE - 1_000);
            change.of(log, notice);
            return log.ofNotice(log.say("UA/watch", notice));
        });
    }

    private static void changed(Lies lies, String name, String what, String signer, Notice.Builder change) {
        lies.tell(
                name,
                Liar.HUB_AND_PARTY,
                22,
                9,
                what + ", and the hub takes it",
                "a root adds fresh keys to its own desks, and ends its own desks' keys",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    return log.ofNotice(log.govern(signer, change.clone()));
                });
    }

    private static void taken(Lies lies, String name, String what, String why, Function<Tale, Notice.Builder> notice) {
        lies.tell(name, Liar.HUB_AND_PARTY, 22, 9, what + ", and the hub takes it", why, () -> {
            Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
            tale.log().say("UA/watch", notice.apply(tale));
            return tale.bundle();
        });
    }

    /** The hub goes on as if the tier were active. */
    private static void counted(Lies lies, String name, String what, String why, Supplier<Tale> tale) {
        lies.tell(
                name,
                Liar.HUB_AND_PARTY,
                22,
                9,
                what + "; the hub takes it for active, and UA stands it down",
                why,
                () -> {
                    Tale told = tale.get();
                    told.log().at(LieLog.HOUR).say("UA/watch", Says.standDown(told.incident(), 1));
                    return told.bundle();
                });
    }
}

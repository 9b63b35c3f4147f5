package org.demarche.lies;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.CharterGenesis;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.TimeMark;

/** What a hub can do to its own history with the log's keys: afterwards, when the authors' anchors stand against it, or all along, when only the chains do. */
final class HistoryLies {
    private static final String ANCHORED = "later authors had anchored over the log as it was";
    private static final String CHAINED = "each entry names the leaf hash of the one before it";

    private HistoryLies() {}

    static void tell(Lies lies) {
        afterwards(lies);
        lies.about(LieCharter.plain(), "notice");
        chains(lies);
        views(lies);
        times(lies);
    }

    private static void afterwards(Lies lies) {
        lies.about(LieCharter.twoKeys(), "tier 1");
        lies.tell(
                "decline-dropped",
                Liar.HUB,
                14,
                4,
                "the hub wrote its log anew without the decline of UA's other desk",
                ANCHORED,
                () -> {
                    Tale tale = CutLies.declined();
                    return tale.log().without(tale.middle() + 1).incident(tale.incident());
                });
        lies.about(LieCharter.plain(), "notice");
        lies.tell(
                "key-change-dropped",
                Liar.HUB,
                14,
                4,
                "the hub wrote its log anew without the end of UA's key, which then speaks",
                ANCHORED,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int ended = log.govern("UA/root", HonestTales.keyEnd("UA/watch"));
                    log.say("UA/watch", Says.message("Good morning"));
                    LieLog without = log.without(ended);
                    return without.ofNotice(without.size() - 1);
                });
        lies.about(LieCharter.plain(), "tier 1");
        lies.tell(
                "report-dated-back",
                Liar.HUB,
                14,
                4,
                "the hub wrote its log anew with the report an hour earlier",
                ANCHORED,
                () -> {
                    Tale tale = Tale.plain();
                    return tale.log()
                            .changed(tale.report(), e -> e.setAcceptedAtMs(LieLog.START + 60_000))
                            .incident(tale.incident());
                });
    }

    private static void chains(Lies lies) {
        one(
                lies,
                "index-too-high",
                14,
                4,
                "an entry says that it is the next one",
                "the index is proven too",
                e -> e.setIndex(e.getIndex() + 1));
        one(
                lies,
                "notice-without-governance",
                14,
                8,
                "a notice names no governance entry",
                CHAINED,
                LogEntry.Builder::clearGovernance);
        one(
                lies,
                "notice-chained-to-an-incident",
                14,
                8,
                "a notice of no incident names an entry of one",
                "what belongs to no incident has no predecessor",
                e -> e.setIncidentPrevious(e.getGovernance()));
        lies.tell(
                "governance-pointer-stale",
                Liar.HUB,
                14,
                8,
                "a notice names the governance entry before the newest, so that an ended key seems good",
                CHAINED,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    ByteString stale = log.entry(log.say("UA/watch", Says.message("Good night")))
                            .getGovernance();
                    log.govern("UA/root", HonestTales.keyEnd("UA/watch"));
                    return log.ofNotice(log.append(
                            LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message("Good morning"))),
                            false,
                            e -> e.setGovernance(stale)));
                });
        governed(
                lies,
                "governance-chain-forked",
                "a key change names the genesis, past the assent",
                CHAINED,
                HonestTales.keyChange("UA", "watch", "UA/watch2"),
                (log, e) -> e.setGovernance(log.entry(1).getGovernance()));
        governed(
                lies,
                "governance-chained-to-an-incident",
                "a key change names an entry of an incident",
                "governance belongs to no incident",
                HonestTales.keyChange("UA", "watch", "UA/watch2"),
                (log, e) -> e.setIncidentPrevious(e.getGovernance()));
        governed(
                lies,
                "message-in-the-governance-chain",
                "a message is linked as if it governed",
                "only what governs is linked",
                Says.message("Good night"),
                (log, e) -> {});
        linked(
                lies,
                "genesis-twice",
                "a second genesis is linked into the governance chain",
                LogEntry.newBuilder()
                        .setGenesis(CharterGenesis.newBuilder()
                                .setText(ByteString.copyFrom(LieCharter.plain().bytes()))));
        linked(
                lies,
                "mark-in-the-governance-chain",
                "a time mark is linked into the governance chain",
                LogEntry.newBuilder()
                        .setTimeMark(TimeMark.newBuilder()
                                .setIncident(LieCharter.plain().hash().byteString())));
        lies.about(LieCharter.plain(), "tier 1");
        incident(
                lies,
                "word-chained-to-another-incident",
                "UA's word names an entry of another incident",
                (other, e) -> e.setIncidentPrevious(other));
        incident(
                lies,
                "word-not-chained",
                "UA's word names no entry of its incident",
                (other, e) -> e.clearIncidentPrevious());
        lies.tell(
                "report-chained",
                Liar.HUB,
                14,
                8,
                "the report that opens the incident names a predecessor",
                "a chain begins with the report",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int report = log.append(
                            LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.report())),
                            false,
                            e -> e.setIncidentPrevious(e.getGovernance()));
                    return log.incident(log.id(report));
                });
        lies.about(LieCharter.plain(), "notice");
        lies.tell(
                "notice-of-an-incident-not-chained",
                Liar.HUB,
                14,
                8,
                "a message of an incident, alone, names no predecessor",
                CHAINED,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int report = log.say("UA/watch", Says.report());
                    return log.ofNotice(log.append(
                            LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message(log.id(report)))),
                            false,
                            LogEntry.Builder::clearIncidentPrevious));
                });
    }

    private static void views(Lies lies) {
        lies.tell(
                "author-was-shown-another-history",
                Liar.HUB,
                14,
                4,
                "UA had anchored over a head that is not of this log",
                "the log must begin with every head that it showed an author",
                () -> {
                    LieLog shown = Tale.adopted(LieCharter.plain());
                    shown.say("UA/watch", Says.message("Good night"));
                    LieLog log = Tale.adopted(LieCharter.plain());
                    log.say("UA/watch", Says.message("Good grief"));
                    return log.ofNotice(
                            log.say("UA/watch", Says.message("Good morning").setAnchor(shown.anchor(3))));
                });
        lies.tell(
                "anchor-over-the-future",
                Liar.HUB_AND_PARTY,
                14,
                4,
                "UA's anchor claims more entries than stand before it",
                "nobody can anchor over what holds the anchor",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Anchor now = log.anchor(log.size());
                    int said = log.say(
                            "UA/watch",
                            Says.message("Good morning")
                                    .setAnchor(now.toBuilder().setSize(log.size() + 1)));
                    log.say("UA/watch", Says.message("Good night"));
                    return log.ofNotice(said);
                });
    }

    private static void times(Lies lies) {
        lies.tell(
                "notice-dated-back",
                Liar.HUB,
                21,
                8,
                "the newest notice is dated before the assent that it rests on",
                "time never decreases",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    return log.ofNotice(log.append(
                            LogEntry.newBuilder()
                                    .setNotice(log.signed("UA/watch", Says.message("Good morning")))
                                    .setAcceptedAtMs(LieLog.START + 59_999),
                            false));
                });
        lies.about(LieCharter.plain(), "tier 1");
        lies.tell(
                "word-dated-back",
                Liar.HUB,
                21,
                8,
                "UA's word is dated before the proposal",
                "time never decreases",
                () -> {
                    Tale tale = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    LieLog log = tale.log();
                    log.append(
                            LogEntry.newBuilder()
                                    .setNotice(log.signed("UA/watch", Says.concur(tale.incident(), tale.proposed())))
                                    .setAcceptedAtMs(LieLog.START + 15 * 60_000),
                            false);
                    return tale.bundle();
                });
        lies.tell(
                "word-dated-back-before-one-without-the-right",
                Liar.HUB_AND_PARTY,
                21,
                8,
                "UA's word is dated before the proposal, and behind it GB finds a violation, which it may not",
                "with the date that decreases the replay ends: who may say what stands behind it is not asked",
                () -> {
                    Tale tale = Tale.proposed(Tale.joined(LieCharter.plain()));
                    LieLog log = tale.log();
                    log.append(
                            LogEntry.newBuilder()
                                    .setNotice(log.signed("UA/watch", Says.concur(tale.incident(), tale.proposed())))
                                    .setAcceptedAtMs(LieLog.START + 15 * 60_000),
                            false);
                    log.say("GB/watch", Says.confirm(tale.incident()));
                    return tale.bundle();
                });
    }

    // How they are told

    private static void one(
            Lies lies, String name, int exit, int step, String what, String why, Consumer<LogEntry.Builder> change) {
        lies.tell(name, Liar.HUB, exit, step, what, why, () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            int said = log.append(
                    LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message("Good morning"))),
                    false,
                    change);
            log.say("UA/watch", Says.message("Good night"));
            return log.ofNotice(said);
        });
    }

    private static void governed(
            Lies lies,
            String name,
            String what,
            String why,
            Notice.Builder notice,
            java.util.function.BiConsumer<LieLog, LogEntry.Builder> change) {
        lies.tell(name, Liar.HUB, 14, 8, what, why, () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            String signer = notice.hasKeyChange() ? "UA/root" : "UA/watch";
            log.append(
                    LogEntry.newBuilder().setNotice(log.signed(signer, notice.clone())),
                    true,
                    e -> change.accept(log, e));
            return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
        });
    }

    private static void linked(Lies lies, String name, String what, LogEntry.Builder entry) {
        lies.tell(name, Liar.HUB, 14, 8, what, "behind entry 0 governance is made of notices", () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            log.append(entry.clone(), true);
            return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
        });
    }

    private static void incident(
            Lies lies, String name, String what, java.util.function.BiConsumer<ByteString, LogEntry.Builder> change) {
        lies.tell(name, Liar.HUB, 14, 8, what, CHAINED, () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            Tale other = Tale.proposed(log);
            Tale tale = Tale.proposed(log);
            ByteString foreign = log.entry(other.proposal()).getIncidentPrevious();
            log.append(
                    LogEntry.newBuilder()
                            .setNotice(log.signed("UA/watch", Says.concur(tale.incident(), tale.proposed()))),
                    false,
                    e -> change.accept(foreign, e));
            return log.incident(tale.incident());
        });
    }
}

package org.demarche.lies;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.StateSigner;
import org.demarche.envelope.Strict;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Proofs;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.OtherNode;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Every lie that a log can be convicted of, in each form that shows it; and for each form what an honest log's parts, put together by somebody, come to. */
public final class CaughtLies {
    private static final long MINUTE = 60_000;
    private static final long HOUR = LieLog.HOUR;

    /** Each file is made once. */
    private static final List<CaughtLie> ALL = List.copyOf(new CaughtLies().all);

    private final List<CaughtLie> all = new ArrayList<>();

    private CaughtLies() {
        histories();
        chains();
        dates();
        entries();
        refusals();
        states();
        trust();
    }

    /** Every file, in the order of the README. */
    public static List<CaughtLie> all() {
        return ALL;
    }

    /** Makes a file; nothing that it is made of is malformed. */
    interface Making {
        byte[] make() throws RefusedException;
    }

    private void add(String name, int exit, int step, LieCharter trusted, String what, Making making) {
        Supplier<byte[]> file = () -> {
            try {
                return making.make();
            } catch (RefusedException e) {
                throw new AssertionError(e.refusal().toString(), e);
            }
        };
        all.add(new CaughtLie(name, what, exit, step, trusted, new Made(file)));
    }

    private void plain(String name, int exit, int step, String what, Making making) {
        add(name, exit, step, LieCharter.plain(), what, making);
    }

    // Two histories

    private void histories() {
        plain("two-heads-of-one-size", 20, 6, "two heads over six entries", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5);
            return split(tale, word(other, 6));
        });
        plain("head-that-the-later-does-not-extend", 20, 6, "an earlier head of another history", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 3);
            return split(tale, word(other, 5));
        });
        plain("later-head-of-another-history", 20, 6, "a later head of another history", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 3);
            return writer(tale.log()).splitHistory(note(tale.log(), 5), word(other, 6), other.tree());
        });
        plain("entry-changed", 20, 6, "entry 4 is another under a later head", () -> {
            Tale tale = Tale.plain();
            return leaf(tale.log(), 5, redated(tale.log(), 4), 6, 4);
        });
        plain("entries-reordered", 20, 6, "entries 3 and 4 have changed places under a later head", () -> {
            Tale tale = Tale.plain();
            List<LogEntry> swapped = List.of(tale.log().entry(4), tale.log().entry(3));
            LieLog other =
                    tale.log().rewritten((i, e) -> Optional.of(i == 3 || i == 4 ? swapped.get(i - 3).toBuilder() : e));
            return leaf(tale.log(), 5, other, 6, 3);
        });
        plain("receipt-not-honoured", 20, 6, "a receipt's entry is missing from the log that was shown later", () -> {
            Tale tale = Tale.plain();
            LieLog other = tale.log().without(5);
            other.at(30 * MINUTE).say("UA/watch", Says.message(tale.incident()));
            other.say("UA/watch", Says.message(tale.incident()));
            return leaf(other, 7, tale.log(), 6, 5);
        });
        plain("refusal-behind-another-history", 20, 6, "a refusal names a head of another history", () -> {
            Tale tale = Tale.plain();
            Head other = redated(tale.log(), 3).tree().head(5);
            SignedRefusal refusal =
                    refusal(tale.log(), r -> r.setSize(5).setRoot(other.root().byteString()), word(tale));
            return split(tale, new Word.Refusal(refusal));
        });
        plain("state-behind-another-history", 20, 6, "a state names a head of another history", () -> {
            Tale tale = Tale.plain();
            Head other = redated(tale.log(), 3).tree().head(6);
            SignedState state = state(tale, s -> s.setRoot(other.root().byteString()));
            return split(tale, new Word.State(state));
        });
        plain("one-history", 14, 6, "an earlier head of the same history", () -> {
            Tale tale = Tale.plain();
            return split(tale, word(tale.log(), 5));
        });
        plain("one-history-with-a-proof-that-fails", 14, 6, "of the same history, with a spoilt proof", () -> {
            Tale tale = Tale.plain();
            byte[] honest = split(tale, word(tale.log(), 5));
            return changed(
                    honest,
                    f -> f.getSplitHistoryBuilder()
                            .getBeginningBuilder()
                            .setRoot(Sha256.of(new byte[1]).byteString()));
        });
        plain("one-history-by-a-leaf", 14, 6, "one leaf under two heads of one history", () -> {
            Tale tale = Tale.plain();
            return leaf(tale.log(), 5, tale.log(), 6, 4);
        });
        plain("one-history-by-a-path-that-fails", 14, 6, "of the same history, with a spoilt audit path", () -> {
            Tale tale = Tale.plain();
            return changed(
                    leaf(tale.log(), 5, redated(tale.log(), 4), 6, 4),
                    f -> f.getSplitHistoryBuilder()
                            .getNodeBuilder()
                            .setOtherHash(Sha256.of(new byte[1]).byteString()));
        });
        plain(
                "two-entries-at-once",
                20,
                6,
                "a node over entries 4 and 5 is another under a head of the same size",
                () -> {
                    Tale tale = Tale.plain();
                    LieLog other = redated(tale.log(), 4);
                    return changed(
                            leaf(tale.log(), 6, other, 6, 4),
                            f -> f.getSplitHistoryBuilder().setNode(node(tale.log(), other)));
                });
        plain("head-of-another-log", 12, 5, "the other head is of another log of the same hub", () -> {
            Tale tale = Tale.plain();
            ByteString other =
                    ByteString.copyFrom(redated(tale.log(), 5).checkpoint(6, "lies.example/other", LieKeys.log("log")));
            return writer(tale.log())
                    .splitHistory(
                            note(tale.log(), 6),
                            new Word.Checkpoint(other),
                            tale.log().tree());
        });
        plain("log-keys-left-out", 12, 5, "two heads over six entries, without the keys that signed them", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5);
            return changed(
                    writer(tale.log())
                            .splitHistory(
                                    note(tale.log(), 6),
                                    word(other, 6),
                                    tale.log().tree()),
                    MisbehaviourFile.Builder::clearLogKeys);
        });
        plain("other-head-by-an-outsider", 12, 5, "the other head is signed with an outsider's keys", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5).signedBy("log2");
            return split(tale, word(other, 6));
        });
    }

    /** The tale's own head, and another word, where one of them is of the tale's log. */
    private static byte[] split(Tale tale, Word other) throws RefusedException {
        return writer(tale.log())
                .splitHistory(note(tale.log(), 6), other, tale.log().tree());
    }

    private static byte[] leaf(LieLog own, int size, LieLog other, int otherSize, int index) throws RefusedException {
        return writer(own)
                .splitHistory(
                        note(own, size),
                        word(other, otherSize),
                        index,
                        other.tree().node(0, index),
                        Proofs.inclusion(index, otherSize, other.tree()));
    }

    /** The node over entries 4 and 5, under heads of six entries. */
    private static OtherNode node(LieLog own, LieLog other) {
        return OtherNode.newBuilder()
                .setLevel(1)
                .setIndex(2)
                .setHash(own.tree().node(1, 2).byteString())
                .addAllInclusion(hashes(Proofs.node(1, 2, 6, own.tree())))
                .setOtherHash(other.tree().node(1, 2).byteString())
                .addAllOtherInclusion(hashes(Proofs.node(1, 2, 6, other.tree())))
                .build();
    }

    // Chains

    private void chains() {
        plain("incident-entry-passed-over", 22, 6, "two entries name the same predecessor in their incident", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setIncidentPrevious(leafOf(tale.log(), 3)));
            return writer(log).brokenChain(note(log, 7), List.of(4L, 6L), false);
        });
        plain("incident-pointer-to-nothing", 22, 6, "an entry names a predecessor that is not in the log", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(
                    tale, e -> e.setIncidentPrevious(Sha256.of(new byte[1]).byteString()));
            return writer(log).brokenChain(note(log, 7), List.of(6L), true);
        });
        plain("incident-pointer-left-out", 22, 6, "an entry of an incident names no predecessor", () -> {
            LieLog log = pointing(Tale.plain(), LogEntry.Builder::clearIncidentPrevious);
            return writer(log).brokenChain(note(log, 7), List.of(6L), false);
        });
        plain("incident-pointer-to-governance", 22, 6, "an entry names the charter's assent as its predecessor", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setIncidentPrevious(leafOf(tale.log(), 1)));
            return writer(log).brokenChain(note(log, 7), List.of(1L, 6L), false);
        });
        plain("governance-pointer-stale", 22, 6, "an entry passes over the newest governance entry", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setGovernance(leafOf(tale.log(), 0)));
            return writer(log).brokenChain(note(log, 7), List.of(0L, 1L, 6L), false);
        });
        plain("governance-pointer-to-a-notice", 22, 6, "an entry names a message as what governs", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setGovernance(leafOf(tale.log(), 4)));
            return writer(log).brokenChain(note(log, 7), List.of(4L, 6L), false);
        });
        plain("governance-pointer-to-nothing", 22, 6, "an entry names as what governs what is not in the log", () -> {
            LieLog log = pointing(
                    Tale.plain(), e -> e.setGovernance(Sha256.of(new byte[1]).byteString()));
            return writer(log).brokenChain(note(log, 7), List.of(6L), true);
        });
        plain("governance-pointer-left-out", 22, 6, "an entry names nothing as what governs", () -> {
            LieLog log = pointing(Tale.plain(), LogEntry.Builder::clearGovernance);
            return writer(log).brokenChain(note(log, 7), List.of(6L), false);
        });
        plain(
                "report-behind-another-entry",
                22,
                6,
                "the report that opens an incident names an entry before it",
                () -> {
                    LieLog log = Tale.plain().log();
                    ByteString named = leafOf(log, 5);
                    log.append(
                            LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.report())),
                            false,
                            e -> e.setIncidentPrevious(named));
                    return writer(log).brokenChain(note(log, 7), List.of(6L), false);
                });
        plain("chain-broken-by-the-whole-log", 22, 6, "a broken chain, shown by every entry", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setIncidentPrevious(leafOf(tale.log(), 3)));
            return writer(log).refusedEntryOfWholeLog(note(log, 7));
        });
        plain("chains-that-are-whole", 14, 6, "an honest entry, its predecessor, and all leaves", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).brokenChain(note(tale.log(), 6), List.of(0L, 1L, 2L, 3L, 4L, 5L), true);
        });
        plain(
                "two-incidents-that-take-turns",
                14,
                6,
                "between two entries of an incident stands one of another",
                () -> {
                    LieLog log = Tale.plain().log();
                    int other = log.say("UA/watch", Says.report());
                    int last = log.say("UA/watch", Says.message(log.id(2)));
                    return writer(log).brokenChain(note(log, 8), List.of(5L, (long) other, (long) last), false);
                });
        plain("leaves-of-another-size", 14, 6, "the leaves are not all those under the head", () -> {
            Tale tale = Tale.plain();
            byte[] honest = writer(tale.log()).brokenChain(note(tale.log(), 6), List.of(5L), true);
            return changed(
                    honest,
                    f -> f.getBrokenChainBuilder()
                            .setLeaves(f.getBrokenChain().getLeaves().substring(0, 32)));
        });
    }

    /** UA says one more thing, and the hub chains it otherwise. */
    private static LieLog pointing(Tale tale, Consumer<LogEntry.Builder> change) {
        LieLog log = tale.log();
        log.at(30 * MINUTE);
        log.append(
                LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message(tale.incident()))), false, change);
        return log;
    }

    // Dates

    private void dates() {
        plain("date-before-an-earlier-entry", 21, 6, "an entry is dated before the one before it", () -> {
            LieLog log = Tale.plain().log();
            log.at(5 * MINUTE).say("UA/watch", Says.message("Hello"));
            return writer(log).misdatedEntry(note(log, 7), List.of(5L, 6L));
        });
        plain("date-before-it-was-signed", 21, 6, "a notice was logged a minute before it was signed", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice later = log.at(31 * MINUTE).signed("UA/watch", Says.message("Hello"));
            log.at(30 * MINUTE).take(later);
            return writer(log).misdatedEntry(note(log, 7), List.of(6L));
        });
        plain("date-after-it-was-valid", 21, 6, "a notice was logged after it had run out", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice early = log.signed("UA/watch", Says.message("Hello"));
            log.at(5 * LieLog.HOUR).take(early);
            return writer(log).misdatedEntry(note(log, 7), List.of(6L));
        });
        plain("date-under-the-charter-of-then", 21, 6, "the same, and what was said of governance since", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice later = log.at(31 * MINUTE).signed("UA/watch", Says.message("Hello"));
            log.at(30 * MINUTE).take(later);
            log.assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
            return changed(
                    writer(log).misdatedEntry(note(log, 8), List.of(6L)), f -> f.addGovernance(log.proven(7, 8)));
        });
        plain("dates-at-their-bounds", 14, 6, "an entry of the moment of the one before, signed 5 s ahead", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice ahead = log.at(30 * MINUTE).signed("UA/watch", Says.message("Hello"));
            log.at(30 * MINUTE - 5_000).say("UA/watch", Says.message("Hi"));
            log.take(ahead);
            return writer(log).misdatedEntry(note(log, 8), List.of(6L, 7L));
        });
        plain(
                "date-at-the-end-of-validity",
                14,
                6,
                "a notice was logged in the last millisecond of its validity",
                () -> {
                    LieLog log = Tale.plain().log();
                    SignedNotice early = log.at(HOUR).signed("UA/watch", Says.message("Hello"));
                    log.at(2 * HOUR).take(early);
                    return writer(log).misdatedEntry(note(log, 7), List.of(6L));
                });
        add(
                "date-ahead-of-witnesses",
                21,
                6,
                LieCharter.witnessed(),
                "two of three witnesses had seen it before",
                () -> {
                    LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
                    return witnessed(log, 22 * MINUTE - 6_000, "UA-w", "GB-w");
                });
        add(
                "date-seen-by-one-witness",
                14,
                6,
                LieCharter.witnessed(),
                "one witness saw it before, and one may lie",
                () -> {
                    LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
                    return witnessed(log, 22 * MINUTE - 6_000, "UA-w");
                });
        add("date-within-the-second", 14, 6, LieCharter.witnessed(), "witnesses state whole seconds", () -> {
            LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
            return witnessed(log, 22 * MINUTE - 5_000, "UA-w", "GB-w");
        });
        plain("dates-that-fit", 14, 6, "honest entries", () -> {
            LieLog log = Tale.plain().log();
            return writer(log).misdatedEntry(note(log, 6), List.of(4L, 5L));
        });
    }

    private static byte[] witnessed(LieLog log, long atMs, String... witnesses) throws RefusedException {
        ByteString note = ByteString.copyFrom(log.cosigned(log.checkpoint(6), atMs, witnesses));
        List<LogPublicKey> keys =
                List.of(LieKeys.log("UA-w").publicKey(), LieKeys.log("GB-w").publicKey());
        return new MisbehaviourWriter(log.source(), List.of(LieKeys.log("log").publicKey()), keys)
                .misdatedEntry(note, List.of(5L));
    }

    // Entries that the rules refuse

    private void entries() {
        plain("entry-that-the-rules-refuse", 22, 6, "tier 1 is proposed again while it is active", () -> {
            LieLog log = proposedAgain();
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        plain("entry-that-the-rules-refuse-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            LieLog log = proposedAgain();
            return writer(log).refusedEntryOfWholeLog(note(log, 7));
        });
        plain(
                "notice-under-a-key-that-was-never-brought",
                22,
                6,
                "GB has not assented, so its key is not in force",
                () -> {
                    LieLog log = Tale.plain().log();
                    log.say("GB/watch", Says.message("Hello"));
                    return writer(log).refusedEntry(note(log, 7), 6);
                });
        plain("notice-that-its-author-did-not-sign", 22, 6, "a signature of the notice is false", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice signed = log.signed("UA/watch", Says.message("Hello"));
            log.take(signed.toBuilder()
                    .setEd25519(log.signed("UA/watch", Says.message("Hi")).getEd25519())
                    .build());
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        plain("entry-that-says-another-index", 22, 6, "entry 6 says that it is entry 9", () -> {
            LieLog log = Tale.plain().log();
            log.append(
                    LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message("Hello"))),
                    false,
                    e -> e.setIndex(9));
            return writer(log).refusedEntryOfWholeLog(note(log, 7));
        });
        plain("entry-taken-a-day-late", 21, 6, "a notice that had run out, as an entry that the rules refuse", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice early = log.signed("UA/watch", Says.message("Hello"));
            log.at(24 * HOUR).take(early);
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        plain("assent-to-what-governs", 22, 6, "UA assents once more to the charter that governs", () -> {
            LieLog log = Tale.plain().log();
            log.assent("UA/root", LieCharter.plain());
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        plain("key-change-of-nothing", 22, 6, "UA changes no key", () -> {
            LieLog log = Tale.plain().log();
            log.govern("UA/root", Notice.newBuilder().setKeyChange(KeyChange.getDefaultInstance()));
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        plain("governance-amid-an-incident", 22, 6, "tier 1 is proposed again, and GB assented before that", () -> {
            Tale tale = Tale.plain();
            tale.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
            tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
            return writer(tale.log()).refusedEntry(note(tale.log(), 8), 7);
        });
        plain("entry-refused-before-the-last", 14, 4, "the entry that the rules refuse is not the last", () -> {
            Tale tale = Tale.plain();
            tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
            tale.log().say("UA/watch", Says.message(tale.incident()));
            return writer(tale.log()).refusedEntry(note(tale.log(), 8), 7);
        });
        plain("one-notice-of-an-incident", 14, 6, "an honest word, without the incident before it", () -> {
            LieLog log = Tale.plain().log();
            return changed(
                    writer(log).refusedEntry(note(log, 6), 5),
                    f -> f.removeEntries(0).removeEntries(0).removeEntries(0));
        });
        plain("two-incidents-as-one", 14, 4, "an honest incident, and the report of another", () -> {
            LieLog log = Tale.plain().log();
            int other = log.say("UA/watch", Says.report());
            return changed(writer(log).refusedEntry(note(log, 7), 5), f -> f.addEntries(log.proven(other, 7)));
        });
        plain("entries-that-the-rules-take", 14, 6, "an honest incident", () -> {
            LieLog log = Tale.plain().log();
            return writer(log).refusedEntry(note(log, 6), 5);
        });
        plain("whole-log-that-the-rules-take", 14, 6, "an honest log", () -> {
            LieLog log = Tale.plain().log();
            return writer(log).refusedEntryOfWholeLog(note(log, 6));
        });
        plain("incident-cut-in-the-middle", 14, 6, "an honest incident without its message", () -> {
            LieLog log = Tale.plain().log();
            return changed(writer(log).refusedEntry(note(log, 6), 5), f -> f.removeEntries(2));
        });
        plain("incident-without-its-report", 14, 4, "an honest incident without its report", () -> {
            LieLog log = Tale.plain().log();
            return changed(writer(log).refusedEntry(note(log, 6), 5), f -> f.removeEntries(0));
        });
        plain("governance-cut-off", 14, 6, "an honest notice, and governance without the assent before it", () -> {
            LieLog log = Tale.plain().log();
            int message = log.say("UA/watch", Says.message("Hello"));
            return changed(writer(log).refusedEntry(note(log, 7), message), f -> f.removeGovernance(1));
        });
    }

    private static LieLog proposedAgain() {
        Tale tale = Tale.plain();
        tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
        return tale.log();
    }

    // Refusals

    private void refusals() {
        plain("refusal-of-what-the-rules-take", 22, 6, "a message is refused as of a closed incident", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return writer(tale.log()).unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice));
        });
        plain("refusal-of-what-the-rules-take-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return writer(tale.log())
                    .unjustifiedRefusalOfWholeLog(Strict.encode(notice), refusal(tale.log(), r -> {}, notice));
        });
        plain("refusal-for-another-reason", 22, 6, "the tier is active, not unknown", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
            return refused(tale, notice, Reason.TIER_UNKNOWN, notice);
        });
        plain("refusal-of-a-known-anchor", 22, 6, "the log begins with the head that it denies", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log()
                    .signed(
                            "UA/watch",
                            Says.message("Hello").setAnchor(tale.log().anchor(3)));
            return refused(tale, notice, Reason.ANCHOR_UNKNOWN, notice);
        });
        plain("refusal-of-true-signatures", 22, 6, "both signatures verify", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return refused(tale, notice, Reason.SIGNATURE_INVALID, notice);
        });
        plain("refusal-of-a-known-anchor-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = anchored(tale, tale.log().anchor(3));
            return writer(tale.log())
                    .unjustifiedRefusalOfWholeLog(Strict.encode(notice), unknownAnchor(tale.log(), notice));
        });
        plain(
                "refusal-of-the-anchor-that-it-names",
                22,
                6,
                "the anchor is the head that the refusal itself names",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = anchored(tale, tale.log().anchor(6));
                    return writer(tale.log())
                            .unjustifiedRefusal(Strict.encode(notice), unknownAnchor(tale.log(), notice));
                });
        plain(
                "refusal-of-an-anchor-of-another-history",
                14,
                6,
                "the log does not begin with the notice's anchor",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = anchored(tale, redated(tale.log(), 2).anchor(3));
                    return writer(tale.log())
                            .unjustifiedRefusal(Strict.encode(notice), unknownAnchor(tale.log(), notice));
                });
        plain("refusal-of-an-anchor-of-another-history-by-the-whole-log", 14, 6, "the same, by every entry", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = anchored(tale, redated(tale.log(), 2).anchor(3));
            return writer(tale.log())
                    .unjustifiedRefusalOfWholeLog(Strict.encode(notice), unknownAnchor(tale.log(), notice));
        });
        plain("refusal-of-an-anchor-to-come", 14, 6, "the anchor is over more entries than the refusal names", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice =
                    anchored(tale, tale.log().anchor(6).toBuilder().setSize(7).build());
            return writer(tale.log()).unjustifiedRefusal(Strict.encode(notice), unknownAnchor(tale.log(), notice));
        });
        plain(
                "refusal-of-a-text-by-a-root",
                22,
                6,
                "a text under a root's true signatures, as if they were false",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/root", text());
                    return writer(tale.log())
                            .unjustifiedRefusalOfWholeLog(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.SIGNATURE_INVALID.name()), notice));
                });
        plain(
                "refusal-of-a-text-by-chains",
                14,
                6,
                "the same, and what becomes of a text only the whole log shows",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/root", text());
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.SIGNATURE_INVALID.name()), notice));
                });
        plain(
                "refusal-of-a-text-for-another-reason",
                22,
                6,
                "a text that a desk may not bring, as if it had run out",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/watch", text());
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.VALIDITY_PASSED.name()), notice));
                });
        plain("refusal-of-an-assent-by-chains", 14, 6, "which texts an assent could name, chains don't show", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log()
                    .signed(
                            "UA/root",
                            Notice.newBuilder()
                                    .setCharter(LieCharter.pair().hash().byteString())
                                    .setCharterAssent(CharterAssent.newBuilder()
                                            .setCharter(LieCharter.pair().hash().byteString())));
            return writer(tale.log())
                    .unjustifiedRefusal(
                            Strict.encode(notice),
                            refusal(tale.log(), r -> r.setReason(Reason.NOT_ENTITLED.name()), notice));
        });
        plain(
                "refusal-that-names-no-signatures",
                14,
                6,
                "it does not say under which signatures the notice came",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = word(tale);
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), Refusal.Builder::clearSubmitted, notice));
                });
        plain(
                "refusal-with-governance-cut-off",
                14,
                6,
                "the file leaves out the governance entry that it names",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/watch", Says.report());
                    return changed(
                            writer(tale.log())
                                    .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice)),
                            f -> f.removeGovernance(1));
                });
        plain("refusal-beside-another-incident", 14, 6, "an honest refusal, and the report of another incident", () -> {
            Tale tale = Tale.plain();
            int other = tale.log().say("UA/watch", Says.report());
            SignedNotice notice =
                    tale.log().signed("UA/watch", Says.message(tale.log().id(other)));
            return changed(
                    writer(tale.log()).unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice)),
                    f -> f.clearEntries().addEntries(tale.log().proven(2, 7)));
        });
        plain("refusal-that-the-rules-give", 14, 6, "the tier is active", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
            return refused(tale, notice, Reason.TIER_ACTIVE, notice);
        });
        plain("refusal-at-the-hubs-own-discretion", 14, 6, "the hub says that its quota is used up", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return refused(tale, notice, Reason.QUOTA_EXCEEDED, notice);
        });
        plain(
                "refusal-of-other-signatures",
                14,
                6,
                "the same notice was sent with a false signature, and refused",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = word(tale);
                    SignedNotice sent = notice.toBuilder()
                            .setEd25519(notice.getEd25519()
                                    .substring(1)
                                    .concat(notice.getEd25519().substring(0, 1)))
                            .build();
                    return refused(tale, notice, Reason.SIGNATURE_INVALID, sent);
                });
        plain(
                "refusal-before-the-incident-went-on",
                14,
                6,
                "an honest refusal, and the incident without its end",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
                    byte[] honest = refused(tale, notice, Reason.TIER_ACTIVE, notice);
                    return changed(honest, f -> f.removeEntries(3));
                });
        plain("refusal-by-an-outsider", 12, 5, "the refusal is signed with an outsider's keys", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            tale.log().signedBy("log2");
            return new MisbehaviourWriter(
                            tale.log().source(), List.of(LieKeys.log("log").publicKey()), List.of())
                    .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice));
        });
    }

    private static SignedNotice anchored(Tale tale, Anchor anchor) {
        return tale.log().signed("UA/watch", Says.message("Hello").setAnchor(anchor));
    }

    private static SignedRefusal unknownAnchor(LieLog log, SignedNotice notice) {
        return refusal(log, r -> r.setReason(Reason.ANCHOR_UNKNOWN.name()), notice);
    }

    private static Notice.Builder text() {
        return Notice.newBuilder()
                .setCharterText(CharterText.newBuilder()
                        .setText(ByteString.copyFrom(
                                LieCharter.plain().successor().bytes())));
    }

    /** What UA might say next: a message, which the rules take. */
    private static SignedNotice word(Tale tale) {
        return tale.log().signed("UA/watch", Says.message(tale.incident()));
    }

    /** The log refuses for this reason what it was sent. */
    private static byte[] refused(Tale tale, SignedNotice notice, Reason reason, SignedNotice sent)
            throws RefusedException {
        return writer(tale.log())
                .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> r.setReason(reason.name()), sent));
    }

    static SignedRefusal refusal(LieLog log, Consumer<Refusal.Builder> change, SignedNotice sent) {
        int size = log.size();
        Refusal.Builder refusal = Refusal.newBuilder()
                .setOrigin(LieLog.ORIGIN)
                .setNotice(Sha256.of(sent.getNotice().toByteArray()).byteString())
                .setReason(Reason.INCIDENT_CLOSED.name())
                .setSentence("the incident is closed")
                .setSize(size)
                .setRoot(log.tree().head(size).root().byteString())
                .setRefusedAtMs(log.entry(size - 1).getAcceptedAtMs())
                .setSubmitted(Sha256.of(Strict.encode(sent)).byteString())
                .setGovernance(leafOf(log, 1));
        if (!LieLog.parse(
                        org.demarche.proto.v1.Notice.getDefaultInstance(),
                        sent.getNotice().toByteArray())
                .getIncident()
                .isEmpty()) {
            refusal.setIncidentLast(leafOf(log, size - 1));
        }
        change.accept(refusal);
        return new RefusalSigner(log.signer()).sign(refusal.build());
    }

    // States

    private void states() {
        plain("state-with-an-activation-that-nobody-carried", 22, 6, "tier 2 is shown active", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseState(activated(tale));
        });
        plain("state-with-an-activation-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseStateOfWholeLog(activated(tale));
        });
        plain("state-without-an-activation", 22, 6, "tier 1 is shown as not active", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(
                    tale,
                    s -> s.getStateBuilder()
                            .getTiersBuilder(0)
                            .clearActivatedAtMs()
                            .clearActivatedIndex());
            return writer(tale.log()).falseState(state);
        });
        plain("state-without-the-newest-word", 22, 6, "the state before UA concurred is shown behind that", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(tale, s -> s.setState(stateOf(tale.log(), tale.incident(), 5)));
            return writer(tale.log()).falseState(state);
        });
        plain("state-of-an-incident-that-nobody-opened", 22, 6, "no report opened it", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(
                    tale,
                    s -> s.getStateBuilder().setIncident(Sha256.of(new byte[1]).byteString()));
            return writer(tale.log()).falseStateOfWholeLog(state);
        });
        plain("state-of-what-is-no-hash", 22, 6, "the name of the incident is too short", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(tale, s -> s.getStateBuilder().setIncident(ByteString.copyFrom(new byte[31])));
            return writer(tale.log()).falseStateOfWholeLog(state);
        });
        plain("state-under-stale-governance", 22, 6, "the state names the charter, not the assent after it", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseState(state(tale, s -> s.setGovernance(leafOf(tale.log(), 0))));
        });
        plain("state-in-another-phase", 22, 6, "the incident is shown as closed", () -> {
            Tale tale = Tale.plain();
            SignedState state = state(tale, s -> s.getStateBuilder().setPhase(IncidentPhase.INCIDENT_PHASE_CLOSED));
            return writer(tale.log()).falseState(state);
        });
        plain("state-with-governance-cut-off", 14, 6, "an honest state, without GB's assent before it", () -> {
            Tale tale = Tale.plain();
            int assent = tale.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
            return changed(
                    writer(tale.log()).falseState(state(tale, s -> s.setGovernance(leafOf(tale.log(), assent)))),
                    f -> f.removeGovernance(2));
        });
        plain("state-beside-another-incident", 14, 6, "an honest state, and another incident", () -> {
            Tale tale = Tale.plain();
            int other = tale.log().say("UA/watch", Says.report());
            return changed(
                    writer(tale.log()).falseState(state(tale, s -> {})),
                    f -> f.clearEntries().addEntries(tale.log().proven(other, 7)));
        });
        plain("state-that-the-rules-give", 14, 6, "an honest state", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).falseState(state(tale, s -> {}));
        });
        plain("state-and-an-incident-cut-short", 14, 6, "an honest state, and the incident without its end", () -> {
            Tale tale = Tale.plain();
            return changed(writer(tale.log()).falseState(state(tale, s -> {})), f -> f.removeEntries(3));
        });
    }

    /** Tier 2 is shown active. */
    private static SignedState activated(Tale tale) {
        return state(
                tale,
                s -> s.getStateBuilder()
                        .getTiersBuilder(1)
                        .setActivatedAtMs(LieLog.START + 22 * MINUTE)
                        .setActivatedIndex(5));
    }

    private static SignedState state(Tale tale, Consumer<StateStatement.Builder> change) {
        LieLog log = tale.log();
        StateStatement.Builder statement = StateStatement.newBuilder()
                .setOrigin(LieLog.ORIGIN)
                .setSize(log.size())
                .setRoot(log.tree().head(log.size()).root().byteString())
                .setGovernance(leafOf(log, 1))
                .setState(stateOf(log, tale.incident(), log.size()));
        change.accept(statement);
        return new StateSigner(log.signer()).sign(statement.build());
    }

    /** What the rules give behind the first {@code size} entries. */
    private static IncidentState stateOf(LieLog log, Sha256 incident, int size) {
        Ledger.Batch batch = Ledger.empty().batch(new MemoryRegister(), SignatureVerifier.bouncyCastle());
        try {
            for (int i = 0; i < size; i++) {
                Entry entry = UnverifiedEntry.parse(log.source().entry(i)).fromOwnStore();
                batch.replay(entry).ifPresent(r -> {
                    throw new AssertionError(r);
                });
            }
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
        return batch.incident(incident).map(Incident::state).orElseThrow();
    }

    // Trust

    private void trust() {
        add(
                "lie-of-another-log",
                30,
                2,
                LieCharter.counted(),
                "the file is of a log that the reader does not trust",
                () -> {
                    Tale tale = Tale.plain();
                    return split(tale, word(redated(tale.log(), 5), 6));
                });
        add(
                "succession-two-heads",
                20,
                6,
                LieCharter.pair(),
                "two heads under the keys that version 2 gave the log",
                () -> {
                    LieLog log = succeeded();
                    LieLog other = redated(log, log.size() - 1);
                    return successionWriter(log)
                            .splitHistory(note(log, log.size()), word(other, log.size()), log.tree());
                });
        add(
                "succession-honest-heads",
                14,
                6,
                LieCharter.pair(),
                "honest heads, before and after the log changed its keys",
                () -> {
                    LieLog log = succeeded();
                    ByteString before = ByteString.copyFrom(log.checkpoint(3, LieLog.ORIGIN, LieKeys.log("log")));
                    return successionWriter(log)
                            .splitHistory(note(log, log.size()), new Word.Checkpoint(before), log.tree());
                });
        add(
                "succession-head-by-replaced-keys",
                12,
                5,
                LieCharter.pair(),
                "the other head bears the keys that version 2 replaced",
                () -> {
                    LieLog log = succeeded();
                    ByteString other = ByteString.copyFrom(
                            redated(log, log.size() - 1).checkpoint(log.size(), LieLog.ORIGIN, LieKeys.log("log")));
                    return successionWriter(log)
                            .splitHistory(note(log, log.size()), new Word.Checkpoint(other), log.tree());
                });
        plain("log-that-begins-without-a-charter", 30, 2, "entry 0 is a message", () -> {
            LieLog log = LieLog.of(LieCharter.plain());
            SignedNotice message = log.signed("UA/watch", Says.message("Hello"));
            LieLog other = log.changed(0, e -> e.setNotice(message));
            return writer(other).refusedEntryOfWholeLog(note(other, 1));
        });
        add("succession-text-left-out", 30, 2, LieCharter.pair(), "the text of version 2 is left out", () -> {
            LieLog log = succeeded();
            return changed(
                    successionWriter(log)
                            .splitHistory(
                                    note(log, log.size()), word(redated(log, log.size() - 1), log.size()), log.tree()),
                    MisbehaviourFile.Builder::clearCharters);
        });
        plain("entry-of-another-log", 14, 3, "an entry of another history is put among those under the head", () -> {
            Tale tale = Tale.plain();
            LieLog other = redated(tale.log(), 5);
            return changed(
                    writer(tale.log()).misdatedEntry(note(tale.log(), 6), List.of(5L)),
                    f -> f.getEntriesBuilder(0)
                            .setEntry(ByteString.copyFrom(other.source().entry(5))));
        });
        plain("version-of-the-future", 11, 1, "the version says 2", () -> {
            Tale tale = Tale.plain();
            return changed(writer(tale.log()).misdatedEntry(note(tale.log(), 6), List.of(5L)), f -> f.setVersion(2));
        });
        plain("no-lie", 10, 1, "it does not say what the log did", () -> {
            Tale tale = Tale.plain();
            return changed(
                    writer(tale.log()).misdatedEntry(note(tale.log(), 6), List.of(5L)),
                    MisbehaviourFile.Builder::clearLie);
        });
    }

    /** Version 2 has given the log other keys, and UA has spoken under it. */
    private static LieLog succeeded() {
        LieCharter next = LieCharter.pair().successor().withLog("log2");
        LieLog log = Tale.joined(LieCharter.pair());
        log.at(2 * MINUTE).assent("UA/root", next);
        log.assent("GB/root", next);
        log.under(next).signedBy("log2").at(3 * MINUTE).say("UA/watch", Says.message("Hello"));
        return log;
    }

    private static MisbehaviourWriter successionWriter(LieLog log) {
        return new MisbehaviourWriter(
                log.source(),
                List.of(LieKeys.log("log").publicKey(), LieKeys.log("log2").publicKey()),
                List.of());
    }

    // Parts

    private static MisbehaviourWriter writer(LieLog log) {
        return new MisbehaviourWriter(log.source(), List.of(LieKeys.log("log").publicKey()), List.of());
    }

    private static ByteString note(LieLog log, int size) {
        return ByteString.copyFrom(log.checkpoint(size));
    }

    private static Word word(LieLog log, int size) {
        return new Word.Checkpoint(note(log, size));
    }

    /** The same log, with one entry dated a millisecond later. */
    private static LieLog redated(LieLog log, int index) {
        return log.changed(index, e -> e.setAcceptedAtMs(e.getAcceptedAtMs() + 1));
    }

    private static ByteString leafOf(LieLog log, int index) {
        return Merkle.leaf(log.source().entry(index)).byteString();
    }

    private static List<ByteString> hashes(List<Sha256> proof) {
        return proof.stream().map(Sha256::byteString).toList();
    }

    private static byte[] changed(byte[] file, Consumer<MisbehaviourFile.Builder> change) {
        MisbehaviourFile.Builder builder = LieLog.parse(MisbehaviourFile.getDefaultInstance(), file).toBuilder();
        change.accept(builder);
        return Strict.encode(builder.build());
    }
}

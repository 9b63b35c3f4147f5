package org.demarche.lies;

import static org.demarche.lies.LieLog.HOUR;
import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.note;
import static org.demarche.lies.LogParts.writer;

import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;

/** Entries that the rules refuse. */
final class CaughtEntries {
    private CaughtEntries() {}

    static void tell(CaughtLies lies) {
        lies.plain("entry-that-the-rules-refuse", 22, 6, "tier 1 is proposed again while it is active", () -> {
            LieLog log = proposedAgain();
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        lies.plain("entry-that-the-rules-refuse-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            LieLog log = proposedAgain();
            return writer(log).refusedEntryOfWholeLog(note(log, 7));
        });
        lies.plain(
                "notice-under-a-key-that-was-never-brought",
                22,
                6,
                "GB has not assented, so its key is not in force",
                () -> {
                    LieLog log = Tale.plain().log();
                    log.say("GB/watch", Says.message("Hello"));
                    return writer(log).refusedEntry(note(log, 7), 6);
                });
        lies.plain("notice-that-its-author-did-not-sign", 22, 6, "a signature of the notice is false", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice signed = log.signed("UA/watch", Says.message("Hello"));
            log.take(signed.toBuilder()
                    .setEd25519(log.signed("UA/watch", Says.message("Hi")).getEd25519())
                    .build());
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        lies.plain("entry-that-says-another-index", 22, 6, "entry 6 says that it is entry 9", () -> {
            LieLog log = Tale.plain().log();
            log.append(
                    LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message("Hello"))),
                    false,
                    e -> e.setIndex(9));
            return writer(log).refusedEntryOfWholeLog(note(log, 7));
        });
        lies.plain(
                "entry-taken-a-day-late", 21, 6, "a notice that had run out, as an entry that the rules refuse", () -> {
                    LieLog log = Tale.plain().log();
                    SignedNotice early = log.signed("UA/watch", Says.message("Hello"));
                    log.at(24 * HOUR).take(early);
                    return writer(log).refusedEntry(note(log, 7), 6);
                });
        lies.plain("assent-to-what-governs", 22, 6, "UA assents once more to the charter that governs", () -> {
            LieLog log = Tale.plain().log();
            log.assent("UA/root", LieCharter.plain());
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        lies.plain("key-change-of-nothing", 22, 6, "UA changes no key", () -> {
            LieLog log = Tale.plain().log();
            log.govern("UA/root", Notice.newBuilder().setKeyChange(KeyChange.getDefaultInstance()));
            return writer(log).refusedEntry(note(log, 7), 6);
        });
        lies.plain(
                "governance-amid-an-incident", 22, 6, "tier 1 is proposed again, and GB assented before that", () -> {
                    Tale tale = Tale.plain();
                    tale.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
                    tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
                    return writer(tale.log()).refusedEntry(note(tale.log(), 8), 7);
                });
        lies.plain("entry-refused-before-the-last", 14, 4, "the entry that the rules refuse is not the last", () -> {
            Tale tale = Tale.plain();
            tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
            tale.log().say("UA/watch", Says.message(tale.incident()));
            return writer(tale.log()).refusedEntry(note(tale.log(), 8), 7);
        });
        lies.plain("one-notice-of-an-incident", 14, 6, "an honest word, without the incident before it", () -> {
            LieLog log = Tale.plain().log();
            return changed(
                    writer(log).refusedEntry(note(log, 6), 5),
                    f -> f.removeEntries(0).removeEntries(0).removeEntries(0));
        });
        lies.plain("two-incidents-as-one", 14, 4, "an honest incident, and the report of another", () -> {
            LieLog log = Tale.plain().log();
            int other = log.say("UA/watch", Says.report());
            return changed(writer(log).refusedEntry(note(log, 7), 5), f -> f.addEntries(log.proven(other, 7)));
        });
        lies.plain("entries-that-the-rules-take", 14, 6, "an honest incident", () -> {
            LieLog log = Tale.plain().log();
            return writer(log).refusedEntry(note(log, 6), 5);
        });
        lies.plain("whole-log-that-the-rules-take", 14, 6, "an honest log", () -> {
            LieLog log = Tale.plain().log();
            return writer(log).refusedEntryOfWholeLog(note(log, 6));
        });
        lies.plain("incident-cut-in-the-middle", 14, 6, "an honest incident without its message", () -> {
            LieLog log = Tale.plain().log();
            return changed(writer(log).refusedEntry(note(log, 6), 5), f -> f.removeEntries(2));
        });
        lies.plain("incident-without-its-report", 14, 4, "an honest incident without its report", () -> {
            LieLog log = Tale.plain().log();
            return changed(writer(log).refusedEntry(note(log, 6), 5), f -> f.removeEntries(0));
        });
        lies.plain("governance-cut-off", 14, 6, "an honest notice, and governance without the assent before it", () -> {
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
}

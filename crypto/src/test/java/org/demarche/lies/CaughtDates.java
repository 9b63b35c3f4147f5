package org.demarche.lies;

import static org.demarche.lies.LieLog.HOUR;
import static org.demarche.lies.LieLog.MINUTE;
import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.note;
import static org.demarche.lies.LogParts.writer;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.key.LogPublicKey;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.RefusedException;

/** Entries dated beyond their bounds. */
final class CaughtDates {
    private CaughtDates() {}

    static void tell(CaughtLies lies) {
        lies.plain("date-before-an-earlier-entry", 21, 6, "an entry is dated before the one before it", () -> {
            LieLog log = Tale.plain().log();
            log.at(5 * MINUTE).say("UA/watch", Says.message("Hello"));
            return writer(log).misdatedEntry(note(log, 7), List.of(5L, 6L));
        });
        lies.plain("date-before-it-was-signed", 21, 6, "a notice was logged a minute before it was signed", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice later = log.at(31 * MINUTE).signed("UA/watch", Says.message("Hello"));
            log.at(30 * MINUTE).take(later);
            return writer(log).misdatedEntry(note(log, 7), List.of(6L));
        });
        lies.plain("date-after-it-was-valid", 21, 6, "a notice was logged after it had run out", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice early = log.signed("UA/watch", Says.message("Hello"));
            log.at(5 * HOUR).take(early);
            return writer(log).misdatedEntry(note(log, 7), List.of(6L));
        });
        lies.plain("date-under-the-charter-of-then", 21, 6, "the same, and what was said of governance since", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice later = log.at(31 * MINUTE).signed("UA/watch", Says.message("Hello"));
            log.at(30 * MINUTE).take(later);
            log.assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
            return changed(
                    writer(log).misdatedEntry(note(log, 8), List.of(6L)), f -> f.addGovernance(log.proven(7, 8)));
        });
        lies.plain("dates-at-their-bounds", 14, 6, "an entry of the moment of the one before, signed 5 s ahead", () -> {
            LieLog log = Tale.plain().log();
            SignedNotice ahead = log.at(30 * MINUTE).signed("UA/watch", Says.message("Hello"));
            log.at(30 * MINUTE - 5_000).say("UA/watch", Says.message("Hi"));
            log.take(ahead);
            return writer(log).misdatedEntry(note(log, 8), List.of(6L, 7L));
        });
        lies.plain(
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
        lies.add(
                "date-ahead-of-witnesses",
                21,
                6,
                LieCharter.witnessed(),
                "two of three witnesses had seen it before",
                () -> {
                    LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
                    return witnessed(log, 22 * MINUTE - 6_000, "UA-w", "GB-w");
                });
        lies.add(
                "date-seen-by-one-witness",
                14,
                6,
                LieCharter.witnessed(),
                "one witness saw it before, and one may lie",
                () -> {
                    LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
                    return witnessed(log, 22 * MINUTE - 6_000, "UA-w");
                });
        lies.add("date-within-the-second", 14, 6, LieCharter.witnessed(), "witnesses state whole seconds", () -> {
            LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
            return witnessed(log, 22 * MINUTE - 5_000, "UA-w", "GB-w");
        });
        lies.plain("dates-that-fit", 14, 6, "honest entries", () -> {
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
}

package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;
import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.note;
import static org.demarche.lies.LogParts.redated;
import static org.demarche.lies.LogParts.split;
import static org.demarche.lies.LogParts.word;
import static org.demarche.lies.LogParts.writer;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.SignedNotice;

/** Files about logs that the reader does not trust, or trusts by another charter, and files that say nothing. */
final class CaughtStrangers {
    private CaughtStrangers() {}

    static void tell(CaughtLies lies) {
        lies.add(
                "lie-of-another-log",
                30,
                2,
                LieCharter.counted(),
                "the file is of a log that the reader does not trust",
                () -> {
                    Tale tale = Tale.plain();
                    return split(tale, word(redated(tale.log(), 5), 6));
                });
        LieCharter second = LieCharter.plain().successor();
        lies.add(
                "log-that-begins-with-version-2",
                30,
                2,
                second,
                "the log begins with a charter that replaces another, and the reader trusts it",
                () -> {
                    Tale tale = Tale.told(Tale.adopted(second));
                    return split(tale, word(redated(tale.log(), 5), 6));
                });
        lies.add(
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
        lies.add(
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
        lies.add(
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
        lies.plain("log-that-begins-without-a-charter", 30, 2, "entry 0 is a message", () -> {
            LieLog log = LieLog.of(LieCharter.plain());
            SignedNotice message = log.signed("UA/watch", Says.message("Hello"));
            LieLog other = log.changed(0, e -> e.setNotice(message));
            return writer(other).refusedEntryOfWholeLog(note(other, 1));
        });
        lies.add("succession-text-left-out", 30, 2, LieCharter.pair(), "the text of version 2 is left out", () -> {
            LieLog log = succeeded();
            return changed(
                    successionWriter(log)
                            .splitHistory(
                                    note(log, log.size()), word(redated(log, log.size() - 1), log.size()), log.tree()),
                    MisbehaviourFile.Builder::clearCharters);
        });
        lies.plain(
                "entry-of-another-log", 14, 3, "an entry of another history is put among those under the head", () -> {
                    Tale tale = Tale.plain();
                    LieLog other = redated(tale.log(), 5);
                    return changed(
                            writer(tale.log()).misdatedEntry(note(tale.log(), 6), List.of(5L)),
                            f -> f.getEntriesBuilder(0)
                                    .setEntry(ByteString.copyFrom(other.source().entry(5))));
                });
        lies.plain("version-of-the-future", 11, 1, "the version says 2", () -> {
            Tale tale = Tale.plain();
            return changed(writer(tale.log()).misdatedEntry(note(tale.log(), 6), List.of(5L)), f -> f.setVersion(2));
        });
        lies.plain("no-lie", 10, 1, "it does not say what the log did", () -> {
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
}

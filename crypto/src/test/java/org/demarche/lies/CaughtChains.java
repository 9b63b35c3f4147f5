package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;
import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.leafOf;
import static org.demarche.lies.LogParts.note;
import static org.demarche.lies.LogParts.writer;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.LogEntry;

/** Incident and governance chains that are broken. */
final class CaughtChains {
    private CaughtChains() {}

    static void tell(CaughtLies lies) {
        lies.plain(
                "incident-entry-passed-over", 22, 6, "two entries name the same predecessor in their incident", () -> {
                    Tale tale = Tale.plain();
                    LieLog log = pointing(tale, e -> e.setIncidentPrevious(leafOf(tale.log(), 3)));
                    return writer(log).brokenChain(note(log, 7), List.of(4L, 6L), false);
                });
        lies.plain("incident-pointer-to-nothing", 22, 6, "an entry names a predecessor that is not in the log", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(
                    tale, e -> e.setIncidentPrevious(Sha256.of(new byte[1]).byteString()));
            return writer(log).brokenChain(note(log, 7), List.of(6L), true);
        });
        lies.plain("incident-pointer-left-out", 22, 6, "an entry of an incident names no predecessor", () -> {
            LieLog log = pointing(Tale.plain(), LogEntry.Builder::clearIncidentPrevious);
            return writer(log).brokenChain(note(log, 7), List.of(6L), false);
        });
        lies.plain(
                "incident-pointer-to-governance",
                22,
                6,
                "an entry names the charter's assent as its predecessor",
                () -> {
                    Tale tale = Tale.plain();
                    LieLog log = pointing(tale, e -> e.setIncidentPrevious(leafOf(tale.log(), 1)));
                    return writer(log).brokenChain(note(log, 7), List.of(1L, 6L), false);
                });
        lies.plain("governance-pointer-stale", 22, 6, "an entry passes over the newest governance entry", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setGovernance(leafOf(tale.log(), 0)));
            return writer(log).brokenChain(note(log, 7), List.of(0L, 1L, 6L), false);
        });
        lies.plain("governance-pointer-to-a-notice", 22, 6, "an entry names a message as what governs", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setGovernance(leafOf(tale.log(), 4)));
            return writer(log).brokenChain(note(log, 7), List.of(4L, 6L), false);
        });
        lies.plain(
                "governance-pointer-to-nothing", 22, 6, "an entry names as what governs what is not in the log", () -> {
                    LieLog log = pointing(
                            Tale.plain(),
                            e -> e.setGovernance(Sha256.of(new byte[1]).byteString()));
                    return writer(log).brokenChain(note(log, 7), List.of(6L), true);
                });
        lies.plain("governance-pointer-left-out", 22, 6, "an entry names nothing as what governs", () -> {
            LieLog log = pointing(Tale.plain(), LogEntry.Builder::clearGovernance);
            return writer(log).brokenChain(note(log, 7), List.of(6L), false);
        });
        lies.plain(
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
        lies.plain("chain-broken-by-the-whole-log", 22, 6, "a broken chain, shown by every entry", () -> {
            Tale tale = Tale.plain();
            LieLog log = pointing(tale, e -> e.setIncidentPrevious(leafOf(tale.log(), 3)));
            return writer(log).refusedEntryOfWholeLog(note(log, 7));
        });
        lies.plain("chains-that-are-whole", 14, 6, "an honest entry, its predecessor, and all leaves", () -> {
            Tale tale = Tale.plain();
            return writer(tale.log()).brokenChain(note(tale.log(), 6), List.of(0L, 1L, 2L, 3L, 4L, 5L), true);
        });
        lies.plain(
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
        lies.plain("leaves-of-another-size", 14, 6, "the leaves are not all those under the head", () -> {
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
}

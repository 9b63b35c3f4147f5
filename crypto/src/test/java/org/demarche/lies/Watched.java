package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EvidenceBundle;

/**
 * A tale under a charter with witnesses: tier 1 has waited a day when the hub's own entry, or the last word, shows it.
 *
 * @param log the log
 * @param incident the incident
 * @param start index of the entry that started the clock
 * @param endedAt when the last entry was taken, in milliseconds since the zero hour
 */
record Watched(LieLog log, Sha256 incident, int start, long endedAt) {
    static final String[] TWO = {"UA-w", "GB-w"};

    private static final String[] ALL = {"UA-w", "GB-w", "FR-w"};
    private static final long DAY = 24 * LieLog.HOUR;

    /** When the clock starts, in milliseconds since the zero hour. */
    static final long STARTED = 10 * MINUTE;

    /** Tier 1 waits from the report. */
    static Watched tale() {
        Watched waiting = untilNoon();
        long end = STARTED + DAY + MINUTE;
        waiting.log.at(end).mark(waiting.incident);
        return new Watched(waiting.log, waiting.incident, waiting.start, end);
    }

    /** The same up to UA's word: the day is not over. */
    static Watched untilNoon() {
        Tale tale = Tale.proposed(Tale.adopted(LieCharter.witnessed()).witnessedBy(ALL));
        tale.concur("UA/watch");
        return new Watched(tale.log(), tale.incident(), tale.report(), STARTED);
    }

    /** Tier 1 waits from the finding, which UA withdraws in the entry that shows the activation. */
    static Watched ofFinding() {
        LieLog log =
                Tale.adopted(LieCharter.witnessedFinding()).witnessedBy(ALL).at(MINUTE);
        Sha256 incident = log.id(log.say("UA/watch", Says.report()));
        int found = log.at(STARTED).say("UA/watch", Says.confirm(incident));
        Sha256 proposal = log.id(log.say("UA/watch", Says.propose(incident, 1)));
        log.say("UA/watch", Says.concur(incident, proposal));
        long end = STARTED + DAY + MINUTE;
        log.at(end).say("UA/watch", Says.refute(incident));
        return new Watched(log, incident, found, end);
    }

    /** Then UA proposes tier 2, which requires tier 1, and concurs. */
    Watched tierTwo() {
        long end = endedAt + MINUTE;
        int proposal = log.at(end).say("UA/watch", Says.propose(incident, 2));
        log.say("UA/watch", Says.concur(incident, log.id(proposal)));
        return new Watched(log, incident, start, end);
    }

    /** Then UA stands tier 1 down. */
    Watched stoodDown() {
        long end = endedAt + MINUTE;
        int proposal = log.at(end).say("UA/watch", Says.standDown(incident, 1));
        log.say("UA/watch", Says.concur(incident, log.id(proposal)));
        return new Watched(log, incident, start, end);
    }

    /** The true bundle. */
    EvidenceBundle.Builder bundle() {
        return cosigned().addClockStarts(log.clockStart(start + 1, STARTED, TWO));
    }

    /** The same without a head close to the start of the clock. */
    EvidenceBundle.Builder cosigned() {
        return cosigned(endedAt, TWO);
    }

    EvidenceBundle.Builder cosigned(long atMs, String... names) {
        return log.incident(incident)
                .setCheckpoint(ByteString.copyFrom(log.cosigned(log.checkpoint(log.size()), atMs, names)));
    }
}

package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.EvidenceBundle;

/** Results that rest on the starts of two clocks, and heads under charters that name different witnesses. */
final class ClockLies {
    private static final String EACH = "each clock that the result rests on must have been seen starting";
    private static final String ITS_OWN =
            "a head bears the lines of the witnesses whom the charter names that governs there";
    private static final String ORDER = "heads stand by size, each once";
    private static final String[] OLD = {"UA-w", "GB-w"};
    private static final String[] NEW = {"UA-v", "GB-v"};
    private static final long DAY = 24 * LieLog.HOUR;

    private ClockLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.twoClocks(), "tier 2");
        lies.tell(
                "honest-two-clocks",
                Liar.NOBODY,
                0,
                0,
                "tier 2 waited a day from the second start of the clock, tier 1 from the first; witnesses saw both",
                "all of it is true",
                () -> TwoClocks.tale().bundle(true, true));
        lies.tell(
                "second-clock-unseen",
                Liar.HUB,
                31,
                7,
                "of two starts of the clock witnesses saw only the first",
                EACH,
                () -> TwoClocks.tale().bundle(true, false));
        lies.tell(
                "first-clock-unseen",
                Liar.HUB,
                31,
                7,
                "of two starts of the clock witnesses saw only the second",
                EACH,
                () -> TwoClocks.tale().bundle(false, true));
        lies.about(LieCharter.witnessed(), "notice");
        lies.tell(
                "clock-starts-reordered", Liar.OUTSIDER, 10, 1, "two further heads have changed places", ORDER, () -> {
                    LieLog log = WitnessLies.morning();
                    return WitnessLies.seen(OLD)
                            .addClockStarts(log.clockStart(2, MINUTE))
                            .addClockStarts(log.clockStart(1, MINUTE));
                });
        lies.tell("clock-start-twice", Liar.OUTSIDER, 10, 1, "a further head stands twice", ORDER, () -> {
            ClockStart start = WitnessLies.morning().clockStart(2, MINUTE);
            return WitnessLies.seen(OLD).addClockStarts(start).addClockStarts(start);
        });
        lies.about(LieCharter.witnessed(), "tier 1");
        lies.tell(
                "honest-witnesses-replaced",
                Liar.NOBODY,
                0,
                0,
                "version 2 names other witnesses; the old ones saw the report, the new ones the end",
                "all of it is true",
                () -> replaced(OLD, NEW));
        lies.tell(
                "clock-start-seen-by-later-witnesses",
                Liar.HUB,
                12,
                5,
                "version 2 names other witnesses; they saw the report, which stands before it",
                ITS_OWN,
                () -> replaced(NEW, NEW));
        lies.tell(
                "head-seen-by-replaced-witnesses",
                Liar.HUB,
                12,
                5,
                "version 2 names other witnesses; the old ones saw the end",
                ITS_OWN,
                () -> replaced(OLD, OLD));
    }

    /** After the report UA adopts version 2 with other witnesses, and tier 1 waits out its day. */
    private static EvidenceBundle.Builder replaced(String[] atStart, String[] atEnd) {
        LieCharter next = LieCharter.rewitnessed();
        LieLog log = Tale.adopted(LieCharter.witnessed()).witnessedBy("UA-w", "GB-w", "FR-w", "UA-v", "GB-v", "FR-v");
        int report = log.at(Watched.STARTED).say("UA/watch", Says.report());
        Sha256 incident = log.id(report);
        log.at(Watched.STARTED + MINUTE).assent("UA/root", next);
        log.under(next);
        Sha256 proposal = log.id(log.say("UA/watch", Says.propose(incident, 1)));
        log.say("UA/watch", Says.concur(incident, proposal));
        long end = Watched.STARTED + DAY + MINUTE;
        log.at(end).mark(incident);
        return log.incident(incident)
                .setCheckpoint(ByteString.copyFrom(log.cosigned(log.checkpoint(log.size()), end, atEnd)))
                .addClockStarts(log.clockStart(report + 1, Watched.STARTED, atStart));
    }

    /**
     * Tier 1 waits a day from a finding, which is withdrawn when it is over and confirmed anew; then tier 2, which requires tier 1, waits another day.
     *
     * @param log the log
     * @param incident the incident
     * @param first index of the finding that started the clock
     * @param second index of the finding that started it anew
     */
    private record TwoClocks(LieLog log, Sha256 incident, int first, int second) {
        private static final long SECOND = Watched.STARTED + DAY + 2 * MINUTE;
        private static final long END = SECOND + DAY + MINUTE;

        static TwoClocks tale() {
            LieLog log = Tale.adopted(LieCharter.twoClocks())
                    .witnessedBy("UA-w", "GB-w", "FR-w")
                    .at(MINUTE);
            Sha256 incident = log.id(log.say("UA/watch", Says.report()));
            int first = log.at(Watched.STARTED).say("UA/watch", Says.confirm(incident));
            propose(log, incident, 1);
            log.at(SECOND - MINUTE).say("UA/watch", Says.refute(incident));
            int second = log.at(SECOND).say("UA/watch", Says.confirm(incident));
            propose(log, incident, 2);
            log.at(END).mark(incident);
            return new TwoClocks(log, incident, first, second);
        }

        private static void propose(LieLog log, Sha256 incident, int tier) {
            Sha256 proposal = log.id(log.say("UA/watch", Says.propose(incident, tier)));
            log.say("UA/watch", Says.concur(incident, proposal));
        }

        EvidenceBundle.Builder bundle(boolean firstSeen, boolean secondSeen) {
            EvidenceBundle.Builder bundle = log.incident(incident)
                    .setCheckpoint(ByteString.copyFrom(log.cosigned(log.checkpoint(log.size()), END, OLD)));
            if (firstSeen) {
                bundle.addClockStarts(log.clockStart(first + 1, Watched.STARTED, OLD));
            }
            if (secondSeen) {
                bundle.addClockStarts(log.clockStart(second + 1, SECOND, OLD));
            }
            return bundle;
        }
    }
}

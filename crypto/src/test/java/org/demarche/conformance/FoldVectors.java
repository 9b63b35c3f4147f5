package org.demarche.conformance;

import static org.demarche.conformance.Teller.DAY;
import static org.demarche.conformance.Teller.HOUR;
import static org.demarche.conformance.Teller.MINUTE;

import org.demarche.hash.Sha256;
import org.demarche.lies.LieCharter;
import org.demarche.lies.Says;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.Position;

/** Logs that hold, with every incident's state after every entry. */
final class FoldVectors {
    private static final String REPLAY = "fold/replay";

    private final Vectors vectors;

    private FoldVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        FoldVectors told = new FoldVectors(vectors);
        told.small();
        told.positions();
        told.findings();
        told.time();
        told.answers();
        told.pledges();
        told.endings();
        told.governance();
        told.corners();
    }

    private void story(String name, String about, Teller teller) {
        vectors.accept(REPLAY, name, about, teller.given());
    }

    private static Teller plain() {
        return Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
    }

    private static Teller counted() {
        return Teller.adopted(LieCharter.counted()).at(10 * MINUTE);
    }

    private static Teller busy() {
        return Teller.adopted(StoryCharter.text()).at(10 * MINUTE);
    }

    private void small() {
        story("genesis-alone", "Entry 0, which nobody has assented to", new Teller(LieCharter.plain()));
        story("adopted", "UA assents, and the charter is in force", plain());
        Teller told = plain();
        told.report();
        story("report", "A report opens an incident, whose clock runs", told);
        told = plain();
        Sha256 incident = told.report();
        Sha256 proposal = told.at(20 * MINUTE).say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        story("tier-activated", "UA proposes and concurs: tier 1 is active", told);
        told = plain();
        told.say("UA/watch", Says.message("To whom it may concern"));
        told.say("UA/watch", Says.message("And again"));
        story("messages-outside-incidents", "Messages belong to no incident", told);
        told = plain();
        incident = told.report();
        Sha256 other = told.at(11 * MINUTE).report();
        told.at(12 * MINUTE).say("UA/watch", Says.propose(other, 1));
        told.at(13 * MINUTE).say("UA/watch", Says.message(incident));
        story("two-incidents", "An entry moves its own incident alone", told);
        told = plain();
        incident = told.report();
        told.say("UA/watch", Says.in(incident).setViolationReport(Says.report().getViolationReport()));
        story("report-joins", "A report with an incident joins it, and opens none", told);
        told = plain();
        incident = told.report();
        Sha256 message = told.say("UA/watch", Says.message(incident));
        told.say("UA/watch", Teller.correction(message).setIncident(incident.byteString()));
        told.say("UA/watch", Says.position(incident, message, Position.POSITION_RECEIVED));
        story("correction-and-receipt", "They change nothing", told);
    }

    private void positions() {
        Teller told = counted();
        Sha256 incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("FR/watch", Says.decline(incident, proposal));
        told.at(12 * MINUTE).say("GB/watch", Says.concur(incident, proposal));
        told.say("FR/watch", Says.concur(incident, proposal));
        story("two-of-three", "UA and GB concur, FR declines; its later word is shown without effect", told);
        told = counted();
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("UA/watch", Says.decline(incident, proposal));
        told.say("GB/watch", Says.concur(incident, proposal));
        told.say("FR/watch", Says.concur(incident, proposal));
        story("last-word-counts", "UA concurs, then declines; GB and FR carry it", told);
        told = new Teller(LieCharter.twoDesks());
        told.log().assent("UA/root", LieCharter.twoDesks(), "UA/root", "UA/watch", "UA/watch2", "UA/minister");
        told.at(10 * MINUTE);
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("UA/watch2", Says.concur(incident, proposal));
        told.say("UA/minister", Says.decline(incident, proposal));
        told.say("UA/minister", Says.concur(incident, proposal));
        story(
                "two-desks",
                "Two keys of one desk are one; a desk that declines stops its party; two desks carry it",
                told);
    }

    private void findings() {
        Teller told = busy();
        Sha256 incident = told.report();
        told.at(11 * MINUTE).say("UA/watch", Says.confirm(incident));
        told.at(12 * MINUTE).say("GB/watch", Says.confirm(incident));
        told.at(13 * MINUTE).say("UA/watch", Says.refute(incident));
        told.at(14 * MINUTE).say("GB/watch", Says.refute(incident));
        told.at(15 * MINUTE).say("UA/watch", Says.confirm(incident));
        story("finding-lost-and-found", "The clock stops when the finding is lost, and starts anew", told);
        told = busy();
        incident = told.report();
        told.at(11 * MINUTE).say("UA/watch", Says.refute(incident));
        story("finding-refuted-first", "Who withdraws a word that was never said changes nothing", told);
        told = busy();
        incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("GB/watch", Says.concur(incident, proposal));
        told.at(20 * MINUTE).say("UA/watch", Says.confirm(incident));
        story("gate-opens-by-a-finding", "The quorum waits for the gate; the finding activates the tier", told);
        told = busy();
        incident = told.report();
        told.at(11 * MINUTE).say("UA/watch", Says.confirm(incident));
        told.say("UA/watch", Says.propose(incident, 2));
        told.say("UA/watch", Says.propose(incident, 1));
        told.at(12 * MINUTE).say("UA/watch", Says.refute(incident));
        story(
                "clock-stops-proposals",
                "With the clock lapses the activation of a tier that waits, not the other",
                told);
    }

    private void time() {
        LieCharter waiting = LieCharter.plain()
                .with("lapses_after = \"24h\"", "not_before = \"24h\"\nlapses_after = \"24h\"")
                .named("waiting-plain");
        Teller told = Teller.byUa(waiting).at(10 * MINUTE);
        Sha256 incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.at(DAY + 10 * MINUTE - 1).say("UA/watch", Says.message(incident));
        told.at(DAY + 10 * MINUTE).say("UA/watch", Says.message(incident));
        story(
                "time-gate-at-its-instant",
                "A millisecond before the gate is shut; at the instant the tier activates",
                told);
        told = Teller.byUa(waiting).at(10 * MINUTE);
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.at(2 * DAY).log().mark(incident);
        told.at(2 * DAY + 1).say("UA/watch", Says.propose(incident, 2));
        story("time-mark", "The hub's entry makes visible that the tier activated a day ago", told);
        told = plain();
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.at(DAY + 10 * MINUTE).log().mark(incident);
        Sha256 again = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, again));
        story(
                "proposal-lapses-and-comes-again",
                "At its deadline it lapses; anew the positions begin from nothing",
                told);
        told = Teller.byUa(waiting).at(10 * MINUTE);
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.at(2 * DAY + 10 * MINUTE - 1).say("UA/watch", Says.concur(incident, proposal));
        story("deadline-counts-from-the-gate", "Who waits for a gate has the time from its opening", told);
        told = Teller.byUa(LieCharter.plain()
                        .with("rules    = 1\n", "rules    = 1\ntime_scale = 7\n")
                        .with("lapses_after = \"24h\"", "not_before = \"24h\"\nlapses_after = \"24h\""))
                .at(10 * MINUTE);
        incident = told.report();
        told.say("UA/watch", Says.propose(incident, 1));
        story("time-scale", "Durations of an exercise are divided, and rounded up", told);
    }

    private void answers() {
        Teller told = active();
        told.at(3 * HOUR).log().mark(last(told));
        told.at(4 * HOUR).say("GB/watch", Teller.warning(last(told)));
        told.at(5 * HOUR).say("UA/watch", Teller.measures(last(told)));
        story(
                "overdue-until-answered",
                "Two hours after the clock's start the tier is overdue, until both deeds are done",
                told);
        told = active();
        told.say("GB/watch", Teller.warning(last(told)));
        told.say("UA/watch", Teller.measures(last(told)));
        told.at(3 * HOUR).say("UA/watch", Says.message(last(told)));
        story("answered-in-time", "Both deeds are done: nothing is overdue", told);
        told = busy();
        Sha256 incident = told.report();
        told.at(11 * MINUTE).say("UA/watch", Says.confirm(incident));
        told.at(3 * HOUR).log().mark(incident);
        told.at(4 * HOUR).say("UA/watch", Says.refute(incident));
        story(
                "overdue-while-the-clock-runs",
                "A tier that was never activated is overdue too, while the clock runs",
                told);
    }

    /** Tier 1 of the story charter is active, its deeds not done. */
    private static Teller active() {
        Teller told = busy();
        Sha256 incident = told.report();
        told.at(11 * MINUTE).say("UA/watch", Says.confirm(incident));
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("GB/watch", Says.concur(incident, proposal));
        return told;
    }

    /** The incident of the report, which is the first entry behind the assents. */
    private static Sha256 last(Teller told) {
        return told.log().id(4);
    }

    private void pledges() {
        Teller told = waitingForPledge();
        Sha256 pledge = told.at(30 * HOUR).govern("UA/watch", Teller.pledge("Assent of the parliament"));
        told.at(31 * HOUR).govern("UA/watch", Teller.met(pledge, 1));
        story("pledge-opens-a-gate", "When its condition is met, the pledge activates the tier", told);
        told = waitingForPledge();
        told.at(26 * HOUR)
                .govern(
                        "UA/watch",
                        Teller.pledge(Pledge.newBuilder()
                                .setFromMs(start() + 30 * HOUR)
                                .setUntilMs(start() + 32 * HOUR)));
        told.at(29 * HOUR).say("UA/watch", Says.message(last(told)));
        told.at(40 * HOUR).log().mark(last(told));
        story(
                "pledge-from-a-later-instant",
                "The pledge begins between two entries, and the tier activates then",
                told);
        told = busy();
        Sha256 incident = told.report();
        pledge = told.govern("UA/watch", Teller.pledge());
        told.at(11 * MINUTE).govern("UA/watch", Teller.ended(pledge));
        story("pledge-ended", "The gate closes with the pledge's end", told);
        told = busy();
        incident = told.report();
        told.govern("UA/watch", Teller.pledge(Pledge.newBuilder().setFromMs(1).setUntilMs(start() + HOUR)));
        told.at(HOUR).say("UA/watch", Says.message(incident));
        story("pledge-until-exclusive", "At until_ms the pledge is no longer in force", told);
        told = Teller.byUa(LieCharter.plain().with("\"message\"]\n", "\"message\", \"pledge\"]\n"))
                .at(10 * MINUTE);
        pledge = told.say("UA/watch", Teller.pledge("Money"));
        told.say("UA/watch", Teller.met(pledge, 1));
        told.say("UA/watch", Teller.met(pledge, 1));
        told.say("UA/watch", Teller.ended(pledge));
        told.say("UA/watch", Teller.declaration());
        story("pledge-that-no-tier-requires", "It is no governance entry, and its conditions are nobody's state", told);
    }

    private static long start() {
        return java.time.Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();
    }

    /** Tier 1 is active, tier 2 is concurred with, and waits for a pledge of UA's. */
    private static Teller waitingForPledge() {
        Teller told = active();
        Sha256 proposal = told.say("UA/watch", Says.propose(last(told), 2));
        told.say("UA/watch", Says.concur(last(told), proposal));
        return told;
    }

    private void endings() {
        Teller told = active();
        told.say("UA/watch", Teller.ceased(last(told)));
        told.at(2 * HOUR).say("GB/watch", Teller.ceased(last(told)));
        told.at(20 * HOUR).say("GB/watch", Teller.warning(last(told)));
        Sha256 proposal = told.say("UA/watch", Says.standDown(last(told), 1));
        told.say("UA/watch", Says.concur(last(told), proposal));
        told.at(21 * HOUR).say("FR/watch", Says.concur(last(told), proposal));
        told.at(22 * HOUR).say("UA/watch", Says.message(last(told)));
        story("wound-down-and-closed", "Hostilities have ceased; tier 1 is stood down; the incident is closed", told);
        told = busy();
        Sha256 incident = told.report();
        told.at(11 * MINUTE).say("UA/watch", Teller.ceased(incident));
        told.at(12 * MINUTE).say("GB/watch", Teller.ceased(incident));
        story("closed-at-once", "No tier is active, so it closes with the finding", told);
        told = plain();
        incident = told.report();
        told.at(30 * DAY + 10 * MINUTE).say("UA/watch", Says.message(incident));
        story("open-for-30-days", "Nothing was found for 30 days: the incident is closed", told);
        told = plain();
        incident = told.report();
        told.at(29 * DAY).say("UA/watch", Says.confirm(incident));
        told.at(31 * DAY).say("UA/watch", Says.message(incident));
        story("open-from-the-last-finding", "The 30 days count from the last establishment", told);
        told = plain();
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        proposal = told.at(HOUR).say("UA/watch", Says.standDown(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.at(2 * HOUR)
                .say(
                        "GB/watch",
                        Says.concur(incident, proposal)
                                .setCharter(LieCharter.plain().hash().byteString()));
        vectors.refuse(
                REPLAY,
                "entry-by-a-key-that-nobody-has-brought",
                "GB has not assented, so its key is unknown",
                told.given());
        LieCharter brief = LieCharter.plain()
                .with("2027-03-01T00:00:00Z", "2026-03-01T18:00:00Z")
                .with("lapses_after = \"24h\"", "not_before = \"11h\"\nlapses_after = \"24h\"");
        told = Teller.byUa(brief).at(HOUR);
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.at(13 * HOUR).say("UA/watch", Says.message(incident));
        story(
                "activated-at-expiry",
                "The tier's instant is that of expiry: it still activates, and the incident winds down",
                told);
        told = Teller.byUa(brief.with("not_before = \"11h\"", "not_before = \"12h\""))
                .at(HOUR);
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.at(13 * HOUR).say("UA/watch", Says.message(incident));
        story("expired-before-the-gate", "The charter expires first: nothing activates", told);
    }

    private void governance() {
        Teller told = new Teller(LieCharter.pair());
        told.log().assent("UA/root", LieCharter.pair(), "UA/root", "UA/watch");
        told.at(2 * MINUTE).log().assent("GB/root", LieCharter.pair(), "GB/root", "GB/watch");
        told.at(10 * MINUTE).report();
        story("adopted-by-two", "The second assent puts the charter in force, for what comes behind it", told);
        told = new Teller(LieCharter.plain());
        told.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
        told.log().govern("UA/root", Teller.declaration());
        vectors.refuse(
                REPLAY, "entry-by-a-root-before-its-assent", "UA's root is unknown until UA assents", told.given());
        told = plain();
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        Sha256 incident = told.log().id(told.log().say("UA/watch2", Says.report()));
        told.govern("UA/root", Teller.ends("UA/watch"));
        told.say("UA/watch2", Says.propose(incident, 1));
        story("key-added-and-ended", "The added key speaks, and goes on when the first has ended", told);
        LieCharter next = LieCharter.plain()
                .successor()
                .with("quorum = \"UA\"\nstand_down = \"2", "quorum = \"UA and GB\"\nstand_down = \"2");
        told = Teller.adopted(LieCharter.plain()).at(10 * MINUTE);
        incident = told.report();
        told.say("UA/watch", Says.confirm(incident));
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/root", Teller.text(next));
        told.at(20 * MINUTE).log().assent("UA/root", next);
        told.log().under(next);
        told.at(21 * MINUTE);
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("GB/watch", Says.concur(incident, proposal));
        story("successor", "Version 2 lets proposals lapse; its rules hold from then on", told);
        LieCharter stricter = LieCharter.plain()
                .successor()
                .with("name = \"violation\"\nquorum = \"UA\"", "name = \"violation\"\nquorum = \"UA and GB\"")
                .with("may = [\"warn\", ", "may = [\"find\", \"warn\", ");
        told = Teller.adopted(LieCharter.plain()).at(10 * MINUTE);
        incident = told.report();
        told.say("UA/watch", Says.confirm(incident));
        told.say("UA/root", Teller.text(stricter));
        told.at(20 * MINUTE).log().assent("UA/root", stricter);
        told.log().under(stricter);
        told.at(30 * MINUTE).say("GB/watch", Says.confirm(incident));
        story(
                "successor-loses-a-finding",
                "What was established by UA alone is lost under the new rule, until GB says so too",
                told);
    }

    /** What time closes keeps its text, and what is not shown is no reason for a mark. */
    private void corners() {
        LieCharter brief = LieCharter.plain().with("\"30d\"", "\"1d\"");
        LieCharter next = brief.successor().with("number = 1\n", "number = 1\nrequires = [\"violation\"]\n");
        Teller told = Teller.byUa(brief).at(10 * MINUTE);
        told.report();
        told.at(DAY).report();
        told.say("UA/root", Teller.text(next));
        told.at(DAY + 11 * MINUTE).log().assent("UA/root", next);
        story(
                "successor-after-an-incident-has-closed",
                "Time closes the first incident before the text changes: it keeps the old one",
                told);
        LieCharter ceasing = LieCharter.plain()
                .with(
                        "name = \"violation\"\nquorum = \"UA\"\n",
                        "name = \"violation\"\nquorum = \"UA\"\n\n[[finding]]\nname = \"hostilities ceased\"\nquorum = \"UA and GB\"\n")
                .with("may = [\"warn\", ", "may = [\"find\", \"warn\", ");
        LieCharter milder = ceasing.successor().with("quorum = \"UA and GB\"", "quorum = \"UA or GB\"");
        told = Teller.byUa(ceasing).at(10 * MINUTE);
        Sha256 incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("UA/watch", Teller.ceased(incident));
        told.say("UA/root", Teller.text(milder));
        told.at(20 * MINUTE).log().assent("UA/root", milder);
        told.log().under(milder);
        told.say("UA/watch", Says.standDown(incident, 1));
        story(
                "successor-establishes-that-hostilities-have-ceased",
                "Under the new rule UA's word is enough, and the incident winds down",
                told);
        told = busy();
        incident = told.report();
        told.at(11 * MINUTE).govern("UA/watch", Teller.pledge());
        told.at(12 * MINUTE).log().mark(incident);
        story("mark-after-a-pledge", "A governance entry has opened a gate: the hub's entry makes it visible", told);
        told = Teller.byUa(LieCharter.pledged()).at(10 * MINUTE);
        incident = told.report();
        Sha256 pledge = told.govern(
                "UA/watch", Teller.pledge(Pledge.newBuilder().setFromMs(1).setUntilMs(start() + DAY)));
        told.at(11 * MINUTE).govern("UA/watch", Teller.ended(pledge));
        told.at(12 * MINUTE).say("UA/watch", Says.message(incident));
        story("pledge-ended-early", "The end that a pledge would have had is no instant any more", told);
    }
}

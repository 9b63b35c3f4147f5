package org.demarche.conformance;

import static org.demarche.conformance.Teller.DAY;
import static org.demarche.conformance.Teller.HOUR;
import static org.demarche.conformance.Teller.MINUTE;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieKeys;
import org.demarche.lies.LieLog;
import org.demarche.lies.Says;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CharterGenesis;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.SignedNotice;

/** Logs whose last entry may not stand there. */
final class RefusedEntryVectors {
    private static final String REPLAY = "fold/replay";

    private final Vectors vectors;

    private RefusedEntryVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        RefusedEntryVectors told = new RefusedEntryVectors(vectors);
        told.order();
        told.admission();
        told.signers();
        told.references();
        told.incidents();
        told.phases();
        told.pledges();
        told.governance();
        told.charters();
    }

    private void refused(String name, String about, Teller told) {
        vectors.refuse(REPLAY, "entry-" + name, about, told.given());
    }

    private static Teller plain() {
        return Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
    }

    private static Teller all() {
        return Teller.adopted(LieCharter.counted()).at(10 * MINUTE);
    }

    private static Teller busy() {
        return Teller.adopted(StoryCharter.text()).at(10 * MINUTE);
    }

    /** A message that the hub writes down wrongly. */
    private void written(String name, String about, Consumer<LogEntry.Builder> change) {
        Teller told = plain();
        LieLog log = told.log();
        Sha256 incident = told.report();
        log.append(LogEntry.newBuilder().setNotice(log.signed("UA/watch", Says.message(incident))), false, change);
        refused(name, about, told);
    }

    private void order() {
        written("with-the-index-before", "The index is that of the entry before", e -> e.setIndex(e.getIndex() - 1));
        written("with-the-index-behind", "An index is left out", e -> e.setIndex(e.getIndex() + 1));
        written("before-the-last", "Time decreases by a millisecond", e -> e.setAcceptedAtMs(e.getAcceptedAtMs() - 1));
        written("without-incident-previous", "The incident's chain is not named", e -> e.clearIncidentPrevious());
        written(
                "with-another-incident-previous",
                "The incident's chain leads elsewhere",
                e -> e.setIncidentPrevious(Sha256.of().byteString()));
        written("without-governance", "The governance chain is not named", e -> e.clearGovernance());
        written(
                "with-another-governance",
                "The governance chain leads to another entry",
                e -> e.setGovernance(e.getIncidentPrevious()));
        Teller told = plain();
        told.log()
                .append(
                        LogEntry.newBuilder().setNotice(told.log().signed("UA/watch", Says.message("x"))),
                        false,
                        e -> e.setIncidentPrevious(e.getGovernance()));
        refused("outside-incidents-with-incident-previous", "What belongs to no incident has no chain", told);
        told = plain();
        told.log()
                .append(
                        LogEntry.newBuilder()
                                .setGenesis(CharterGenesis.newBuilder()
                                        .setText(ByteString.copyFrom(
                                                LieCharter.counted().bytes()))),
                        true);
        refused("a-second-genesis", "A genesis stands in entry 0 alone", told);
        told = plain();
        told.report();
        told.log().take(told.log().entry(2).getNotice());
        refused("the-same-notice-again", "The same notice stands in the log once", told);
        told = plain();
        Sha256 incident = told.report();
        told.at(20 * MINUTE).log().mark(incident);
        refused("a-mark-that-says-nothing", "No instant was passed: the hub's entry is refused", told);
        told = plain();
        told.at(20 * MINUTE).log().mark(Sha256.of());
        refused("a-mark-of-no-incident", "There is no such incident", told);
        told = Teller.adopted(LieCharter.pledged()).at(10 * MINUTE);
        told.say("UA/watch", Teller.pledge());
        told.say("UA/watch", Says.message("x"));
        refused(
                "that-does-not-name-a-pledge-as-governance",
                "A pledge that a tier requires is a governance entry",
                told);
        told = plain();
        told.govern("UA/watch", Says.message("x"));
        told.say("UA/watch", Says.message("y"));
        refused("that-names-a-message-as-governance", "A message is no governance entry", told);
    }

    /** A message that its author fills in wrongly. */
    private void filled(String name, String about, Consumer<Notice.Builder> change) {
        Teller told = plain();
        Notice.Builder notice = told.log().filled("UA/watch", Says.message("x"));
        change.accept(notice);
        told.log().take(LieLog.sign("UA/watch", notice.build()));
        refused(name, about, told);
    }

    private void admission() {
        filled(
                "valid-for-longer-than-allowed",
                "A notice is valid for 72 hours at most",
                n -> n.setValidUntilMs(n.getIssuedAtMs() + 72 * HOUR + 1));
        filled(
                "issued-in-the-future",
                "It was issued a millisecond later than the skew allows",
                n -> n.setIssuedAtMs(n.getIssuedAtMs() + 5_001));
        filled(
                "no-longer-valid",
                "Its validity has passed",
                n -> n.setIssuedAtMs(n.getIssuedAtMs() - HOUR).setValidUntilMs(n.getIssuedAtMs() + HOUR - 1));
        filled(
                "anchored-ahead",
                "It is anchored over a head that the log had not",
                n -> n.getAnchorBuilder().setSize(3));
        filled(
                "under-another-charter",
                "It names another charter",
                n -> n.setCharter(LieCharter.counted().hash().byteString()));
        filled("to-an-unknown-party", "An addressee is a party", n -> n.addInformationParties("US"));
        Teller told = plain();
        told.log()
                .take(LieLog.sign(
                        "UA/watch",
                        told.log()
                                .filled("UA/watch", Says.message("x"))
                                .setIssuedAtMs(
                                        LieLog.HOUR + told.log().entry(0).getAcceptedAtMs() - 50 * MINUTE + 5_000)
                                .build()));
        vectors.accept(
                REPLAY,
                "entry-issued-as-late-as-the-skew-allows",
                "It was issued as much in the future as clocks may differ",
                told.given());
        told = plain();
        told.say(
                "UA/watch",
                Notice.newBuilder().setProposal(Says.propose(Sha256.of(), 1).getProposal()));
        refused("a-proposal-without-incident", "A proposal names an incident", told);
        told = Teller.adopted(LieCharter.pledged()).at(10 * MINUTE);
        Sha256 incident = told.report();
        told.govern("UA/watch", Teller.pledge().setIncident(incident.byteString()));
        refused("a-pledge-in-an-incident", "A pledge names none", told);
        told = new Teller(LieCharter.pair());
        told.log().assent("UA/root", LieCharter.pair(), "UA/root", "UA/watch");
        told.report();
        refused("a-report-before-adoption", "Before adoption there are no reports", told);
        told = new Teller(LieCharter.pair());
        told.log().assent("UA/root", LieCharter.pair(), "UA/root", "UA/watch");
        told.say("UA/watch", Says.message("x"));
        vectors.accept(
                REPLAY,
                "entry-a-message-before-adoption",
                "Messages outside incidents are taken before adoption",
                told.given());
        LieCharter brief = LieCharter.plain().with("2027-03-01T00:00:00Z", "2026-03-02T06:00:00Z");
        told = Teller.byUa(brief).at(DAY);
        told.report();
        refused("a-report-once-expired", "Once the charter has expired there are no reports", told);
        told = Teller.byUa(brief).at(DAY);
        told.say("UA/watch", Says.message("x"));
        vectors.accept(REPLAY, "entry-a-message-once-expired", "Messages are taken after expiry", told.given());
    }

    private void signers() {
        Teller told = plain();
        told.say("UA/root", Says.message("x"));
        refused("a-message-by-a-root", "A message is signed by a desk", told);
        told = plain();
        told.govern("UA/watch", told.adds("watch", "UA/watch2"));
        refused("a-key-change-by-a-desk", "A KeyChange is signed by the root", told);
        told = all();
        told.say("FR/watch", Says.message("x"));
        refused("by-a-desk-without-the-right", "FR may not send messages", told);
        told = all();
        told.say("GB/watch", Says.report());
        refused("a-report-by-who-may-not", "GB may not report", told);
        told = all();
        told.log()
                .take(LieLog.sign(
                        "GB/watch",
                        told.log()
                                .filled("GB/watch", Says.message("x"))
                                .setAuthor("UA")
                                .build()));
        refused("by-the-key-of-another-party", "The key is not the author's", told);
        told = plain();
        told.say("UA/watch2", Says.message("x"));
        refused("by-an-unknown-key", "Nobody has brought the key", told);
        told = plain();
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        told.govern("UA/root", Teller.ends("UA/watch"));
        told.say("UA/watch", Says.message("x"));
        refused("by-a-key-that-has-ended", "The key has ended", told);
        told = plain();
        SignedNotice signed = told.log().signed("UA/watch", Says.message("x"));
        told.log()
                .take(signed.toBuilder()
                        .setEd25519(flipped(signed.getEd25519()))
                        .build());
        refused("with-a-false-ed25519-signature", "One signature is false", told);
        told = plain();
        signed = told.log().signed("UA/watch", Says.message("x"));
        told.log()
                .take(signed.toBuilder()
                        .setMlDsa65(flipped(signed.getMlDsa65()))
                        .build());
        refused("with-a-false-ml-dsa-signature", "One signature is false", told);
    }

    private static ByteString flipped(ByteString bytes) {
        byte[] copy = bytes.toByteArray();
        copy[9] ^= 1;
        return ByteString.copyFrom(copy);
    }

    private void references() {
        Teller told = plain();
        Sha256 incident = told.report();
        told.say("UA/watch", Says.concur(incident, Sha256.of()).clearReferences());
        refused("a-position-on-nothing", "A position has one target", told);
        told = plain();
        incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal).addReferences(incident.byteString()));
        refused("a-position-on-two", "A position has one target", told);
        told = plain();
        incident = told.report();
        told.say("UA/watch", Says.concur(incident, Sha256.of()));
        refused("a-position-on-what-is-not-in-the-log", "The target is in the log", told);
        told = plain();
        incident = told.report();
        told.say("UA/watch", Says.concur(incident, incident));
        refused("concurring-with-a-report", "CONCUR is for proposals", told);
        told = plain();
        incident = told.report();
        Sha256 other = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(other, proposal));
        refused("a-position-in-another-incident", "The target is of the same incident", told);
        told = plain();
        incident = told.report();
        Sha256 message = told.say("UA/watch", Says.message("x"));
        told.say("UA/watch", Says.position(incident, message, Position.POSITION_RECEIVED));
        refused(
                "a-receipt-in-an-incident-of-what-is-in-none",
                "The target is of the same incident, or both of none",
                told);
        told = all();
        message = told.say("UA/watch", Says.message("x"));
        told.say("GB/watch", Teller.correction(message));
        refused("a-correction-by-another", "Only the author corrects", told);
    }

    private void incidents() {
        Teller told = plain();
        told.say("UA/watch", Says.propose(Sha256.of(), 1));
        refused("in-an-unknown-incident", "There is no such incident", told);
        told = plain();
        told.say("UA/watch", Says.propose(told.report(), 3));
        refused("a-proposal-of-an-unknown-tier", "The charter has no such tier", told);
        told = plain();
        Sha256 incident = told.report();
        told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.propose(incident, 1));
        refused("a-second-proposal", "A tier has one open proposal", told);
        told = activated();
        told.say("UA/watch", Says.propose(told.log().id(2), 1));
        refused("a-proposal-of-an-active-tier", "The tier is active", told);
        told = plain();
        told.say("UA/watch", Says.standDown(told.report(), 1));
        refused("a-stand-down-of-what-is-not-active", "The tier is not active", told);
        told = plain();
        told.say(
                "UA/watch",
                Teller.find(
                        told.report(), FindingKind.FINDING_KIND_EXPANDED_ATTACK, FindingWord.FINDING_WORD_CONFIRMED));
        refused("a-finding-that-the-charter-has-not", "The charter has no such finding", told);
        told = busy();
        told.say("UA/watch", Says.propose(told.report(), 2));
        refused("a-proposal-without-a-clock", "The tier waits for a clock that does not run", told);
        told = plain();
        incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.at(DAY + 10 * MINUTE).say("UA/watch", Says.concur(incident, proposal));
        refused("a-position-at-the-deadline", "At its deadline a proposal lapses, before the entry", told);
        told = plain();
        incident = told.report();
        proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.at(DAY + 10 * MINUTE - 1).say("UA/watch", Says.concur(incident, proposal));
        vectors.accept(
                REPLAY,
                "entry-a-position-before-the-deadline",
                "A millisecond before its deadline a proposal is open",
                told.given());
        told = activated(LieCharter.plain().with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"UA\""));
        incident = told.log().id(2);
        proposal = told.say("UA/watch", Says.standDown(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("UA/watch", Says.propose(incident, 1));
        refused("a-proposal-of-a-tier-that-was-stood-down", "A tier is activated once in an incident", told);
    }

    private static Teller activated() {
        return activated(LieCharter.plain());
    }

    private static Teller activated(LieCharter charter) {
        Teller told = Teller.byUa(charter).at(10 * MINUTE);
        Sha256 incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        return told;
    }

    private void phases() {
        winding(
                "a-report-while-winding-down",
                "No report joins what winds down",
                i -> Says.in(i).setViolationReport(Says.report().getViolationReport()));
        winding("a-finding-while-winding-down", "Nothing is found any more", Says::confirm);
        winding("an-activation-while-winding-down", "Nothing is activated any more", i -> Says.propose(i, 2));
        Teller told = plain();
        Sha256 incident = told.report();
        told.at(31 * DAY).say("UA/watch", Says.confirm(incident));
        refused("a-finding-in-a-closed-incident", "Time has closed the incident before the entry", told);
        told = plain();
        incident = told.report();
        told.at(31 * DAY).say("UA/watch", Teller.measures(incident));
        refused("measures-in-a-closed-incident", "Messages, corrections and receipts alone", told);
    }

    private void winding(String name, String about, java.util.function.Function<Sha256, Notice.Builder> says) {
        Teller told = activated();
        told.at(31 * DAY).say("UA/watch", says.apply(told.log().id(2)));
        refused(name, about, told);
    }

    private void pledges() {
        Teller told = Teller.byUa(LieCharter.pledged()).at(10 * MINUTE);
        told.say("UA/watch", Teller.met(Sha256.of(), 1));
        refused("a-condition-of-no-pledge", "There is no such pledge", told);
        told = Teller.byUa(LieCharter.pledged()).at(10 * MINUTE);
        Sha256 pledge = told.govern("UA/watch", Teller.pledge("Money"));
        told.govern("UA/watch", Teller.met(pledge, 2));
        refused("a-condition-that-is-not-there", "The pledge has one condition", told);
        told = Teller.byUa(LieCharter.pledged()).at(10 * MINUTE);
        pledge = told.govern("UA/watch", Teller.pledge("Money"));
        told.govern("UA/watch", Teller.met(pledge, 1));
        told.govern("UA/watch", Teller.met(pledge, 1));
        refused("a-condition-met-twice", "A condition is met once", told);
        told = Teller.byUa(LieCharter.pledged()).at(10 * MINUTE);
        pledge = told.govern("UA/watch", Teller.pledge("Money"));
        told.govern("UA/watch", Teller.ended(pledge));
        told.govern("UA/watch", Teller.met(pledge, 1));
        refused("a-condition-of-a-pledge-that-is-over", "Nothing comes after a pledge's end", told);
        LieCharter two = LieCharter.pledged()
                .with("\"warn\", \"concur\", \"message\"]", "\"warn\", \"concur\", \"message\", \"pledge\"]");
        told = Teller.adopted(two).at(10 * MINUTE);
        pledge = told.govern("UA/watch", Teller.pledge());
        told.govern("GB/watch", Teller.ended(pledge));
        refused("the-end-of-anothers-pledge", "Only its author ends a pledge", told);
    }

    private void governance() {
        Teller told = new Teller(LieCharter.plain());
        told.log().assent("UA/root", LieCharter.plain(), "UA/root");
        refused("an-assent-without-a-key", "An assent brings every key that the text names for its author", told);
        told = new Teller(LieCharter.plain());
        told.log().assent("UA/root", LieCharter.plain(), "UA/root", "UA/watch", "UA/watch2");
        refused("an-assent-with-a-key-too-many", "An assent brings no other key", told);
        told = new Teller(LieCharter.plain());
        told.log().assent("UA/root", LieCharter.counted(), "UA/root", "UA/watch");
        refused("an-assent-to-another-text", "An assent names a text that is known", told);
        told = plain();
        told.log().assent("UA/root", LieCharter.plain());
        refused("an-assent-twice", "A root assents to a text once", told);
        told = new Teller(LieCharter.plain());
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(LieCharter.plain().hash().byteString());
        assent.addKeys(Possession.prove(
                LieKeys.party("UA/root"), "UA", LieCharter.plain().hash()));
        assent.addKeys(Possession.prove(
                LieKeys.party("UA/watch"), "GB", LieCharter.plain().hash()));
        told.log().govern("UA/root", Notice.newBuilder().setCharterAssent(assent));
        refused("an-assent-with-a-false-possession", "A proof of possession is for another party", told);
        told = plain();
        told.govern("UA/root", Notice.newBuilder().setKeyChange(KeyChange.getDefaultInstance()));
        refused("a-key-change-of-nothing", "A KeyChange says something", told);
        told = new Teller(LieCharter.pair());
        told.log().assent("UA/root", LieCharter.pair(), "UA/root", "UA/watch", "UA/watch");
        vectors.accept(
                REPLAY, "entry-an-assent-with-a-key-twice", "A key that is brought twice is brought", told.given());
        told = new Teller(LieCharter.plain());
        told.log().assent("UA/root", LieCharter.plain(), "UA/root", "UA/watch");
        told.say("UA/root", Teller.text(LieCharter.plain().successor()));
        told.log().assent("UA/root", LieCharter.plain().successor(), "UA/watch");
        vectors.accept(
                REPLAY,
                "entry-an-assent-with-a-key-of-before",
                "A key that was brought before may be brought again",
                told.given());
        told.log().under(LieCharter.plain().successor());
        told.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
        refused("an-assent-to-the-text-before", "Nobody assents any more to a text that another has followed", told);
        LieCharter rival = LieCharter.pair().successor();
        told = Teller.adopted(LieCharter.pair());
        told.log().assent("GB/root", LieCharter.pair());
        refused("a-second-assent-of-GB", "A root assents to a text once, in force or not", told);
        told = Teller.adopted(LieCharter.pair());
        told.say("UA/root", Teller.text(rival));
        told.say("UA/root", Teller.text(rival.with("A small plan", "Another plan")));
        told.log().assent("UA/root", rival);
        told.log().assent("GB/root", rival);
        told.log().under(rival);
        told.log().assent("UA/root", rival.with("A small plan", "Another plan"));
        refused("an-assent-to-a-draft-that-is-void", "With the adoption of one text all others are void", told);
        told = plain();
        KeyChange.Builder both = told.adds("watch", "UA/watch2").getKeyChange().toBuilder()
                .addEnded(LieKeys.party("UA/watch2").publicKey().id().byteString());
        told.govern("UA/root", Notice.newBuilder().setKeyChange(both));
        refused("a-key-that-is-added-and-ended", "A key that ends was in force before", told);
        told = plain();
        told.govern(
                "UA/root",
                Notice.newBuilder()
                        .setKeyChange(KeyChange.newBuilder()
                                .addTlsAdded(Sha256.of().byteString())
                                .addTlsEnded(Sha256.of().byteString())));
        refused("a-pin-that-is-added-and-ended", "A pin that ends was in force before", told);
        told = plain();
        KeyChange.Builder twice = told.adds("watch", "UA/watch2").getKeyChange().toBuilder();
        twice.addAdded(twice.getAdded(0));
        told.govern("UA/root", Notice.newBuilder().setKeyChange(twice));
        refused("a-key-that-is-added-twice", "A key is added once", told);
        told = plain();
        told.govern(
                "UA/root",
                Notice.newBuilder()
                        .setKeyChange(KeyChange.newBuilder()
                                .addTlsAdded(Sha256.of().byteString())
                                .addTlsAdded(Sha256.of().byteString())
                                .addEnded(LieKeys.party("UA/watch")
                                        .publicKey()
                                        .id()
                                        .byteString())
                                .addEnded(LieKeys.party("UA/watch")
                                        .publicKey()
                                        .id()
                                        .byteString())));
        vectors.accept(
                REPLAY,
                "entry-a-pin-added-and-a-key-ended-twice",
                "What stands twice, but for added keys, counts once",
                told.given());
        told = plain();
        told.govern("UA/root", told.adds("minister", "UA/watch2"));
        refused("a-key-for-a-desk-that-is-not-there", "A key is for a desk of the charter's", told);
        told = plain();
        told.govern("UA/root", told.adds("watch", "UA/watch"));
        refused("a-key-that-is-in-force", "A key that is added is in force for nobody", told);
        told = plain();
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        told.govern("UA/root", Teller.ends("UA/watch2"));
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        refused("a-key-that-was-ended", "A key that has ended never comes back", told);
        told = plain();
        told.govern("UA/root", Teller.ends("UA/watch2"));
        refused("the-end-of-a-key-that-is-not-in-force", "A key that ends is in force", told);
        told = plain();
        told.govern("UA/root", Teller.ends("UA/root"));
        refused("the-end-of-a-root", "Desk keys end by a KeyChange", told);
        told = plain();
        told.govern("UA/root", told.adds("watch", "GB/watch"));
        refused("a-key-that-the-charter-names", "A key that is added is named nowhere in the charter", told);
        told = plain();
        told.govern(
                "UA/root",
                Notice.newBuilder()
                        .setKeyChange(
                                KeyChange.newBuilder().addTlsEnded(Sha256.of().byteString())));
        refused("the-end-of-a-pin-that-is-not-there", "A pin that ends is in force", told);
    }

    private void charters() {
        Teller told = plain();
        told.say("UA/root", Teller.text(LieCharter.counted()));
        refused("a-text-that-cannot-follow", "A successor is version 2 and names its predecessor", told);
        told = plain();
        told.say("UA/root", Teller.text(LieCharter.plain().successor().with("rules    = 1", "rules    = 2")));
        refused("a-text-that-is-no-charter", "A successor is a charter", told);
        told = plain();
        told.say("UA/root", Teller.text(LieCharter.plain().successor()));
        told.say("UA/root", Teller.text(LieCharter.plain().successor()));
        refused("a-text-twice", "A text is posted once", told);
        told = plain();
        told.say("UA/watch", Teller.text(LieCharter.plain().successor()));
        refused("a-text-by-a-desk", "A text is posted by a root", told);
        told = plain();
        told.log().assent("UA/root", LieCharter.plain().successor());
        refused("an-assent-to-a-text-that-was-not-posted", "In a whole log the text stands in it", told);
        told = plain();
        LieCharter next = LieCharter.plain().successor();
        told.say("UA/root", Teller.text(next));
        told.log().assent("UA/root", next);
        told.say("UA/watch", Says.message("x"));
        refused("under-the-charter-of-before", "Version 2 governs what comes behind its adoption", told);
    }
}

package org.demarche.conformance;

import static org.demarche.conformance.Teller.DAY;
import static org.demarche.conformance.Teller.HOUR;
import static org.demarche.conformance.Teller.MINUTE;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.demarche.hash.Sha256;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieLog;
import org.demarche.lies.Says;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;

/** Entries that may not stand where they do for two reasons: the one that comes first is said (section 8, "The order of reasons"). */
final class ReasonOrderVectors {
    private static final String FUTURE = "It was issued in the future, and ";

    private final Vectors vectors;

    private ReasonOrderVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        ReasonOrderVectors told = new ReasonOrderVectors(vectors);
        told.keys();
        told.places();
        told.bodies();
    }

    private void refused(String name, String about, Teller told) {
        vectors.refuse("fold/replay", "order-" + name, about, told.given());
    }

    private static Teller all() {
        return Teller.adopted(LieCharter.counted()).at(10 * MINUTE);
    }

    private static Teller plain() {
        return Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
    }

    private static void inFuture(Teller told, String signer, UnaryOperator<Notice.Builder> change) {
        Notice.Builder notice = told.log().filled(signer, Says.message("x"));
        notice.setIssuedAtMs(notice.getIssuedAtMs() + HOUR).setValidUntilMs(notice.getValidUntilMs() + HOUR);
        told.log().take(LieLog.sign(signer, change.apply(notice).build()));
    }

    private static SignedNotice forged(SignedNotice signed) {
        return signed.toBuilder().setEd25519(ByteString.copyFrom(new byte[64])).build();
    }

    private void keys() {
        Teller told = all();
        inFuture(told, "FR/watch", n -> n);
        refused("of-a-desk-without-the-right-and-the-future", FUTURE + "its desk has not the right", told);
        told = all();
        inFuture(told, "GB/watch", n -> n.setAuthor("UA"));
        refused("of-anothers-key-and-the-future", FUTURE + "its key is another party's", told);
        told = all();
        inFuture(told, "UA/root", n -> n);
        refused("of-a-root-and-the-future", FUTURE + "a root has signed what desks say", told);
        told = plain();
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        told.govern("UA/root", Teller.ends("UA/watch"));
        inFuture(told, "UA/watch", n -> n);
        refused("of-an-ended-key-and-the-future", FUTURE + "its key has ended", told);
        told = plain();
        inFuture(told, "UA/watch2", n -> n);
        refused("of-an-unknown-key-and-the-future", FUTURE + "nobody has brought its key", told);
        told = all();
        told.log().take(forged(told.log().signed("FR/watch", Says.message("x"))));
        refused(
                "of-a-desk-without-the-right-and-a-false-signature",
                "Neither its right nor its signature is there",
                told);
    }

    private void places() {
        Consumer<LogEntry.Builder> earlier = e -> e.setAcceptedAtMs(e.getAcceptedAtMs() - 1);
        Teller told = plain();
        told.report();
        SignedNotice said = told.log().signed("UA/watch", Says.message("x"));
        told.log().append(LogEntry.newBuilder().setNotice(forged(said)), false, earlier);
        refused("of-a-false-signature-and-an-earlier-date", "Its signature is false, and time decreases", told);
        told = plain();
        told.report();
        told.log().append(LogEntry.newBuilder().setNotice(told.log().entry(2).getNotice()), false, earlier);
        refused("of-the-same-notice-and-an-earlier-date", "It stands in the log already, and time decreases", told);
        told = plain();
        told.say("UA/watch", Says.message("x"));
        told.at(3 * HOUR).log().take(told.log().entry(2).getNotice());
        refused(
                "of-the-same-notice-and-its-validity",
                "It stands in the log already, and its validity has passed",
                told);
    }

    private void bodies() {
        Teller told = plain();
        Sha256 incident = told.report();
        told.at(31 * DAY).say("UA/watch", Says.concur(incident, Sha256.of()));
        refused(
                "of-a-closed-incident-and-the-target",
                "The incident is closed, and the target is not in the log",
                told);
        told = Teller.byUa(LieCharter.plain().with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"UA\""))
                .at(10 * MINUTE);
        incident = told.report();
        told.say("UA/watch", Says.concur(incident, told.say("UA/watch", Says.propose(incident, 1))));
        told.say("UA/watch", Says.concur(incident, told.say("UA/watch", Says.standDown(incident, 1))));
        told.say("UA/watch", Says.standDown(incident, 1));
        refused("of-a-second-stand-down", "The tier is not active, and was stood down", told);
        told = Teller.byUa(LieCharter.pledged()).at(10 * MINUTE);
        Sha256 pledge = told.govern("UA/watch", Teller.pledge("Money"));
        told.govern("UA/watch", Teller.ended(pledge));
        told.govern("UA/watch", Teller.met(pledge, 2));
        refused("of-no-condition-of-a-pledge-that-is-over", "There is no such condition, and the pledge is over", told);
        told = plain();
        told.govern("UA/root", Says.compromised("UA/watch2", 1_000));
        refused(
                "of-an-unknown-key-compromised-in-the-future",
                "Nobody has brought the key, and the index is not there",
                told);
    }
}

package org.demarche.client;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.ConditionMet;
import org.demarche.proto.v1.Correction;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.Declaration;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Measures;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.PledgeEnded;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.proto.v1.Warning;

/** Drafts of every kind of notice that a desk signs. */
public final class Notices {
    private static final double UNITS_PER_DEGREE = 1e7;

    private Notices() {}

    /**
     * A place by WGS 84 degrees.
     *
     * @throws IllegalArgumentException if latitude is not within ±90 or longitude not within ±180
     */
    public static Place place(double latitude, double longitude) {
        requireWithin("latitude", latitude, 90);
        requireWithin("longitude", longitude, 180);
        return Place.newBuilder()
                .setLatitudeE7((int) Math.round(latitude * UNITS_PER_DEGREE))
                .setLongitudeE7((int) Math.round(longitude * UNITS_PER_DEGREE))
                .build();
    }

    /** A report of a violation, which opens an incident; {@link Draft#in} makes it join one. */
    public static Draft report(Category category, Place place, Instant from, Instant to, String summary) {
        return report(ViolationReport.newBuilder()
                .setCategory(category)
                .setPlace(place)
                .setObservedFromMs(from.toEpochMilli())
                .setObservedToMs(to.toEpochMilli())
                .setSummary(summary)
                .build());
    }

    /** A report of a violation, which opens an incident; {@link Draft#in} makes it join one. */
    public static Draft report(ViolationReport report) {
        return Draft.of(Notice.newBuilder().setViolationReport(report).build());
    }

    /** A monitor's word on what is the case. */
    public static Draft finding(Sha256 incident, FindingKind kind, FindingWord word, String text) {
        return Draft.of(Notice.newBuilder()
                        .setFinding(
                                Finding.newBuilder().setKind(kind).setWord(word).setText(text))
                        .build())
                .in(incident);
    }

    /** The diplomatic warning was given. */
    public static Draft warning(Sha256 incident, String text, String deliveredTo, String channel) {
        return Draft.of(Notice.newBuilder()
                        .setWarning(Warning.newBuilder()
                                .setText(text)
                                .setDeliveredTo(deliveredTo)
                                .setChannel(channel))
                        .build())
                .in(incident);
    }

    /** Measures were taken to stop the violation. */
    public static Draft measures(Sha256 incident, String text) {
        return Draft.of(Notice.newBuilder()
                        .setMeasures(Measures.newBuilder().setText(text))
                        .build())
                .in(incident);
    }

    /** A tier is to be activated, or stood down. */
    public static Draft proposal(Sha256 incident, int tier, ProposalAct act, String text, List<Sha256> grounds) {
        return Draft.of(Notice.newBuilder()
                        .setProposal(
                                Proposal.newBuilder().setTier(tier).setAct(act).setText(text))
                        .build())
                .in(incident)
                .references(grounds);
    }

    /** A position on the notice {@code target}, which stands in {@code incident}. */
    public static Draft acknowledgement(
            Optional<Sha256> incident, Sha256 target, Position position, String reservation) {
        Draft draft = Draft.of(Notice.newBuilder()
                        .setAcknowledgement(Acknowledgement.newBuilder()
                                .setPosition(position)
                                .setReservation(reservation))
                        .build())
                .references(List.of(target));
        return incident.map(draft::in).orElse(draft);
    }

    /** Free text between parties; {@link Draft#in} puts it into an incident. */
    public static Draft message(String subject, String text) {
        return Draft.of(Notice.newBuilder()
                .setMessage(Message.newBuilder().setSubject(subject).setText(text))
                .build());
    }

    /** Supersedes or withdraws an own earlier notice, for readers. */
    public static Draft correction(Optional<Sha256> incident, Sha256 target, CorrectionAct act, String text) {
        Draft draft = Draft.of(Notice.newBuilder()
                        .setCorrection(Correction.newBuilder().setAct(act).setText(text))
                        .build())
                .references(List.of(target));
        return incident.map(draft::in).orElse(draft);
    }

    /** A contribution to the security guarantees. */
    public static Draft pledge(
            Component component, String text, Instant from, Optional<Instant> until, List<String> conditions) {
        Pledge.Builder pledge = Pledge.newBuilder()
                .setComponent(component)
                .setText(text)
                .setFromMs(from.toEpochMilli())
                .addAllConditions(conditions);
        until.ifPresent(end -> pledge.setUntilMs(end.toEpochMilli()));
        return Draft.of(Notice.newBuilder().setPledge(pledge).build());
    }

    /** Condition number {@code condition} (from 1) of an own pledge is fulfilled. */
    public static Draft conditionMet(Sha256 pledge, int condition, String text) {
        return Draft.of(Notice.newBuilder()
                .setConditionMet(ConditionMet.newBuilder()
                        .setPledge(pledge.byteString())
                        .setCondition(condition)
                        .setText(text))
                .build());
    }

    /** An own pledge is over. */
    public static Draft pledgeEnded(Sha256 pledge, String text) {
        return Draft.of(Notice.newBuilder()
                .setPledgeEnded(
                        PledgeEnded.newBuilder().setPledge(pledge.byteString()).setText(text))
                .build());
    }

    /** Support for a named document. */
    public static Draft declaration(String title, Sha256 document, String text) {
        return Draft.of(Notice.newBuilder()
                .setDeclaration(Declaration.newBuilder()
                        .setTitle(title)
                        .setSha256(document.byteString())
                        .setText(text))
                .build());
    }

    /** The text of the next charter, proposed; signed by the root key. */
    public static Draft charterText(byte[] text) {
        return Draft.of(Notice.newBuilder()
                .setCharterText(CharterText.newBuilder().setText(ByteString.copyFrom(text)))
                .build());
    }

    private static void requireWithin(String name, double value, int bound) {
        if (!(Math.abs(value) <= bound)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: -" + bound + " to " + bound + ")");
        }
    }
}

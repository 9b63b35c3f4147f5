package org.demarche.situation;

import java.util.Locale;
import org.demarche.charter.Deed;
import org.demarche.charter.Words;
import org.demarche.proto.v1.CorrectionAct;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;

/** Notices in a few words. */
public final class Phrases {
    private static final double UNITS_PER_DEGREE = 1e7;

    private Phrases() {}

    /** What is said, in a few words. */
    public static String what(Notice notice) {
        return switch (notice.getBodyCase()) {
            case VIOLATION_REPORT ->
                "report: " + word(notice.getViolationReport().getCategory().name(), "CATEGORY_") + ". "
                        + notice.getViolationReport().getSummary();
            case FINDING ->
                (notice.getFinding().getWord() == FindingWord.FINDING_WORD_CONFIRMED ? "finds: " : "withdraws: ")
                        + Words.of(notice.getFinding().getKind());
            case WARNING ->
                "warning to " + notice.getWarning().getDeliveredTo() + ": "
                        + notice.getWarning().getText();
            case MEASURES -> "measures: " + notice.getMeasures().getText();
            case PROPOSAL ->
                (notice.getProposal().getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                                ? "PROPOSES tier "
                                : "proposes to stand down tier ")
                        + notice.getProposal().getTier();
            case ACKNOWLEDGEMENT ->
                position(notice.getAcknowledgement().getPosition())
                        + (notice.getAcknowledgement().getReservation().isEmpty()
                                ? ""
                                : ", with a reservation: "
                                        + notice.getAcknowledgement().getReservation());
            case MESSAGE ->
                "message: "
                        + (notice.getMessage().getSubject().isEmpty()
                                ? notice.getMessage().getText()
                                : notice.getMessage().getSubject());
            case CORRECTION ->
                word(notice.getCorrection().getAct().name(), "CORRECTION_ACT_") + "s: "
                        + notice.getCorrection().getText();
            case PLEDGE ->
                "pledge, " + Words.of(notice.getPledge().getComponent()) + ": "
                        + notice.getPledge().getText();
            case CONDITION_MET -> "condition " + notice.getConditionMet().getCondition() + " of a pledge is met";
            case PLEDGE_ENDED -> "a pledge has ended";
            case DECLARATION -> "declares support: " + notice.getDeclaration().getTitle();
            case CHARTER_TEXT -> "proposes a charter";
            case CHARTER_ASSENT -> "assents to a charter";
            case KEY_CHANGE -> "changes its keys";
            case BODY_NOT_SET -> "nothing";
        };
    }

    /** {@code received}, {@code concur} or {@code decline}. */
    public static String position(Position position) {
        return word(position.name(), "POSITION_");
    }

    /** An enum's name as a word of people. */
    public static String word(String name, String prefix) {
        return name.startsWith(prefix)
                ? name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', ' ')
                : "unknown";
    }

    /** {@code 50.4501 N 30.5234 E}, with the name if it has one. */
    public static String place(Place place) {
        String degrees = String.format(
                Locale.ROOT,
                "%.4f %s %.4f %s",
                Math.abs(place.getLatitudeE7()) / UNITS_PER_DEGREE,
                place.getLatitudeE7() < 0 ? "S" : "N",
                Math.abs(place.getLongitudeE7()) / UNITS_PER_DEGREE,
                place.getLongitudeE7() < 0 ? "W" : "E");
        String named = place.getName().isEmpty() ? degrees : place.getName() + ", " + degrees;
        return place.getMgrs().isEmpty() ? named : named + " (" + place.getMgrs() + ")";
    }

    /** {@code superseded} or {@code withdrawn}: what a correction makes of the notice that it is about. */
    static String corrected(CorrectionAct act) {
        return act == CorrectionAct.CORRECTION_ACT_WITHDRAW ? "withdrawn" : "superseded";
    }

    /** {@code warning} or {@code measures}. */
    static String deed(Deed deed) {
        return deed.name().toLowerCase(Locale.ROOT);
    }

    /** With a capital at the beginning. */
    static String sentence(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** At most {@code most} characters, the last one an ellipsis if some are left out. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}

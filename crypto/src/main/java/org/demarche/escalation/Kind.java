package org.demarche.escalation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Right;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.proto.v1.Position;

/**
 * What the rules say about each kind of notice, in one table.
 *
 * @param root whether the party's root key signs it, else a desk
 * @param incident whether it names an incident
 * @param beforeAdoption whether it is taken while charter version 1 is a draft
 * @param afterExpiry whether it is taken once the charter has expired
 */
record Kind(boolean root, InIncident incident, boolean beforeAdoption, boolean afterExpiry) {

    /** Whether a notice names an incident. */
    enum InIncident {
        REQUIRED,
        OPTIONAL,
        FORBIDDEN
    }

    private static final Map<BodyCase, Kind> TABLE = new EnumMap<>(BodyCase.class);

    static {
        TABLE.put(BodyCase.VIOLATION_REPORT, new Kind(false, InIncident.OPTIONAL, false, false));
        TABLE.put(BodyCase.FINDING, new Kind(false, InIncident.REQUIRED, false, true));
        TABLE.put(BodyCase.WARNING, new Kind(false, InIncident.REQUIRED, false, true));
        TABLE.put(BodyCase.MEASURES, new Kind(false, InIncident.REQUIRED, false, true));
        TABLE.put(BodyCase.PROPOSAL, new Kind(false, InIncident.REQUIRED, false, true));
        TABLE.put(BodyCase.ACKNOWLEDGEMENT, new Kind(false, InIncident.OPTIONAL, false, true));
        TABLE.put(BodyCase.MESSAGE, new Kind(false, InIncident.OPTIONAL, true, true));
        TABLE.put(BodyCase.CORRECTION, new Kind(false, InIncident.OPTIONAL, false, true));
        TABLE.put(BodyCase.PLEDGE, new Kind(false, InIncident.FORBIDDEN, true, true));
        TABLE.put(BodyCase.CONDITION_MET, new Kind(false, InIncident.FORBIDDEN, true, true));
        TABLE.put(BodyCase.PLEDGE_ENDED, new Kind(false, InIncident.FORBIDDEN, true, true));
        TABLE.put(BodyCase.DECLARATION, new Kind(false, InIncident.FORBIDDEN, true, true));
        TABLE.put(BodyCase.CHARTER_TEXT, new Kind(true, InIncident.FORBIDDEN, true, true));
        TABLE.put(BodyCase.CHARTER_ASSENT, new Kind(true, InIncident.FORBIDDEN, true, true));
        TABLE.put(BodyCase.KEY_CHANGE, new Kind(true, InIncident.FORBIDDEN, true, true));
    }

    /** The rules for this kind; the body must be set. */
    static Kind of(BodyCase body) {
        Kind kind = TABLE.get(body);
        if (kind == null) {
            throw new IllegalArgumentException("body: " + body + " (expected: one that is set)");
        }
        return kind;
    }

    /** The right that a desk needs for this very notice; empty: any desk, or the root key. */
    static Optional<Right> right(Notice notice) {
        return switch (notice.getBodyCase()) {
            case VIOLATION_REPORT -> Optional.of(Right.REPORT);
            case FINDING -> Optional.of(Right.FIND);
            case WARNING -> Optional.of(Right.WARN);
            case MEASURES -> Optional.of(Right.MEASURES);
            case PROPOSAL -> Optional.of(Right.PROPOSE);
            case ACKNOWLEDGEMENT ->
                isReceived(notice.getAcknowledgement()) ? Optional.empty() : Optional.of(Right.CONCUR);
            case MESSAGE -> Optional.of(Right.MESSAGE);
            case PLEDGE, CONDITION_MET, PLEDGE_ENDED, DECLARATION -> Optional.of(Right.PLEDGE);
            case CORRECTION, CHARTER_TEXT, CHARTER_ASSENT, KEY_CHANGE, BODY_NOT_SET -> Optional.empty();
        };
    }

    /** Whether a notice says nothing but that another was read. */
    static boolean isReceived(Acknowledgement acknowledgement) {
        return acknowledgement.getPosition() == Position.POSITION_RECEIVED;
    }
}

package org.demarche.refusal;

/**
 * The catalogue of reasons. A name, once released, never changes its meaning. The catalogue with gRPC status, meaning and mend stands in
 * {@code proto/README.md}; a test keeps the two equal.
 */
public enum Reason {
    // The bytes.
    /** Not a message of the expected kind, or not in the strict encoding. */
    MALFORMED,
    /** More bytes than the limit. */
    TOO_LARGE,
    /** A notice without a body. */
    EMPTY_BODY,
    /** A body or an enum value that these rules do not know. */
    UNKNOWN_KIND,
    /** A field is missing, too long, out of range, or contradicts another. */
    FIELD_INVALID,

    // The signature, and who may sign.
    /** One of the two signatures does not verify. */
    SIGNATURE_INVALID,
    /** The key is not in force: never enrolled, ended, or of another charter. */
    KEY_UNKNOWN,
    /** The author is not a party of the charter. */
    PARTY_UNKNOWN,
    /** The key's desk may not sign this kind of notice. */
    NOT_ENTITLED,

    // The charter.
    /** Not enough parties have assented yet. */
    CHARTER_NOT_IN_FORCE,
    /** The notice names another charter than the one that governs its index. */
    CHARTER_CHANGED,
    /** The charter has expired; only what winds an incident down or adopts a successor is taken. */
    CHARTER_EXPIRED,
    /** The final version of the charter has been adopted: the log takes nothing more. */
    LOG_CLOSED,
    /** The proposed text is not a charter, or not a successor of the one in force. */
    CHARTER_INVALID,
    /** No such draft has been posted, or another was adopted. */
    DRAFT_UNKNOWN,
    /** This root key has assented to this text already. */
    ALREADY_ASSENTED,
    /** The assent does not bring every key that the charter names for the party. */
    KEYS_INCOMPLETE,
    /** A key that is brought is not named, is in use elsewhere, is weak, or its proof of possession does not verify. */
    KEY_REFUSED,

    /** This very notice is in the log already; the hub answers with that entry instead. */
    ALREADY_LOGGED,

    // Time.
    /** Issued ahead of the log's time by more than the charter's skew. */
    ISSUED_IN_FUTURE,
    /** The notice's validity has passed. */
    VALIDITY_PASSED,
    /** Valid for longer than the charter allows. */
    VALIDITY_TOO_LONG,
    /** The head that the author anchored over is not this log's. */
    ANCHOR_UNKNOWN,
    /** The caller's clock and the hub's differ by more than the charter's skew. */
    CLOCK_SKEW,
    /** The hub does not trust its own clock. */
    HUB_CLOCK,

    // Incidents and references.
    /** A notice of this kind must name an incident. */
    INCIDENT_REQUIRED,
    /** A notice of this kind names no incident. */
    INCIDENT_FORBIDDEN,
    /** No such incident. */
    INCIDENT_UNKNOWN,
    /** The incident winds down: no new report, finding or activation. */
    INCIDENT_WINDING_DOWN,
    /** The incident is closed: messages and corrections only. */
    INCIDENT_CLOSED,
    /** A notice of this kind references exactly one other. */
    REFERENCE_COUNT,
    /** The referenced notice is not in the log, or not in this incident. */
    REFERENCE_UNKNOWN,
    /** The position is only for proposals. */
    NOT_A_PROPOSAL,
    /** Only the author of the referenced notice may do this. */
    NOT_THE_AUTHOR,

    // Findings, proposals, tiers.
    /** The charter has no such finding. */
    FINDING_UNKNOWN,
    /** The charter has no such tier. */
    TIER_UNKNOWN,
    /** The tier is active already. */
    TIER_ACTIVE,
    /** The tier is not active, so it cannot be stood down. */
    TIER_NOT_ACTIVE,
    /** The tier was stood down in this incident. */
    TIER_STOOD_DOWN,
    /** The tier waits for a clock that does not run. */
    CLOCK_NOT_RUNNING,
    /** A proposal for this tier is open already. */
    PROPOSAL_OPEN,
    /** The proposal has lapsed. */
    PROPOSAL_LAPSED,

    // Pledges.
    /** No such pledge. */
    PLEDGE_UNKNOWN,
    /** The pledge has no such condition, or it is met already. */
    CONDITION_UNKNOWN,
    /** The pledge has ended. */
    PLEDGE_OVER,

    // A log that contradicts itself; never an answer to a caller.
    /** An entry is not the next one, or its chains do not fit. */
    CHAIN_BROKEN,
    /** Time runs backwards. */
    TIME_DECREASES,
    /** The hub's own entry says nothing new. */
    TIME_MARK_IDLE,

    // The hub.
    /** More than the party's share; try again later. */
    QUOTA_EXCEEDED,
    /** The hub's disk is full or cannot be written. */
    DISK_FULL,
    /** The hub is starting or stopping, or its log is not usable. */
    NOT_READY,
    /** The caller's TLS pin belongs to no party. */
    PIN_UNKNOWN,
    /** The charter names no such witness, or not as one of the caller's party, or with other keys. */
    WITNESS_UNKNOWN,
    /** No such entry, size or page. */
    NOT_FOUND,
    /** A defect of the hub; the message has a report id. */
    INTERNAL,
}

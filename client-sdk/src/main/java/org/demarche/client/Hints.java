package org.demarche.client;

import org.demarche.refusal.Reason;

/** What to do about a refusal, in one sentence. */
final class Hints {
    private Hints() {}

    static String of(Reason reason) {
        return switch (reason) {
            case MALFORMED, EMPTY_BODY, UNKNOWN_KIND ->
                "the hub and this software do not speak the same version; compare `demarche liaison --version` with the operator's";
            case TOO_LARGE -> "shorten the text; exhibits travel elsewhere, only their digests go into a notice";
            case FIELD_INVALID -> "correct the field that the message names, and sign anew";
            case SIGNATURE_INVALID -> "the file was damaged on its way, or was signed by other software; sign anew";
            case KEY_UNKNOWN, NOT_ENTITLED, PARTY_UNKNOWN ->
                "`demarche liaison charter status` shows which key may sign what; choose the right profile, or have the root key add this one";
            case CHARTER_NOT_IN_FORCE ->
                "wait until the parties that are missing have assented; `demarche liaison charter status` names them";
            case CHARTER_CHANGED ->
                "read the new charter (`demarche liaison charter status`), then sign anew: `demarche liaison outbox renew ID`";
            case CHARTER_EXPIRED -> "only what winds an incident down is taken now; the parties can adopt a successor";
            case LOG_CLOSED ->
                "nothing more is said in this log; the charter of the log that follows names it as its predecessor, and needs a profile of its own";
            case CHARTER_INVALID ->
                "`demarche liaison charter check FILE` lists everything that is wrong with the text";
            case DRAFT_UNKNOWN -> "compare the hash with the one in the invitation, byte for byte";
            case ALREADY_ASSENTED -> "nothing to do: the assent stands";
            case KEYS_INCOMPLETE -> "bring every key that the charter names for the party: --key FILE, once for each";
            case ALREADY_LOGGED -> "nothing to do: the notice is in the log";
            case KEY_REFUSED ->
                "prove possession anew with `demarche liaison key prove`, for this charter and this party";
            case ISSUED_IN_FUTURE, CLOCK_SKEW ->
                "compare this machine's clock with a trusted one; `demarche liaison status` shows the difference to the hub";
            case VALIDITY_PASSED -> "sign anew: `demarche liaison outbox renew ID`";
            case VALIDITY_TOO_LONG -> "state a shorter --valid-for; the charter sets the maximum";
            case ANCHOR_UNKNOWN -> "this desk has seen another log than the hub has; stop, and call the other parties";
            case HUB_CLOCK -> "call the operator; the notice stays in the outbox until then";
            case INCIDENT_REQUIRED, INCIDENT_FORBIDDEN, INCIDENT_UNKNOWN ->
                "`demarche liaison incident` lists the incidents with their ids";
            case INCIDENT_WINDING_DOWN, INCIDENT_CLOSED ->
                "a new violation opens a new incident: `demarche liaison report`";
            case REFERENCE_COUNT, REFERENCE_UNKNOWN -> "`demarche liaison inbox` lists the notices with their ids";
            case NOT_A_PROPOSAL -> "acknowledge it as received; concur and decline are for proposals";
            case NOT_THE_AUTHOR -> "only the party that wrote the notice can do this";
            case FINDING_UNKNOWN, TIER_UNKNOWN -> "`demarche liaison charter explain` lists findings and tiers";
            case TIER_ACTIVE, TIER_NOT_ACTIVE, TIER_STOOD_DOWN ->
                "`demarche liaison incident ID` shows how the tiers stand";
            case CLOCK_NOT_RUNNING ->
                "the finding that starts the clock must be established first; `demarche liaison incident ID` shows who is missing";
            case PROPOSAL_OPEN ->
                "take a position on the open proposal instead; `demarche liaison incident ID` shows it";
            case PROPOSAL_LAPSED -> "propose the tier anew: `demarche liaison propose`";
            case PLEDGE_UNKNOWN, CONDITION_UNKNOWN, PLEDGE_OVER ->
                "`demarche liaison inbox --kind pledge` lists the pledges with their ids and conditions";
            case CHAIN_BROKEN, TIME_DECREASES, TIME_MARK_IDLE -> "keep the evidence file and call the other parties";
            case QUOTA_EXCEEDED -> "wait a minute, then `demarche liaison outbox send`; FLASH has its own share";
            case DISK_FULL, NOT_READY, INTERNAL ->
                "call the operator; what was signed is in the outbox: `demarche liaison outbox send` when the hub is well";
            case PIN_UNKNOWN ->
                "the charter does not name this machine's TLS key for any party; check tls_certificate in the profile";
            case WITNESS_UNKNOWN ->
                "compare the witness's name and keys with those in the charter: `demarche liaison charter explain`";
            case NOT_FOUND -> "check the id; `demarche liaison incident` and `demarche liaison inbox` list them";
        };
    }
}

package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import org.demarche.hash.Sha256;

/**
 * The story that most lies are about: UA reports, proposes tier 1, and somebody's word activates it.
 *
 * @param log the log, which can go on
 * @param incident the incident
 * @param report index of the report
 * @param proposal index of the proposal
 * @param middle index of what UA says after it
 * @param last index of the last word
 */
public record Tale(LieLog log, Sha256 incident, int report, int proposal, int middle, int last) {

    /** A log in which UA has assented, and nothing else has happened. */
    public static LieLog adopted(LieCharter charter) {
        return adopted(charter, "UA/root", "UA/watch");
    }

    /** The same with these keys of UA's. */
    public static LieLog adopted(LieCharter charter, String... keys) {
        LieLog log = LieLog.of(charter);
        log.at(MINUTE).assent("UA/root", charter, keys);
        return log;
    }

    /** The same, and GB has assented too. */
    public static LieLog joined(LieCharter charter) {
        LieLog log = adopted(charter);
        log.assent("GB/root", charter, "GB/root", "GB/watch");
        return log;
    }

    /** Up to the proposal. */
    public static Tale proposed(LieLog log) {
        int report = log.at(10 * MINUTE).say("UA/watch", Says.report());
        Sha256 incident = log.id(report);
        int proposal = log.at(20 * MINUTE).say("UA/watch", Says.propose(incident, 1));
        return new Tale(log, incident, report, proposal, proposal, proposal);
    }

    /** UA sends a message, then concurs: under the plain charter tier 1 is active. */
    public static Tale told(LieLog log) {
        Tale tale = proposed(log);
        int middle = log.at(21 * MINUTE).say("UA/watch", Says.message(tale.incident));
        return new Tale(log, tale.incident, tale.report, tale.proposal, middle, tale.concur("UA/watch"));
    }

    /** The tale under the plain charter. */
    public static Tale plain() {
        return told(adopted(LieCharter.plain()));
    }

    /** UA concurs, then GB: where parties are counted, tier 1 is active. */
    public static Tale counted() {
        Tale tale = proposed(joined(LieCharter.counted()));
        int middle = tale.concur("UA/watch");
        return new Tale(tale.log, tale.incident, tale.report, tale.proposal, middle, tale.concur("GB/watch"));
    }

    /** Somebody concurs, at 22 minutes past the zero hour. */
    public int concur(String signer) {
        return log.at(22 * MINUTE).say(signer, Says.concur(incident, proposed()));
    }

    /** Identity of the proposal. */
    public Sha256 proposed() {
        return log.id(proposal);
    }

    /** The bundle of the incident's newest entry. */
    public org.demarche.proto.v1.EvidenceBundle.Builder bundle() {
        return log.incident(incident);
    }
}

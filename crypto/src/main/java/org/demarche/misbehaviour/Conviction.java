package org.demarche.misbehaviour;

import org.demarche.evidence.Code;

/**
 * What a log is convicted of.
 *
 * @param code SPLIT_HISTORY, TIME or FOLD
 * @param lie which form, such as {@code split_history}
 * @param origin the log
 * @param what what it did, as a clause after its name
 * @param since index of the first entry that it concerns: from there on its word is worth nothing
 */
public record Conviction(Code code, String lie, String origin, String what, long since) {}

package org.demarche.misbehaviour;

import org.demarche.evidence.Code;

/** What comes of holding what the log signed against itself. */
sealed interface Finding {
    /**
     * It can't all be true.
     *
     * @param code 20, 21 or 22
     * @param what what the log did, as a clause after its name
     * @param since index of the first entry that it concerns
     */
    record Shown(Code code, String what, long since) implements Finding {}

    /**
     * The file does not show that.
     *
     * @param why one sentence, without a full stop
     */
    record NotShown(String why) implements Finding {}
}

package org.demarche.client.conformance;

import java.util.Optional;
import org.demarche.conformance.Case;

/**
 * How a case has come out.
 *
 * @param question the case
 * @param fault what is wrong with the answer, in one sentence; empty: nothing
 */
record Outcome(Case question, Optional<String> fault) {
    boolean passed() {
        return fault.isEmpty();
    }
}

package org.demarche.client.cli;

import org.demarche.client.Desk;
import org.demarche.escalation.Governance;

/** Whether there is anything left to say. */
final class Closing {
    private Closing() {}

    static boolean isClosed(Desk desk) {
        return desk.governance().map(Governance::closed).orElse(false);
    }
}

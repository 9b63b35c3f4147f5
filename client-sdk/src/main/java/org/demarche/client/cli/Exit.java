package org.demarche.client.cli;

import org.demarche.client.DeskException;

/** Exit codes of {@code liaison}. A hub that was caught gives the code of the verdict (10, 12, 14, 20, 21, 22). */
final class Exit {
    static final int OK = 0;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int NOT_TRUSTED = 4;
    static final int CONFIGURATION = 5;
    static final int UNREACHABLE = 6;
    static final int CONDITION = 7;
    static final int BUG = 70;

    private Exit() {}

    static int of(DeskException failure) {
        if (failure instanceof DeskException.Misbehaved misbehaved) {
            return misbehaved.kind().exitCode();
        }
        if (failure instanceof DeskException.Refused) {
            return REFUSED;
        }
        if (failure instanceof DeskException.NotTrusted) {
            return NOT_TRUSTED;
        }
        if (failure instanceof DeskException.Misconfigured) {
            return CONFIGURATION;
        }
        if (failure instanceof DeskException.Unreachable) {
            return UNREACHABLE;
        }
        return failure instanceof DeskException.ClockSkew || failure instanceof DeskException.NotWitnessed
                ? CONDITION
                : USAGE;
    }
}

package org.demarche.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.demarche.server.HubException;
import org.demarche.server.HubLock;

/** Work that must be alone on a hub's directory. */
@FunctionalInterface
interface Locked {
    /** Does it. */
    void work() throws HubException;

    /** Does it while no hub runs on the directory. */
    static void alone(Path directory, Locked task) throws HubException {
        try (HubLock lock = HubLock.take(directory)) {
            task.work();
        } catch (IOException e) {
            throw new HubException(
                    HubException.SETUP, directory + ": the lock could not be let go: " + e.getMessage(), e);
        }
    }
}

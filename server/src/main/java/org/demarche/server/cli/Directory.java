package org.demarche.server.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.Logbook;
import org.demarche.server.audit.Act;
import org.demarche.server.config.HubConfig;
import picocli.CommandLine.Option;

/** The option that names the hub's directory. */
final class Directory {
    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The hub's directory (default: the current one).")
    private Path path = Path.of(".");

    Path path() {
        return path;
    }

    /** Writes a line into the audit trail. */
    void note(Act act, Map<String, String> details) {
        new Logbook(path, InstantSource.system()).note(act, details);
    }

    HubConfig config() throws HubException {
        return HubFiles.config(path, System.getenv());
    }
}

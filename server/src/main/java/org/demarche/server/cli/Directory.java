package org.demarche.server.cli;

import java.nio.file.Path;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
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

    HubConfig config() throws HubException {
        return HubFiles.config(path, System.getenv());
    }
}

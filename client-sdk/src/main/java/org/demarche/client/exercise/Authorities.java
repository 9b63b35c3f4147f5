package org.demarche.client.exercise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;

/** The time authorities of an exercise, which answer from when they are opened until they are closed, each at a door of its own. */
final class Authorities implements AutoCloseable {
    private final List<TimeAuthorityDoor> doors = new ArrayList<>();

    private Authorities() {}

    /** Opens those of the charter, and tells the hub, which has not started yet, where they are. */
    static Authorities open(Installation installation, InstantSource clock, SecureRandom random) throws PlayException {
        Authorities authorities = new Authorities();
        Path config = installation.hub().resolve("hub.toml");
        try {
            for (Charter.TimeAuthority authority : installation.charter().timeAuthorities()) {
                TimeAuthorityFiles files = installation.authority(authority.name());
                TimeAuthorityDoor door = TimeAuthorityDoor.open(files.read(), 0, clock, random);
                authorities.doors.add(door);
                Files.writeString(
                        config,
                        door.hubToml(authority.name(), installation.hub().relativize(files.anchor())),
                        StandardOpenOption.APPEND);
            }
            return authorities;
        } catch (IOException e) {
            authorities.close();
            throw new PlayException("a time authority could not be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        doors.forEach(TimeAuthorityDoor::close);
    }
}

package org.demarche.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a program that refuses to run as root is run all the same. */
enum Privileges {
    /** We are somebody else. */
    OWN(List.of()),
    /** As nobody of a user namespace, where root's files look as if they were nobody's. */
    NAMESPACE(List.of("unshare", "--user")),
    /** As nobody, with files that are nobody's. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private static final int NOBODY_ID = 65_534;

    private final List<String> prefix;

    Privileges(List<String> prefix) {
        this.prefix = prefix;
    }

    /**
     * The first way that works here.
     *
     * @throws AssertionError if this is root, and there is none
     */
    static Privileges find() {
        if (!System.getProperty("user.name").equals("root")) {
            return OWN;
        }
        for (Privileges way : List.of(NAMESPACE, NOBODY)) {
            if (Commands.succeeds(way.command("true"))) {
                return way;
            }
        }
        throw new AssertionError(
                "PostgreSQL does not run as root, and neither unshare --user nor setpriv may be used here: run the tests as another user");
    }

    /** Whether the server's files must be given away. */
    boolean changesOwner() {
        return this == NOBODY;
    }

    List<String> command(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    /** Gives these files to the one who runs the programs. */
    void give(Path root) {
        if (!changesOwner()) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", NOBODY_ID);
                Files.setAttribute(file, "unix:gid", NOBODY_ID);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

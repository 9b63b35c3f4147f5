package org.demarche.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a server runs.
 *
 * @param entry the command that runs another there: {@code ip netns exec NAME}, {@code nsenter --mount …}; empty for here
 * @param address the server's address there, for itself and for others
 */
public record Place(List<String> entry, String address) {
    /** On loopback, beside this process. */
    public static final Place HERE = new Place(List.of(), "127.0.0.1");

    /** The addresses that a server's certificate bears besides {@code localhost}: those of machines in networks of tests. */
    static final List<String> CERTIFIED = List.of("10.77.0.11", "10.77.0.12", "10.77.0.13");

    public Place {
        entry = List.copyOf(entry);
    }

    /** The command, to be run there. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(entry);
        whole.addAll(command);
        return whole;
    }
}

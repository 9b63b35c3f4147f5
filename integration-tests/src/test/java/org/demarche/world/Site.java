package org.demarche.world;

import java.util.List;

/**
 * Where one of several hubs of a log runs.
 *
 * @param entry the command that runs another there; empty for here
 * @param host the address on which it listens
 * @param url the database, as it reaches it
 * @param standbys how many standbys must have a commit
 */
public record Site(List<String> entry, String host, String url, int standbys) {
    static final String LOOPBACK = "127.0.0.1";

    public Site {
        entry = List.copyOf(entry);
    }

    /** Here, on loopback. */
    public static Site here(String url, int standbys) {
        return new Site(List.of(), LOOPBACK, url, standbys);
    }
}

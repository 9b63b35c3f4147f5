package org.demarche.archive;

import java.util.List;
import java.util.Optional;

/**
 * Whether each time-stamp of a record was renewed while it could be believed (RFC 4998, section 5.3): pure arithmetic of instants.
 *
 * @param links at least one, oldest first
 * @param broken where a renewal came too late, in one sentence; empty: nowhere
 * @param ending until when the newest can be believed, and the hash that it is by
 */
public record Continuity(List<Link> links, Optional<String> broken, Ending ending) {
    public Continuity {
        links = List.copyOf(links);
    }

    /** The continuity of these, as far as these algorithms are trusted. */
    public static Continuity of(List<Link> links, Algorithms trusted) {
        Optional<String> broken = Optional.empty();
        for (int i = 1; i < links.size() && broken.isEmpty(); i++) {
            broken = between(links.get(i - 1), links.get(i), trusted);
        }
        Link newest = links.get(links.size() - 1);
        Ending own = newest.ending(trusted);
        Ending hash = Ending.of(newest.digest().algorithm(), trusted);
        return new Continuity(links, broken, own.compareTo(hash) <= 0 ? own : hash);
    }

    /** What is wrong between two that follow one another. */
    private static Optional<String> between(Link older, Link newer, Algorithms trusted) {
        if (newer.at().isBefore(older.at())) {
            return Optional.of(newer + " is dated before " + older + ", which it renews");
        }
        Ending ending = older.ending(trusted);
        if (!ending.holdsAt(newer.at())) {
            return Optional.of(ending.past() + "; the renewal of " + newer.at() + " came too late");
        }
        // Every hash of a chain is relied on until another hash covers the whole of it.
        Ending hash = Ending.of(older.digest().algorithm(), trusted);
        return hash.holdsAt(newer.at())
                ? Optional.empty()
                : Optional.of(hash.past() + "; the renewal of " + newer.at() + " came too late");
    }

    /** The first of them. */
    public Link oldest() {
        return links.get(0);
    }

    /** The last of them. */
    public Link newest() {
        return links.get(links.size() - 1);
    }
}

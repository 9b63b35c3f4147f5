package org.demarche.archive;

import java.util.List;

/** How the verification of a record came out. */
public sealed interface RecordCheck {
    /**
     * Every time-stamp of it is true, and covers what it must. Whether each was made in time is for {@link Continuity} to say.
     *
     * @param links oldest first, at least one
     */
    record True(List<Link> links) implements RecordCheck {
        public True {
            links = List.copyOf(links);
        }
    }

    /**
     * It vouches for nothing.
     *
     * @param sentence why, without a full stop
     */
    record Void(String sentence) implements RecordCheck {}
}

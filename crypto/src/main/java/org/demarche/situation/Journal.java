package org.demarche.situation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Declaration;
import org.demarche.proto.v1.Pledge;

/**
 * What people read of a log, up to an entry.
 *
 * @param size how many entries it tells of
 * @param tape the newest ones, newest first
 * @param incidents what was said in each, in the order in which they were opened
 * @param pledges every pledge, in the order of the log
 * @param declarations every declaration, in the order of the log
 */
public record Journal(
        long size,
        List<Spoken> tape,
        Map<Sha256, Proceedings> incidents,
        List<Pledged> pledges,
        List<Declared> declarations) {
    /** Nothing yet. */
    public static final Journal EMPTY = new Journal(0, List.of(), Map.of(), List.of(), List.of());

    public Journal {
        tape = List.copyOf(tape);
        incidents = Collections.unmodifiableMap(new LinkedHashMap<>(incidents));
        pledges = List.copyOf(pledges);
        declarations = List.copyOf(declarations);
    }

    /**
     * A pledge.
     *
     * @param entry the entry that brought it
     * @param party who pledges
     * @param pledge what
     * @param met by the number of a condition, from 1, the index of the entry by which it was met
     * @param ended index of the entry that ended it
     */
    public record Pledged(Spoken entry, String party, Pledge pledge, Map<Integer, Long> met, Optional<Long> ended) {
        public Pledged {
            met = Map.copyOf(met);
        }
    }

    /**
     * A declaration.
     *
     * @param entry the entry that brought it
     * @param party who declares support
     * @param declaration for what
     */
    public record Declared(Spoken entry, String party, Declaration declaration) {}
}

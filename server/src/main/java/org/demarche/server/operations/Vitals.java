package org.demarche.server.operations;

import java.util.List;
import java.util.Optional;

/** What a running hub is asked about itself. */
public interface Vitals {
    /** Which of its threads do nothing any more, in sentences; none: it lives. May take a second or two. */
    List<String> whyNotAlive();

    /** Why nothing can be taken in at present, in a sentence; empty: it can. */
    Optional<String> whyNotReady();

    /** Whether it is about to end. */
    boolean draining();

    /** What is wrong with a call that the hub has made to itself, in a sentence; empty: it was answered. May take some seconds. */
    Optional<String> whyUnanswered();
}

package org.demarche.server.clock;

/** The guard's answer to "what time is it?". */
public sealed interface Reading {
    /**
     * The clock can be believed.
     *
     * @param nowMs milliseconds since 1970 UTC, never before the log's newest entry
     */
    record Sound(long nowMs) implements Reading {}

    /**
     * The clock cannot be believed: nothing may be appended.
     *
     * @param sentence why, for people
     */
    record Unsound(String sentence) implements Reading {}
}

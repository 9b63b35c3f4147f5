package org.demarche.escalation;

/**
 * An incident's running clock.
 *
 * @param startedMs when it started, in milliseconds since 1970 UTC
 * @param index the entry that started it
 */
public record Clock(long startedMs, long index) {}

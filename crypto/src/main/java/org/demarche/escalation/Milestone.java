package org.demarche.escalation;

/**
 * An activation or a stand-down.
 *
 * @param instantMs the instant at which all that it needs held for the first time, in milliseconds since 1970 UTC
 * @param index the entry at which it became visible: the first one of the incident or of governance at or after that instant
 */
public record Milestone(long instantMs, long index) {}

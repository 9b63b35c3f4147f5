package org.demarche.escalation;

/**
 * Where in the log something happens.
 *
 * @param index the entry's index, from 0
 * @param acceptedAtMs the entry's time, in milliseconds since 1970 UTC
 */
record Place(long index, long acceptedAtMs) {}

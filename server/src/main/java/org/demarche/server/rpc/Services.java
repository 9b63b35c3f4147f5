package org.demarche.server.rpc;

/**
 * Which services do what they are there for, as the health service says.
 *
 * @param desk whether notices can be taken, or, by a hub that only reads, all be shown that is known
 * @param log whether the log can be read
 * @param witness whether witnesses can cosign
 */
public record Services(boolean desk, boolean log, boolean witness) {}

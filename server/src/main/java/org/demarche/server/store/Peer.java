package org.demarche.server.store;

/**
 * Another hub that appends to the same log.
 *
 * @param hub its name among those of the log
 * @param size how many entries it last knew to be durable
 * @param silentMs for how long it has confirmed nothing, by the store's clock, in milliseconds
 */
public record Peer(String hub, long size, long silentMs) {}

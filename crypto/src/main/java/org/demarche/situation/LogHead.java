package org.demarche.situation;

import org.demarche.hash.Sha256;

/**
 * The head of a log.
 *
 * @param size how many entries it has
 * @param root root over them
 * @param signedAtMs when the log's keys signed it, in milliseconds since 1970 UTC
 * @param witnessed how many entries the newest head covers that enough witnesses have cosigned; 0: none
 */
public record LogHead(long size, Sha256 root, long signedAtMs, long witnessed) {}

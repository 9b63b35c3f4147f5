package org.demarche.merkle;

import org.demarche.hash.Sha256;

/**
 * A head of the log.
 *
 * @param size number of entries, 0 or more
 * @param root RFC 6962 root over them
 */
public record Head(long size, Sha256 root) {
    public Head {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
        }
    }
}

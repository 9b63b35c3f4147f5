package org.demarche.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * Time-stamps that cover one another by one hash ({@code ArchiveTimeStampChain}): the first covers the data, every other the token before it.
 *
 * @param stamps at least one, oldest first
 */
record StampChain(ArchiveDigest digest, List<ArchiveStamp> stamps) {
    StampChain {
        stamps = List.copyOf(stamps);
        if (stamps.isEmpty()) {
            throw new IllegalArgumentException("stamps: 0 (expected: at least 1)");
        }
    }

    ArchiveStamp newest() {
        return stamps.get(stamps.size() - 1);
    }

    StampChain with(ArchiveStamp next) {
        List<ArchiveStamp> longer = new ArrayList<>(stamps);
        longer.add(next);
        return new StampChain(digest, longer);
    }
}

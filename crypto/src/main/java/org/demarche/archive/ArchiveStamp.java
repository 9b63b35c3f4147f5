package org.demarche.archive;

import java.util.Arrays;

/**
 * One time-stamp of a record ({@code ArchiveTimeStamp}); nothing of it is verified. Immutable.
 *
 * @param path from what it covers to what is stamped
 * @param token an RFC 3161 token, in DER
 */
record ArchiveStamp(HashPath path, byte[] token) {
    ArchiveStamp {
        token = token.clone();
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchiveStamp that && path.equals(that.path) && Arrays.equals(token, that.token);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(token);
    }
}

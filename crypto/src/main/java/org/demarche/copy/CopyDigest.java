package org.demarche.copy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.demarche.charter.Predecessor;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;

/**
 * What the charter of the next log says of one that has ended: its root, and SHA-512 over the very bytes of a copy. Fed entry by entry, from entry 0 on. Not
 * thread-safe.
 */
public final class CopyDigest {
    private final Frontier tree = new Frontier();
    private final MessageDigest sha512 = Sha512.digest();

    /** Of no entry yet. */
    public CopyDigest() {
        sha512.update(CopyReader.magic());
    }

    /** Takes the next entry. */
    public void add(byte[] entry) {
        tree.append(Merkle.leaf(entry));
        sha512.update(ByteBuffer.allocate(CopyReader.LENGTH_BYTES)
                .putInt(entry.length)
                .array());
        sha512.update(entry);
    }

    /** Size and root so far. */
    public Head head() {
        return tree.head();
    }

    /**
     * The whole, named. The digest is then used up.
     *
     * @param origin the log's origin
     * @param charter hash of version 1 of its charter
     */
    public Predecessor end(String origin, Sha256 charter) {
        return new Predecessor(origin, charter, tree.size(), tree.head().root(), Sha512.of(sha512));
    }
}

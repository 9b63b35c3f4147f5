package org.demarche.charter;

import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;

/**
 * The log that this one follows, as version 1 of a charter names it: so that whoever trusts this charter can tell every entry of that log, even when nobody keeps its
 * keys any more.
 *
 * @param origin its C2SP origin line
 * @param charter hash of version 1 of its charter: the name of its trust
 * @param size how many entries it has
 * @param root the RFC 6962 root over them
 * @param entries SHA-512 over them in the form of a copy (PROTOCOL.md, section 10): each with its length before it
 */
public record Predecessor(String origin, Sha256 charter, long size, Sha256 root, Sha512 entries) {
    /** The table as a charter writes it. */
    public String text() {
        return """
                [predecessor]
                origin  = "%s"
                charter = "%s"
                size    = %d
                root    = "%s"
                entries = "%s"
                """.formatted(origin, charter.fingerprint(), size, root.fingerprint(), entries.fingerprint());
    }
}

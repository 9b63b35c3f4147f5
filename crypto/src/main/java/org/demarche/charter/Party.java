package org.demarche.charter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;

/**
 * A state or organ named in the charter; counts once, whatever number of keys it holds.
 *
 * @param id ISO 3166 alpha-2 for states, else 2 to 16 of {@code A-Z0-9-}
 * @param name the name people use
 * @param root id of the key that signs charters, assents and key changes
 * @param may its rights
 * @param desks its posts, in the charter's order
 * @param tls SHA-256 of the SubjectPublicKeyInfo of each certificate that its machines may connect with
 */
public record Party(String id, String name, Sha256 root, Set<Right> may, List<Desk> desks, Set<Sha256> tls) {
    public Party {
        may = Set.copyOf(may);
        desks = List.copyOf(desks);
        tls = Set.copyOf(tls);
    }

    /** The desk with this name. */
    public Optional<Desk> desk(String deskName) {
        return desks.stream().filter(d -> d.name().equals(deskName)).findFirst();
    }
}

package org.demarche.charter;

import java.util.Set;
import org.demarche.hash.Sha256;

/**
 * A named post of a party; however many keys it has, it is one.
 *
 * @param name unique within the party
 * @param keys ids of its signing keys
 * @param may its rights: a subset of its party's
 */
public record Desk(String name, Set<Sha256> keys, Set<Right> may) {
    public Desk {
        keys = Set.copyOf(keys);
        may = Set.copyOf(may);
    }
}

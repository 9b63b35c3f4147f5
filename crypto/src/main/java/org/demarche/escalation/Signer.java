package org.demarche.escalation;

import java.util.Optional;

/**
 * Whose key it is.
 *
 * @param party the party's id
 * @param desk the desk's name; empty: the party's root key
 */
public record Signer(String party, Optional<String> desk) {
    /** Whether this is the key that signs charters, assents and key changes. */
    public boolean isRoot() {
        return desk.isEmpty();
    }

    @Override
    public String toString() {
        return desk.map(d -> party + "/" + d).orElse(party + "/root");
    }
}

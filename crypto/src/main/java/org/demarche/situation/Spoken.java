package org.demarche.situation;

import java.util.Optional;
import org.demarche.hash.Sha256;

/**
 * An entry of the log in the words of people.
 *
 * @param index its index
 * @param atMs when it was accepted, in milliseconds since 1970 UTC
 * @param party who speaks; empty: the hub
 * @param who party and desk, such as {@code NO/watch}, or {@code hub}
 * @param key id of the key that signed it; empty: the hub's own entry
 * @param notice identity of the notice; empty: the hub's own entry
 * @param incident the incident that it belongs to
 * @param precedence such as {@code FLASH}; empty: the hub's own entry
 * @param what what is said, at most {@value #MOST} characters of it
 */
public record Spoken(
        long index,
        long atMs,
        Optional<String> party,
        String who,
        Optional<Sha256> key,
        Optional<Sha256> notice,
        Optional<Sha256> incident,
        String precedence,
        String what) {
    /** How much of a text is kept; all of it is in the log. */
    public static final int MOST = 2_000;

    public Spoken {
        what = Phrases.cut(what, MOST);
    }
}

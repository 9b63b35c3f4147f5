package org.demarche.escalation;

import org.demarche.hash.Sha256;

/**
 * A party's word that others may have used one of its keys. It undoes nothing: what the key has signed keeps its effects, and readers are told to doubt it.
 *
 * @param party whose key it is
 * @param key its id
 * @param sinceIndex from this index on its notices are doubtful
 * @param declaredIndex index of the key change that says so
 * @param text what is known of it; may be empty
 */
public record Compromise(String party, Sha256 key, long sinceIndex, long declaredIndex, String text) {
    /** Whether a notice by this key at {@code index} is doubtful. */
    public boolean covers(long index) {
        return index >= sinceIndex;
    }

    /** Such as {@code signed by a key that UA has since, in entry 9, declared compromised from entry 7 on: lost laptop}. */
    public String sentence() {
        return "signed by a key that " + party + " has since, in entry " + declaredIndex
                + ", declared compromised from entry " + sinceIndex + " on" + (text.isEmpty() ? "" : ": " + text);
    }
}

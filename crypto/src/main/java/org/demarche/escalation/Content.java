package org.demarche.escalation;

import com.google.protobuf.ByteString;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;

/** What an entry of the log holds. */
public sealed interface Content {
    /**
     * Entry 0.
     *
     * @param text the text of charter version 1, the very bytes
     */
    record Genesis(ByteString text) implements Content {}

    /**
     * A party's notice, both signatures verified.
     *
     * @param notice the notice
     */
    record Noticed(VerifiedNotice notice) implements Content {}

    /**
     * The hub's own entry: time or governance has moved an incident. Decides nothing.
     *
     * @param incident identity of the report that opened it
     */
    record Mark(Sha256 incident) implements Content {}
}

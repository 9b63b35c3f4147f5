package org.demarche.client;

import org.demarche.client.witness.Witnessing;
import org.demarche.merkle.Head;

/**
 * Is told what a desk sees, in the log's order, on the desk's own follower thread: return soon. What is told is verified and durable in the desk's own copy of
 * the log, so after a restart nothing comes twice and nothing is left out.
 */
public interface DeskListener {
    /** The next entry. */
    void onEntry(Delivery entry);

    /**
     * A verified head that covers everything told so far; also the heartbeat.
     *
     * @param caughtUp whether the hub says that this is the end of its log
     */
    default void onHead(Head head, boolean caughtUp) {}

    /** A greater head than before is witnessed: every entry under its size is, from now on. */
    default void onWitnessed(Witnessing.Witnessed newest) {}

    /**
     * The line broke and the desk tries again ({@link DeskException.Unreachable}, {@link DeskException.ClockSkew}), witnesses are late or their word is false
     * ({@link DeskException.NotWitnessed}), or following has ended for good (every other kind).
     */
    default void onTrouble(DeskException trouble) {}
}

package org.demarche.client.exercise;

import java.util.Optional;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;

/** Where a scenario is played: the parties' desks, and what an observer's own replay of the log says. Thread-safe. */
interface Stage {
    /** Signs and submits at this desk, which has first caught up with the log. */
    Receipt submit(Actor actor, Draft draft) throws DeskException;

    /** Assents to the charter with the party's root key. */
    Receipt assent(String party) throws DeskException;

    /** Sends the very bytes once more that {@code earlier} is the receipt of. */
    Receipt repeat(Actor actor, Receipt earlier) throws DeskException;

    /** Stops the party's witness, for good. */
    void stopWitness(String party);

    /**
     * Who vouches for the start of an incident's clock, or for the activation of a tier, by the evidence that the hub has for it just now.
     *
     * @param tier 0: the start of the clock
     * @return empty: nobody yet, or not all that the charter asks
     */
    Optional<Vouched> vouched(Sha256 incident, int tier) throws DeskException;

    /** What keeps others from vouching, as far as it is known: words that continue a sentence; empty: nothing. */
    String unvouched() throws InterruptedException;

    /** Whether the charter is in force, as the observer sees it. */
    boolean inForce();

    /** The incident as the observer sees it, with time processed up to now. */
    Optional<IncidentState> incident(Sha256 id);

    /** Number of entries that the observer has verified. */
    long size();

    /** Time of the newest entry that the observer has verified: milliseconds since 1970 UTC; 0 before the first. */
    long newestMs();

    /** Waits until the observer has seen something new, or so many milliseconds. */
    void await(long atMostMs) throws InterruptedException;

    /** The time: milliseconds since 1970 UTC. */
    long nowMs();
}

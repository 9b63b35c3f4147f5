package org.demarche.server.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The heads that the hubs of a log have time authorities stamp, and the tokens. The store decides which heads these are, so that all hubs have the same ones stamped: a
 * token is over the very bytes of a note, which must never change. What is written is as durable as entries are when the method returns; nothing of it waits for a turn
 * at the end of the log. Every method throws {@link StoreException} when the medium fails.
 *
 * <p>It stays bounded by {@link #drop}: who decides what goes stands in {@code org.demarche.server.timestamp.Keeping}.
 */
public interface StampedHeads {
    /**
     * Settles that a head is to be stamped, as it is, unless one of its size or a greater one is settled already.
     *
     * @return whether it is settled now
     */
    boolean freeze(FrozenHead head);

    /** The greatest. */
    Optional<FrozenHead> newest();

    /**
     * By size, ascending.
     *
     * @param from the least size
     * @param most how many at the most
     */
    List<FrozenHead> heads(long from, int most);

    /**
     * Keeps a verified token over a settled head. What is there of the same authority over the same head stays.
     *
     * @return whether the head is settled
     */
    boolean add(StoredToken token);

    /** The tokens over the head of this size, by the name of the authority. */
    List<StoredToken> tokens(long size);

    /**
     * Removes heads.
     *
     * @param sizes theirs; one over which there is a token stays
     */
    void drop(Collection<Long> sizes);

    /** Puts a head of another store of the same log in its place, with its tokens; one of its size that is there stays, and if it is another, so do its tokens alone. */
    void carry(FrozenHead head, List<StoredToken> tokens);
}

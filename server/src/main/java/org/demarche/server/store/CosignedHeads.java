package org.demarche.server.store;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The heads that the hubs of a log offer to witnesses, and what the witnesses said. The store decides which heads these are, so that all hubs offer the same ones. What
 * is written is as durable as entries are when the method returns; nothing of it waits for a turn of another hub at the end of the log. Every method throws
 * {@link StoreException} when the medium fails.
 *
 * <p>It stays bounded by {@link #settle}: who decides what is to last stands in {@code org.demarche.server.witness.Keeping}.
 */
public interface CosignedHeads {
    /**
     * Offers a head, unless one of its size or a greater one is offered already.
     *
     * @return whether it is offered now
     */
    boolean offer(long size, ByteString note);

    /** The greatest offered head. */
    Optional<OfferedHead> newest();

    /** The offered head of this size. */
    Optional<OfferedHead> head(long size);

    /**
     * Offered heads, by size, ascending.
     *
     * @param from the least size
     * @param most how many at the most
     */
    List<OfferedHead> heads(long from, int most);

    /**
     * Keeps what witnesses said of offered heads, all of it with one flush. What is there of the same witness on the same head stays.
     *
     * @return the sizes of those of the heads that are offered, and not dropped by now
     */
    Set<Long> add(Collection<StoredCosignature> cosignatures);

    /**
     * Keeps a witness's word on an offered head.
     *
     * @return whether the head is offered, and not dropped by now
     */
    default boolean add(StoredCosignature cosignature) {
        return !add(List.of(cosignature)).isEmpty();
    }

    /** What witnesses said of the head of this size, by name. */
    List<StoredCosignature> cosignatures(long size);

    /** Notes that the charter's witness rule holds over the offered head of this size. */
    void markWitnessed(long size);

    /** The size of the greatest witnessed head; 0: there is none. */
    long newestWitnessed();

    /** The sizes of witnessed heads from {@code from} on, ascending, {@code most} at the most. */
    List<Long> witnessed(long from, int most);

    /** The size of the greatest witnessed head below {@code size}; 0: there is none. */
    long witnessedBefore(long size);

    /** For each witness that has cosigned a head which is still kept, the size of the greatest. */
    Map<String, Long> newestByWitness();

    /** The heads that do not last and are not among the {@code newest} greatest, by size, ascending, {@code most} at the most. */
    List<OfferedHead> old(int newest, int most);

    /**
     * Decides what becomes of heads.
     *
     * @param lasting sizes of those that are kept for good
     * @param gone sizes of those that go, with what witnesses said of them
     */
    void settle(Collection<Long> lasting, Collection<Long> gone);

    /** Puts a head of another store of the same log in its place, with what witnesses said of it; one of its size that is there stays. */
    void carry(OfferedHead head, List<StoredCosignature> cosignatures);
}

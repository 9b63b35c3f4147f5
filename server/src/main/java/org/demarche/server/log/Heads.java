package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.server.store.StoreException;

/**
 * Where the heads of the log come from, and with them how far it may be shown: a hub that appends signs its own over what it knows to be durable; one that only reads
 * shows those that others have signed and left. Thread-safe.
 */
public sealed interface Heads permits SignedHeads, StoredHeads {
    /** A head is to be had at every multiple of this: so that who catches up need not believe, or keep, much at once. */
    int EVERY = 1_024;

    /**
     * How many entries there may be by now.
     *
     * @throws StoreException if the store cannot be read
     */
    long visible();

    /**
     * How many entries may be shown. May take as long as the medium takes.
     *
     * @throws StoreException if that cannot be learnt
     */
    long durable();

    /**
     * The store must still hold the log of {@code tree}, which was shown.
     *
     * @param size the number of its entries now
     * @throws StoreException if it does not
     */
    void requireNothingLost(long size, LogTree tree);

    /** Whether the hub has the key pair that a charter names. */
    boolean hold(LogIdentity identity);

    /**
     * The hub must have the key pair that a charter names.
     *
     * @throws StoreException if it has not
     */
    void requireKeys(Charter charter);

    /** From now on heads of {@code size} entries and more are signed with the pair of {@code identity}. */
    void from(long size, LogIdentity identity);

    /** The public half of the pair that signs heads of this size. */
    LogPublicKey keyAt(long size);

    /** The pair that signs heads of this size; empty on a hub that only reads. */
    Optional<LogSigningKey> signingKeyAt(long size);

    /** The greatest size up to {@code most} whose head is signed with the same pair as that of {@code size}. */
    long lastLike(long size, long most);

    /**
     * The signed note over a head of this log.
     *
     * @throws StoreException if there is none to be had
     */
    ByteString note(Head head);

    /** Up to when, in milliseconds since 1970 UTC, this hub knows what is in the log. */
    long knownUntilMs();

    /** Why what is shown could be lost, or is not the newest, in a sentence for the operator; empty: neither. May take as long as the medium takes. */
    Optional<String> whyUnsafe();
}

package org.demarche.server.witness;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredCosignature;
import org.demarche.witness.Cosigned;

/**
 * The heads over which the charter's witness rule holds, as far as the hub shows the log. Each is opened anew, every signature on it verified and its root held against
 * the tree, before anybody is shown it. Thread-safe.
 */
public final class WitnessedHeads {
    /** How many heads are looked at, where the charter of an entry has been replaced since and its witnesses with it. */
    private static final int LOOKED_AT = 64;

    private final HubLog log;
    private final CosignedHeads store;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<OpenedHead> newest = Optional.empty();

    /** Those in {@code store}, of this log. */
    public WitnessedHeads(HubLog log, CosignedHeads store) {
        this.log = log;
        this.store = store;
    }

    /** The newest, when this was last looked for. */
    public Optional<OpenedHead> newest() {
        return newest;
    }

    /** The size of the newest; 0: there is none. */
    public long newestSize() {
        return newest.map(OpenedHead::size).orElse(0L);
    }

    /** The note over what is published: with the witnesses' word, if their rule holds over this very head by now. */
    public ByteString note(Published published) {
        return newest.filter(witnessed -> witnessed.size() == published.size())
                .map(witnessed -> ByteString.copyFrom(witnessed.checkpoint().note()))
                .orElseGet(published::checkpoint);
    }

    /** From now on {@code listener} is told when there is a newer one. It must neither block nor throw. */
    public void onNewer(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Looks whether there is a newer one, of this hub's own making or another's.
     *
     * @throws StoreException if the store cannot be read, or holds what no hub would have written
     */
    void look() {
        if (takeNewer()) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean takeNewer() {
        long size = store.witnessedBefore(log.published().size() + 1);
        if (size <= newestSize()) {
            return false;
        }
        Optional<OpenedHead> newer = open(size, log.reigns().at(size));
        newest = newer.or(() -> newest);
        return newer.isPresent();
    }

    /**
     * The first that covers so many entries, of those that are kept.
     *
     * @throws StoreException as {@link #look}
     */
    public Optional<OpenedHead> covering(long size) {
        return covering(size, log.published().size(), log.reigns()::at);
    }

    /**
     * The first that covers so many entries and is witnessed by the word of perhaps another charter than its own.
     *
     * @param most how many entries it covers at the most; the hub shows as many
     * @param behind the charter to judge by behind so many entries
     * @throws StoreException as {@link #look}
     */
    public Optional<OpenedHead> covering(long size, long most, LongFunction<Charter> behind) {
        return store.witnessed(size, LOOKED_AT).stream()
                .filter(found -> found <= most)
                .filter(found -> Said.isEnough(behind.apply(found), store.cosignatures(found)))
                .findFirst()
                .flatMap(found -> open(found, behind.apply(found)));
    }

    /** Empty if it was dropped meanwhile. */
    private Optional<OpenedHead> open(long size, Charter charter) {
        Optional<OfferedHead> offered = store.head(size);
        if (offered.isEmpty()) {
            return Optional.empty();
        }
        List<StoredCosignature> said = store.cosignatures(size);
        Map<String, LogPublicKey> keys = Said.by(charter, said);
        try {
            VerifiedCheckpoint head = new CheckpointVerifier(charter.log().origin(), log.keyAt(size))
                    .open(offered.get().note().toByteArray());
            VerifiedCheckpoint whole = head.plus(lines(keys, said));
            Head own = log.tree().headAt(size);
            if (!head.head().equals(own)) {
                log.forks()
                        .raise(
                                ForkAlarm.By.STORE,
                                "store",
                                "the store holds a head of " + size + " entries that the log has signed with root "
                                        + head.head().root().hex() + ", and its entries have the root "
                                        + own.root().hex());
            }
            boolean sound = head.head().equals(own)
                    && Cosigned.of(whole, charter, List.copyOf(keys.values()))
                            .filter(c -> c.tally().holds() && c.falsehood().isEmpty())
                            .isPresent();
            if (!sound) {
                throw damaged(size, "is not of this log, or bears a false cosignature");
            }
            return Optional.of(new OpenedHead(whole, keys));
        } catch (NoteException e) {
            throw damaged(size, "cannot be read: " + e.refusal().sentence());
        }
    }

    /** Those of the charter's witnesses first, in its order. */
    private static List<NoteSignature> lines(Map<String, LogPublicKey> keys, List<StoredCosignature> said)
            throws NoteException {
        List<String> order = new ArrayList<>(keys.keySet());
        said.stream()
                .map(StoredCosignature::witness)
                .filter(name -> !keys.containsKey(name))
                .forEach(order::add);
        List<NoteSignature> lines = new ArrayList<>();
        for (String name : order) {
            for (StoredCosignature one : said) {
                if (one.witness().equals(name)) {
                    lines.addAll(NoteSignature.parseLines(one.lines().toByteArray()));
                }
            }
        }
        return lines;
    }

    private static StoreException damaged(long size, String what) {
        return new StoreException(
                Kind.DAMAGED,
                "the witnessed head of " + size + " entries in the store " + what + ": run demarche hub fsck");
    }
}

package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.server.HubException;
import org.demarche.server.log.LogTree;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredToken;

/** The log in a store that nobody appends to meanwhile. */
public final class StoredLog implements Source {
    private static final int DAMAGED = 14;

    private final LogStore store;
    private final String name;
    private final long size;

    /**
     * The log in {@code store}.
     *
     * @param name what to call it in a sentence
     */
    public StoredLog(LogStore store, String name) {
        this.store = store;
        this.name = name;
        this.size = store.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    /** Size and root, by its own tree. */
    public Head head() {
        return new LogTree(store, size).head();
    }

    @Override
    public Optional<Word<OfferedHead, StoredCosignature>> cosigned() {
        return Optional.of(new Word<>(store.cosigned()::heads, store.cosigned()::cosignatures));
    }

    @Override
    public Optional<Word<FrozenHead, StoredToken>> stamped() {
        return Optional.of(new Word<>(store.stamped()::heads, store.stamped()::tokens));
    }

    @Override
    public Pass begin() {
        return new Rows();
    }

    private final class Rows implements Pass {
        private long next;

        @Override
        public List<ByteString> next(int most) throws HubException {
            int count = (int) Math.min(most, size - next);
            List<ByteString> entries = new ArrayList<>(count);
            for (StoredEntry row : count == 0 ? List.<StoredEntry>of() : store.entries(next, count)) {
                require(row.index() == next, "is missing");
                require(Merkle.leaf(row.bytes().toByteArray()).equals(row.leaf()), "is not that of its leaf hash");
                entries.add(row.bytes());
                next++;
            }
            require(count == 0 || !entries.isEmpty(), "is missing");
            return entries;
        }

        private void require(boolean holds, String wrong) throws HubException {
            if (!holds) {
                throw new HubException(
                        DAMAGED,
                        name + ": entry " + next + " " + wrong
                                + ": run demarche hub fsck on it; nothing more was carried",
                        null);
            }
        }

        @Override
        public void close() {
            // The store is its owner's to close.
        }
    }
}

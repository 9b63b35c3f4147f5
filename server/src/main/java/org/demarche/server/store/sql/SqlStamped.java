package org.demarche.server.store.sql;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoredToken;

/** The tables {@code frozen} and {@code tokens}. */
public final class SqlStamped implements StampedHeads {
    private final Transactions tables;

    /** What lies in these tables. */
    public SqlStamped(Transactions tables) {
        this.tables = tables;
    }

    @Override
    public boolean freeze(FrozenHead head) {
        return tables.write(c -> StampedRows.freeze(c, head));
    }

    @Override
    public Optional<FrozenHead> newest() {
        return tables.read(StampedRows::newest);
    }

    @Override
    public List<FrozenHead> heads(long from, int most) {
        return tables.read(c -> StampedRows.heads(c, from, most));
    }

    @Override
    public boolean add(StoredToken token) {
        return tables.write(c -> StampedRows.add(c, token));
    }

    @Override
    public List<StoredToken> tokens(long size) {
        return tables.read(c -> StampedRows.tokens(c, size));
    }

    @Override
    public void drop(Collection<Long> sizes) {
        tables.write(c -> StampedRows.drop(c, sizes));
    }

    @Override
    public void carry(FrozenHead head, List<StoredToken> tokens) {
        tables.write(c -> StampedRows.carry(c, head, tokens));
    }
}

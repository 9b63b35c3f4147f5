package org.demarche.server.store.sqlite;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.sql.CosignedRows;

/** The tables {@code offered} and {@code cosignatures}, in the log's own file. */
final class SqliteCosigned implements CosignedHeads {
    private final SqliteStore store;
    private final SqliteReaders readers;

    SqliteCosigned(SqliteStore store, SqliteReaders readers) {
        this.store = store;
        this.readers = readers;
    }

    @Override
    public boolean offer(long size, ByteString note) {
        return store.write(c -> CosignedRows.offer(c, size, note));
    }

    @Override
    public Optional<OfferedHead> newest() {
        return readers.read(CosignedRows::newest);
    }

    @Override
    public Optional<OfferedHead> head(long size) {
        return readers.read(c -> CosignedRows.head(c, size));
    }

    @Override
    public List<OfferedHead> heads(long from, int most) {
        return readers.read(c -> CosignedRows.heads(c, from, most));
    }

    @Override
    public boolean add(StoredCosignature cosignature) {
        return store.write(c -> CosignedRows.add(c, cosignature));
    }

    @Override
    public List<StoredCosignature> cosignatures(long size) {
        return readers.read(c -> CosignedRows.cosignatures(c, size));
    }

    @Override
    public void markWitnessed(long size) {
        store.write(c -> {
            CosignedRows.markWitnessed(c, size);
            return true;
        });
    }

    @Override
    public long newestWitnessed() {
        return readers.read(CosignedRows::newestWitnessed);
    }

    @Override
    public List<Long> witnessed(long from, int most) {
        return readers.read(c -> CosignedRows.witnessed(c, from, most));
    }

    @Override
    public long witnessedBefore(long size) {
        return readers.read(c -> CosignedRows.witnessedBefore(c, size));
    }

    @Override
    public Map<String, Long> newestByWitness() {
        return readers.read(CosignedRows::newestByWitness);
    }

    @Override
    public List<OfferedHead> old(int newest, int most) {
        return readers.read(c -> CosignedRows.old(c, newest, most));
    }

    @Override
    public void settle(Collection<Long> lasting, Collection<Long> gone) {
        store.write(c -> {
            CosignedRows.settle(c, lasting, gone);
            return true;
        });
    }

    @Override
    public void carry(OfferedHead head, List<StoredCosignature> cosignatures) {
        store.write(c -> {
            CosignedRows.carry(c, head, cosignatures);
            return true;
        });
    }
}

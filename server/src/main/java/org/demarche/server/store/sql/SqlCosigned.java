package org.demarche.server.store.sql;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;

/** The tables {@code offered} and {@code cosignatures}. */
public final class SqlCosigned implements CosignedHeads {
    private final Transactions tables;

    /** What lies in these tables. */
    public SqlCosigned(Transactions tables) {
        this.tables = tables;
    }

    @Override
    public boolean offer(long size, ByteString note) {
        return tables.write(c -> CosignedRows.offer(c, size, note));
    }

    @Override
    public Optional<OfferedHead> newest() {
        return tables.read(CosignedRows::newest);
    }

    @Override
    public Optional<OfferedHead> head(long size) {
        return tables.read(c -> CosignedRows.head(c, size));
    }

    @Override
    public List<OfferedHead> heads(long from, int most) {
        return tables.read(c -> CosignedRows.heads(c, from, most));
    }

    @Override
    public Set<Long> add(Collection<StoredCosignature> cosignatures) {
        return tables.write(c -> CosignedRows.add(c, cosignatures));
    }

    @Override
    public List<StoredCosignature> cosignatures(long size) {
        return tables.read(c -> CosignedRows.cosignatures(c, size));
    }

    @Override
    public void markWitnessed(long size) {
        tables.write(c -> {
            CosignedRows.markWitnessed(c, size);
            return true;
        });
    }

    @Override
    public long newestWitnessed() {
        return tables.read(CosignedRows::newestWitnessed);
    }

    @Override
    public List<Long> witnessed(long from, int most) {
        return tables.read(c -> CosignedRows.witnessed(c, from, most));
    }

    @Override
    public long witnessedBefore(long size) {
        return tables.read(c -> CosignedRows.witnessedBefore(c, size));
    }

    @Override
    public Map<String, Long> newestByWitness() {
        return tables.read(CosignedRows::newestByWitness);
    }

    @Override
    public List<OfferedHead> old(int newest, int most) {
        return tables.read(c -> CosignedRows.old(c, newest, most));
    }

    @Override
    public void settle(Collection<Long> lasting, Collection<Long> gone) {
        tables.write(c -> {
            CosignedRows.settle(c, lasting, gone);
            return true;
        });
    }

    @Override
    public void carry(OfferedHead head, List<StoredCosignature> cosignatures) {
        tables.write(c -> {
            CosignedRows.carry(c, head, cosignatures);
            return true;
        });
    }
}

package org.demarche.server.store.postgres;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.sql.CosignedRows;

/**
 * The tables {@code offered} and {@code cosignatures}. What a hub writes there goes over a connection of its own, so that no entry ever waits for it, nor for a witness.
 */
final class PostgresCosigned implements CosignedHeads {
    private final PostgresDatabase database;
    private final KeptConnection kept;
    private final PostgresReaders readers;

    PostgresCosigned(PostgresDatabase database, String hub, PostgresReaders readers) {
        this.database = database;
        this.kept = new KeptConnection(database, hub + " witnesses", open -> {}, () -> {});
        this.readers = readers;
    }

    private synchronized <T> T write(PostgresReaders.Query<T> work) {
        return kept.attempt(open -> {
            WriteTransaction.begin(open, "", 0);
            T done = work.ask(open);
            WriteTransaction.commit(open, database.url());
            return done;
        });
    }

    @Override
    public boolean offer(long size, ByteString note) {
        return write(c -> CosignedRows.offer(c, size, note));
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
        return write(c -> CosignedRows.add(c, cosignature));
    }

    @Override
    public List<StoredCosignature> cosignatures(long size) {
        return readers.read(c -> CosignedRows.cosignatures(c, size));
    }

    @Override
    public void markWitnessed(long size) {
        write(c -> {
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
        write(c -> {
            CosignedRows.settle(c, lasting, gone);
            return true;
        });
    }

    @Override
    public void carry(OfferedHead head, List<StoredCosignature> cosignatures) {
        write(c -> {
            CosignedRows.carry(c, head, cosignatures);
            return true;
        });
    }

    /** Does not wait for a COMMIT that waits for a standby. */
    void close() {
        kept.close(true);
    }
}

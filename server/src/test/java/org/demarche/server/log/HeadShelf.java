package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredHead;

/** Heads in memory, over a medium that can fail. */
final class HeadShelf implements HeadStore {
    private final TreeMap<Long, StoredHead> bySize = new TreeMap<>();
    private Optional<StoreException> failure = Optional.empty();
    private int times;

    void fail(StoreException e) {
        failure = Optional.of(e);
    }

    void heal() {
        failure = Optional.empty();
    }

    /** How often something was left, since the last time that this was asked. */
    int takeTimes() {
        int taken = times;
        times = 0;
        return taken;
    }

    /** The medium is now a copy that lags behind: this is its newest head. */
    void goBackTo(long size, ByteString note) {
        bySize.clear();
        bySize.put(size, new StoredHead(size, note, false));
    }

    private void require() {
        failure.ifPresent(e -> {
            throw e;
        });
    }

    @Override
    public void leave(List<StoredHead> heads) {
        require();
        times++;
        heads.forEach(head -> bySize.merge(
                head.size(),
                head,
                (before, after) -> new StoredHead(after.size(), after.note(), before.lasting() || after.lasting())));
        long greatest = heads.get(heads.size() - 1).size();
        bySize.values().removeIf(head -> !head.lasting() && head.size() < greatest);
    }

    @Override
    public List<Long> lasting() {
        require();
        return bySize.values().stream()
                .filter(StoredHead::lasting)
                .map(StoredHead::size)
                .toList();
    }

    @Override
    public Optional<StoredHead> newest() {
        require();
        return Optional.ofNullable(bySize.lastEntry()).map(e -> e.getValue());
    }

    @Override
    public Optional<StoredHead> head(long size) {
        require();
        return Optional.ofNullable(bySize.get(size));
    }
}

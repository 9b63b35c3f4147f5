package org.demarche.server.evidence;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.demarche.charter.Charter;
import org.demarche.evidence.LogSource;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.NodeReader;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.timestamp.Stamped;
import org.demarche.server.witness.OpenedHead;
import org.demarche.server.witness.WitnessedHeads;

/**
 * The hub's log as it stood at one moment, for one bundle: the head stays the same while entries go on coming. It is the first that covers the proven entry and is
 * stamped and witnessed, by the authorities and witnesses of the charter that the reader of the bundle learns from it; where there is none (yet), the first that is
 * witnessed; where there is none of these, the newest one. Where a later charter names other
 * keys for the log, it is none beyond the last one under the earlier keys.
 */
final class HubLogSource implements LogSource {
    private final HubLog log;
    private final WitnessedHeads heads;
    private final long last;
    private final long size;
    private final byte[] checkpoint;
    private final Map<String, LogPublicKey> witnesses;
    private final List<LogSource.Timestamp> timestamps;

    /**
     * A source for what an entry proves.
     *
     * @param last index of the entry
     */
    HubLogSource(HubLog log, WitnessedHeads heads, Stamped stamped, long last) {
        this.log = log;
        this.heads = heads;
        this.last = last;
        Published newest = log.published();
        long most = log.signedAlike(last + 1, newest.size());
        Optional<Stamped.Found> found = stamped.covering(last + 1, most, this::charterBehind);
        if (found.isPresent()) {
            this.size = found.get().size();
            this.checkpoint = found.get().head().note();
            this.witnesses = found.get().head().witnesses();
            this.timestamps = List.copyOf(found.get().head().tokens().values());
            return;
        }
        this.timestamps = List.of();
        Optional<OpenedHead> witnessed = heads.covering(last + 1, most, this::charterBehind);
        this.size = witnessed.map(OpenedHead::size).orElse(most);
        this.checkpoint = witnessed
                .map(head -> head.checkpoint().note())
                .orElseGet(() -> (size == newest.size() ? newest.checkpoint() : log.checkpointAt(size)).toByteArray());
        this.witnesses = witnessed.map(OpenedHead::witnesses).orElse(Map.of());
    }

    @Override
    public byte[] entry(long index) {
        return log.entries().range(index, index + 1, 1).stream()
                .findFirst()
                .orElseThrow(() -> new StoreException(Kind.DAMAGED, "the store has no entry " + index))
                .bytes()
                .toByteArray();
    }

    @Override
    public NodeReader nodes() {
        return log.tree();
    }

    @Override
    public byte[] checkpoint() {
        return checkpoint.clone();
    }

    @Override
    public LogPublicKey logKey() {
        return log.keyAt(size);
    }

    @Override
    public List<Long> governanceUpTo(long index) {
        return log.store().governance(index + 1);
    }

    @Override
    public List<Long> incidentUpTo(Sha256 incident, long index) {
        return log.store().incident(incident, index + 1);
    }

    @Override
    public Optional<ByteString> charterText(Sha256 hash) {
        return log.charters().text(hash);
    }

    @Override
    public Map<String, LogPublicKey> witnesses() {
        return witnesses;
    }

    @Override
    public List<LogSource.Timestamp> timestamps() {
        return timestamps;
    }

    /** The charter behind so many entries, as far as the reader of the bundle learns of charters. */
    private Charter charterBehind(long entries) {
        return log.reigns().at(Math.min(entries, last + 1));
    }

    /** Those that lie beyond the bundle's head are of no use to it. */
    @Override
    public List<LogSource.CosignedHead> clockStarts(Sha256 incident) {
        Map<Long, LogSource.CosignedHead> bySize = new TreeMap<>();
        for (long index : log.clockStarts().of(incident)) {
            heads.covering(index + 1, size, this::charterBehind)
                    .ifPresent(head -> bySize.putIfAbsent(
                            head.size(),
                            new LogSource.CosignedHead(
                                    head.checkpoint().note(), log.keyAt(head.size()), head.witnesses())));
        }
        return List.copyOf(bySize.values());
    }
}

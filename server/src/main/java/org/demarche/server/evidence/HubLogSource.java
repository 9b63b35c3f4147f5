package org.demarche.server.evidence;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.demarche.evidence.LogSource;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.NodeReader;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/**
 * The hub's log as it stood at one moment, for one bundle: the head stays the same while entries go on coming. It is the newest one, or, where a later charter
 * names other keys for the log, the last one under the keys that the reader of the bundle learns from it.
 */
final class HubLogSource implements LogSource {
    private final HubLog log;
    private final long size;
    private final ByteString checkpoint;

    /**
     * A source for what an entry proves.
     *
     * @param last index of the entry
     */
    HubLogSource(HubLog log, long last) {
        this.log = log;
        Published newest = log.published();
        this.size = log.signedAlike(last + 1, newest.size());
        this.checkpoint = size == newest.size() ? newest.checkpoint() : log.checkpointAt(size);
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
        return checkpoint.toByteArray();
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
}

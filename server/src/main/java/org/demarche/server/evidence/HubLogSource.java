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

/** The hub's log as it stood at one moment, for one bundle: the head stays the same while entries go on coming. */
final class HubLogSource implements LogSource {
    private final HubLog log;
    private final Published published;

    HubLogSource(HubLog log) {
        this.log = log;
        this.published = log.published();
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
        return published.checkpoint().toByteArray();
    }

    @Override
    public LogPublicKey logKey() {
        return log.key().publicKey();
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

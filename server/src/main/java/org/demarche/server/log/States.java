package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.demarche.checkpoint.StateSigner;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;

/** Signs how incidents stand, so that a hub can be held to what it shows: once for each move of an incident, however many watch it. Thread-safe. */
public final class States {
    private static final int IN_MEMORY = 1_024;

    private final HubLog log;
    private final Cache<Moved, Optional<SignedState>> signed =
            Caffeine.newBuilder().maximumSize(IN_MEMORY).build();

    private record Moved(Sha256 incident, long size) {}

    /** States of the incidents of {@code log}. */
    public States(HubLog log) {
        this.log = log;
    }

    /** The hub's signed word on an incident; empty where it does not hold the log's keys, or the state is larger than one can sign. */
    public Optional<SignedState> sign(Standing standing) {
        return signed.get(new Moved(standing.incident().id(), standing.head().size()), moved -> signAnew(standing));
    }

    private Optional<SignedState> signAnew(Standing standing) {
        StateStatement statement = StateStatement.newBuilder()
                .setOrigin(log.published().governance().charter().log().origin())
                .setSize(standing.head().size())
                .setRoot(standing.head().root().byteString())
                .setGovernance(standing.governance().byteString())
                .setState(standing.incident().state())
                .build();
        return log.signingKeyAt(standing.head().size())
                .filter(key -> statement.getSerializedSize() <= StateSigner.MAX_BYTES)
                .map(key -> new StateSigner(key).sign(statement));
    }
}

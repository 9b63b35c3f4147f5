package org.demarche.client.follow;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.StateVerifier;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;

/** Holds what the hub shows of incidents, under the log's keys, against the copy. Thread-safe. */
public final class StateCheck {
    private static final int MOST_FOUND = 1_024;

    private final Replica replica;
    private final Trust trust;
    /** States that were found true, so that none is looked at twice. */
    private final Set<Sha256> found = new HashSet<>();

    /** Checks states of the log of {@code replica}. */
    public StateCheck(Replica replica, Trust trust) {
        this.replica = replica;
        this.trust = trust;
    }

    /**
     * Holds a state that the hub shows against the copy, as far as that goes.
     *
     * @throws LieException if it is not signed by the keys that govern behind its head, is behind other entries, or is not what the rules give there
     */
    public synchronized void requireTrue(SignedState signed) throws LieException, IOException {
        Optional<StateStatement> claimed = StateVerifier.claimed(signed);
        Sha256 hash = Sha256.of(signed.toByteArray());
        if (claimed.isEmpty() || claimed.get().getSize() > replica.size() || found.contains(hash)) {
            // When the copy has come there, it is shown again; and once it was found true it stays so.
            return;
        }
        StateStatement statement = claimed.get();
        requireSigned(signed, replica.charterBehind(statement.getSize()));
        Head named = new Head(statement.getSize(), Sha256.copyOf(statement.getRoot()));
        if (!replica.leadsThrough(named)) {
            throw Lies.shownBehindAnother(named, replica.checkpoint(), signed);
        }
        ByteString id = statement.getState().getIncident();
        if (id.size() != Sha256.LENGTH
                || !replica.incidentBehind(named, Sha256.copyOf(id)).equals(Optional.of(statement.getState()))) {
            throw Lies.falseState(id.size() == Sha256.LENGTH ? Sha256.copyOf(id).brief() : "?", signed);
        }
        if (found.size() >= MOST_FOUND) {
            found.clear();
        }
        found.add(hash);
    }

    private void requireSigned(SignedState signed, Charter charter) throws LieException {
        boolean ours = trust.keys()
                .pair(charter.log())
                .flatMap(key -> StateVerifier.open(signed, key))
                .filter(s -> s.getOrigin().equals(charter.log().origin()))
                .isPresent();
        if (!ours) {
            throw new LieException(
                    Misbehaviour.SIGNATURE,
                    "the hub shows a state that the log's keys have not signed",
                    Map.of("state", signed.toByteArray()));
        }
    }
}

package org.demarche.server.witness;

import com.google.protobuf.ByteString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.WitnessedHead;

/**
 * A head over which the witness rule of a charter holds, verified.
 *
 * @param checkpoint with the lines of all who cosigned it
 * @param witnesses the keys of the charter's witnesses among them, by name, in the charter's order
 */
public record OpenedHead(VerifiedCheckpoint checkpoint, Map<String, LogPublicKey> witnesses) {
    public OpenedHead {
        witnesses = Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
    }

    /** How many entries it covers. */
    public long size() {
        return checkpoint.head().size();
    }

    /** As it is shown. */
    public WitnessedHead message() {
        WitnessedHead.Builder message =
                WitnessedHead.newBuilder().setCheckpoint(ByteString.copyFrom(checkpoint.note()));
        witnesses
                .values()
                .forEach(key -> message.addWitnessKeys(LogKeys.newBuilder()
                        .setEd25519(ByteString.copyFrom(key.ed25519()))
                        .setMlDsa44(ByteString.copyFrom(key.mlDsa44()))));
        return message.build();
    }
}

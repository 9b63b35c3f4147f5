package org.demarche.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.ClockStart;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.witness.Cosigned;

/** Opens the heads of one bundle: under the keys that it brings, as far as the charters name them. */
final class HeadOpener {
    private final UnverifiedBundle bundle;
    private final Charter governing;
    private final List<Charter> atStarts;
    private final List<LogPublicKey> logKeys;
    private final List<LogPublicKey> witnessKeys;

    HeadOpener(UnverifiedBundle bundle, Charter governing, LongFunction<Charter> behind) {
        this.bundle = bundle;
        this.governing = governing;
        this.atStarts = bundle.clockStarts().stream()
                .map(c -> behind.apply(c.head().size()))
                .toList();
        this.logKeys = ProtoParts.keys(bundle.message().getLogKeysList());
        this.witnessKeys = ProtoParts.keys(bundle.message().getWitnessKeysList());
    }

    Heads open() throws RefusedException {
        if (!inOrder(logKeys, c -> logKeys.stream().filter(k -> isOf(c, k)))) {
            throw unsigned("log_keys: a key that the charter does not name for its log, one twice, or not in"
                    + " the order of the charters");
        }
        if (!inOrder(witnessKeys, c -> c.witnesses().stream().flatMap(w -> Cosigned.keyOf(w, witnessKeys).stream()))) {
            throw unsigned("witness_keys: a key of no witness of the charter, one twice, or not in its order");
        }
        SignedHead proven = open(bundle.message().getCheckpoint().toByteArray(), governing, "");
        List<SignedHead> clockStarts = new ArrayList<>();
        for (ClockStart start : bundle.message().getClockStartsList()) {
            clockStarts.add(
                    open(start.getCheckpoint().toByteArray(), atStarts.get(clockStarts.size()), "clock_starts: "));
        }
        return new Heads.Signed(proven, clockStarts);
    }

    /** Whether the keys are those that the heads' charters name, in the order of the charters, each once. */
    private boolean inOrder(List<LogPublicKey> keys, Function<Charter, Stream<LogPublicKey>> named) {
        return Stream.concat(atStarts.stream(), Stream.of(governing))
                .flatMap(named)
                .distinct()
                .toList()
                .equals(keys);
    }

    private SignedHead open(byte[] note, Charter charter, String place) throws RefusedException {
        Optional<LogPublicKey> key =
                logKeys.stream().filter(k -> isOf(charter, k)).findFirst();
        if (key.isEmpty()) {
            throw unsigned(place + "the file does not bring the log's public keys that the charter names");
        }
        String origin = charter.log().origin();
        VerifiedCheckpoint checkpoint;
        try {
            checkpoint = new CheckpointVerifier(origin, key.get()).open(note);
        } catch (NoteException e) {
            throw unsigned(place + e.refusal().sentence());
        }
        List<NoteKey> known = new ArrayList<>(NoteLines.ofLog(origin, key.get()));
        charter.witnesses()
                .forEach(w ->
                        Cosigned.keyOf(w, witnessKeys).ifPresent(k -> known.addAll(NoteLines.ofWitness(w.name(), k))));
        for (NoteSignature line : checkpoint.signatures()) {
            if (known.stream().noneMatch(line::by)) {
                throw unsigned(place + "checkpoint: a signature line by somebody (\"" + line.name()
                        + "\") whose key the charter does not name");
            }
        }
        return SignedHead.of(checkpoint, charter, witnessKeys);
    }

    private static boolean isOf(Charter charter, LogPublicKey key) {
        return charter.log().ed25519().equals(key.ed25519Id())
                && charter.log().mlDsa44().equals(key.mlDsa44Id());
    }

    private static RefusedException unsigned(String sentence) {
        return new RefusedException(Reason.SIGNATURE_INVALID, sentence);
    }
}

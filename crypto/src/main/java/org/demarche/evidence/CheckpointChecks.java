package org.demarche.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.LogKeys;

/** Step 5: the heads are signed with the keys that the charter names for the log, and bear nobody's signature but the log's and its witnesses'. */
final class CheckpointChecks {
    private final List<LogPublicKey> logKeys;
    private final List<LogPublicKey> witnessKeys;
    private final Charter governing;
    private final Charter atStart;

    /**
     * What came of it.
     *
     * @param step step 5
     * @param head the bundle's head, if it is signed
     * @param clockStart the head close to the start of the clock, if the bundle brings one and it is signed
     */
    record Outcome(Step step, Optional<VerifiedCheckpoint> head, Optional<VerifiedCheckpoint> clockStart) {
        private static Outcome failed(String sentence) {
            return new Outcome(
                    Step.failed(Check.CHECKPOINT, Code.SIGNATURE, sentence), Optional.empty(), Optional.empty());
        }
    }

    private CheckpointChecks(UnverifiedBundle bundle, Charter governing, Charter atStart) {
        this.logKeys = keys(bundle.message().getLogKeysList());
        this.witnessKeys = keys(bundle.message().getWitnessKeysList());
        this.governing = governing;
        this.atStart = atStart;
    }

    /**
     * Opens the bundle's heads.
     *
     * @param governing the charter that governs the proven entry
     * @param atStart the charter that governs behind the last entry which the head close to the start of the clock covers; without such a head the same
     */
    static Outcome check(UnverifiedBundle bundle, Charter governing, Charter atStart) {
        CheckpointChecks checks = new CheckpointChecks(bundle, governing, atStart);
        Optional<String> unneeded = checks.unneededKey();
        if (unneeded.isPresent()) {
            return Outcome.failed(unneeded.get());
        }
        Opened head = checks.open(bundle.message().getCheckpoint().toByteArray(), governing);
        if (head.checkpoint().isEmpty()) {
            return Outcome.failed(head.failure());
        }
        Optional<VerifiedCheckpoint> clockStart = Optional.empty();
        if (bundle.message().hasClockStart()) {
            Opened start =
                    checks.open(bundle.message().getClockStart().getCheckpoint().toByteArray(), atStart);
            if (start.checkpoint().isEmpty()) {
                return Outcome.failed("clock_start: " + start.failure());
            }
            clockStart = start.checkpoint();
        }
        return new Outcome(Step.ok(Check.CHECKPOINT, signed(head.checkpoint().get())), head.checkpoint(), clockStart);
    }

    private static String signed(VerifiedCheckpoint head) {
        return "the log " + head.checkpoint().origin() + " signed size "
                + head.head().size() + ", root " + head.head().root().brief() + "…, with both its keys";
    }

    private Optional<String> unneededKey() {
        for (LogPublicKey key : logKeys) {
            if (!isLogKey(governing, key) && !isLogKey(atStart, key)) {
                return Optional.of("log_keys: a key that the charter does not name for its log");
            }
        }
        if (logKeys.stream().distinct().count() != logKeys.size()
                || witnessKeys.stream().distinct().count() != witnessKeys.size()) {
            return Optional.of("log_keys, witness_keys: the same key twice");
        }
        List<LogPublicKey> named = governing.witnesses().stream()
                .flatMap(w -> Cosigned.keyOf(w, witnessKeys).stream())
                .toList();
        return named.equals(witnessKeys)
                ? Optional.empty()
                : Optional.of("witness_keys: a key of no witness of the charter, or not in its order");
    }

    /** A head, or why there is none. */
    private record Opened(Optional<VerifiedCheckpoint> checkpoint, String failure) {}

    /** Opens a note under the log keys that the charter names and the file brings. Keys that a successor has replaced sign nothing beyond its adoption. */
    private Opened open(byte[] note, Charter charter) {
        return logKeys.stream()
                .filter(key -> isLogKey(charter, key))
                .findFirst()
                .map(key -> open(note, charter.log().origin(), key))
                .orElseGet(() -> new Opened(
                        Optional.empty(), "the file does not bring the log's public keys that the charter names"));
    }

    private Opened open(byte[] note, String origin, LogPublicKey key) {
        try {
            VerifiedCheckpoint checkpoint = new CheckpointVerifier(origin, key).open(note);
            List<NoteKey> known = new ArrayList<>(NoteLines.ofLog(origin, key));
            governing
                    .witnesses()
                    .forEach(w -> Cosigned.keyOf(w, witnessKeys)
                            .ifPresent(k -> known.addAll(NoteLines.ofWitness(w.name(), k))));
            for (NoteSignature line : checkpoint.signatures()) {
                if (known.stream().noneMatch(line::by)) {
                    return new Opened(
                            Optional.empty(),
                            "checkpoint: a signature line by somebody (\"" + line.name()
                                    + "\") whose key the charter does not name");
                }
            }
            return new Opened(Optional.of(checkpoint), "");
        } catch (NoteException e) {
            return new Opened(Optional.empty(), e.refusal().sentence());
        }
    }

    private static boolean isLogKey(Charter charter, LogPublicKey key) {
        return charter.log().ed25519().equals(key.ed25519Id())
                && charter.log().mlDsa44().equals(key.mlDsa44Id());
    }

    private static List<LogPublicKey> keys(List<LogKeys> keys) {
        return keys.stream()
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
    }
}

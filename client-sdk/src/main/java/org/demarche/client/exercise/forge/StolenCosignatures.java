package org.demarche.client.exercise.forge;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;
import org.demarche.refusal.RefusedException;

/** What witnesses have cosigned in true evidence, for whoever would put it under something else. */
final class StolenCosignatures {
    private final List<NoteSignature> lines;
    private final List<LogKeys> keys;

    /**
     * Those of the witnesses that {@code charter} names.
     *
     * @throws RefusedException if {@code honest} is no evidence
     */
    StolenCosignatures(Charter charter, byte[] honest) throws RefusedException {
        EvidenceBundle bundle = Strict.parse(EvidenceBundle.getDefaultInstance(), honest);
        this.lines = note(bundle).signatures().stream()
                .filter(line ->
                        charter.witnesses().stream().anyMatch(w -> w.name().equals(line.name())))
                .toList();
        List<Sha256> spoken = charter.witnesses().stream()
                .filter(w -> lines.stream().anyMatch(line -> line.name().equals(w.name())))
                .map(Charter.Witness::ed25519)
                .toList();
        this.keys = bundle.getWitnessKeysList().stream()
                .filter(key -> spoken.contains(Sha256.of(key.getEd25519().toByteArray())))
                .toList();
    }

    /** A forged bundle with these cosignatures under its head. */
    byte[] under(byte[] forged) throws RefusedException {
        EvidenceBundle bundle = Strict.parse(EvidenceBundle.getDefaultInstance(), forged);
        try {
            return Strict.encode(bundle.toBuilder()
                    .setCheckpoint(ByteString.copyFrom(note(bundle).plus(lines).bytes()))
                    .clearWitnessKeys()
                    .addAllWitnessKeys(keys)
                    .build());
        } catch (NoteException e) {
            throw new RefusedException(e.refusal().reason(), e.refusal().sentence());
        }
    }

    private static Note note(EvidenceBundle bundle) throws RefusedException {
        try {
            return Note.parse(bundle.getCheckpoint().toByteArray());
        } catch (NoteException e) {
            throw new RefusedException(e.refusal().reason(), e.refusal().sentence());
        }
    }
}

package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.envelope.Strict;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.AnchorProof;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes evidence bundles. The same log and checkpoint give the same bytes. What is not needed is left out: foreign signature lines in the
 * checkpoint, governance after the proven entry. Verifies nothing: it serves what the source holds.
 */
public final class BundleWriter {
    private final LogSource log;
    private final Head head;
    private final byte[] note;
    private final EvidenceBundle.Builder bundle = EvidenceBundle.newBuilder();
    private final List<UnverifiedEntry> brought = new ArrayList<>();

    private BundleWriter(LogSource log) {
        this.log = log;
        try {
            Note signed = Note.parse(log.checkpoint());
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            this.head = checkpoint.head();
            this.note = stripped(signed, known(checkpoint.origin(), log));
        } catch (NoteException e) {
            throw damaged("checkpoint", e.refusal().toString(), e);
        }
    }

    /**
     * The bundle that proves one notice.
     *
     * @param index the index of its entry
     * @throws IllegalArgumentException if the checkpoint does not cover that entry, or it holds no notice
     */
    public static byte[] notice(LogSource log, long index) {
        BundleWriter writer = new BundleWriter(log);
        writer.requireCovered(index);
        UnverifiedEntry entry = writer.read(index);
        if (entry.notice().isEmpty()) {
            throw new IllegalArgumentException(
                    "index: " + index + ", where no notice stands (expected: the entry of a notice)");
        }
        return writer.write(List.of(index));
    }

    /**
     * The bundle that proves what an entry of an incident brought.
     *
     * @param incident identity of the report that opened it
     * @param index the index of that entry
     * @throws IllegalArgumentException if the checkpoint does not cover that entry, or it is not one of the incident
     */
    public static byte[] incident(LogSource log, Sha256 incident, long index) {
        BundleWriter writer = new BundleWriter(log);
        writer.requireCovered(index);
        List<Long> chain = log.incidentUpTo(incident, index);
        if (chain.isEmpty() || chain.get(chain.size() - 1) != index) {
            throw new IllegalArgumentException(
                    "index: " + index + " (expected: an entry of incident " + incident.brief() + "…)");
        }
        log.clockStart(incident).ifPresent(writer.bundle::setClockStart);
        return writer.write(chain);
    }

    private void requireCovered(long index) {
        if (index < 1 || index >= head.size()) {
            throw new IllegalArgumentException("index: " + index + " (expected: 1 to " + (head.size() - 1)
                    + ", the entries that the checkpoint covers)");
        }
    }

    private byte[] write(List<Long> entries) {
        long last = entries.get(entries.size() - 1);
        bundle.setFormat(UnverifiedBundle.FORMAT).setVersion(UnverifiedBundle.VERSION);
        bundle.addLogKeys(keys(log.logKey()));
        log.governanceUpTo(last - 1).forEach(i -> bundle.addGovernance(proven(i)));
        entries.forEach(i -> bundle.addEntries(proven(i)));
        UnverifiedBundle.charters(brought)
                .forEach(h -> bundle.addCharters(log.charterText(h)
                        .orElseThrow(() -> damaged(
                                "charter " + h.brief() + "…",
                                "the log holds an assent to it, but not its text",
                                null))));
        bundle.setCheckpoint(ByteString.copyFrom(note));
        anchors(brought)
                .forEach(a -> bundle.addAnchors(AnchorProof.newBuilder()
                        .setSize(a.size())
                        .setRoot(a.root().byteString())
                        .addAllConsistency(hashes(Proofs.consistency(a.size(), head.size(), log.nodes())))));
        log.witnesses().values().forEach(w -> bundle.addWitnessKeys(keys(w)));
        return Strict.encode(bundle.build());
    }

    private ProvenEntry proven(long index) {
        UnverifiedEntry entry = read(index);
        brought.add(entry);
        return ProvenEntry.newBuilder()
                .setEntry(ByteString.copyFrom(log.entry(index)))
                .addAllInclusion(hashes(Proofs.inclusion(index, head.size(), log.nodes())))
                .build();
    }

    private UnverifiedEntry read(long index) {
        try {
            return UnverifiedEntry.parse(log.entry(index));
        } catch (RefusedException e) {
            throw damaged("entry " + index, e.refusal().toString(), e);
        }
    }

    /** The distinct heads that the authors of these entries had anchored over, by size, then root. */
    static Set<Head> anchors(List<UnverifiedEntry> entries) {
        Set<Head> anchors = new TreeSet<>(Comparator.comparingLong(Head::size).thenComparing(Head::root));
        entries.stream()
                .flatMap(e -> e.notice().stream())
                .map(n -> n.notice().getAnchor())
                .forEach(a -> anchors.add(new Head(a.getSize(), Sha256.copyOf(a.getRoot()))));
        return anchors;
    }

    /** The keys whose signature lines belong into a bundle's checkpoints. */
    private static List<NoteKey> known(String origin, LogSource log) {
        List<NoteKey> known = new ArrayList<>(NoteLines.ofLog(origin, log.logKey()));
        for (Map.Entry<String, LogPublicKey> witness : log.witnesses().entrySet()) {
            known.addAll(NoteLines.ofWitness(witness.getKey(), witness.getValue()));
        }
        return known;
    }

    private static byte[] stripped(Note signed, List<NoteKey> known) {
        StringBuilder kept = new StringBuilder(signed.text()).append('\n');
        for (NoteSignature line : signed.signatures()) {
            if (known.stream().anyMatch(line::by)) {
                kept.append(line.line());
            }
        }
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static LogKeys keys(LogPublicKey key) {
        return LogKeys.newBuilder()
                .setEd25519(ByteString.copyFrom(key.ed25519()))
                .setMlDsa44(ByteString.copyFrom(key.mlDsa44()))
                .build();
    }

    private static List<ByteString> hashes(List<Sha256> proof) {
        return proof.stream().map(Sha256::byteString).toList();
    }

    private static IllegalStateException damaged(String what, String why, @Nullable Exception cause) {
        return new IllegalStateException(
                "the log that a bundle is written from is damaged: " + what + ": " + why, cause);
    }
}

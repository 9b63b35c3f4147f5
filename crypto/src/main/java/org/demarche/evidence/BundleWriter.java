package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.envelope.Strict;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.AnchorProof;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes evidence bundles. The same log and checkpoint give the same bytes. What is not needed is left out: foreign signature lines in the
 * checkpoint, governance after the proven entry, heads close to the start of a clock that the result does not rest on. Verifies no signature of a party: it serves what the source holds.
 */
public final class BundleWriter {
    private final LogSource log;
    private final LogSource.CosignedHead newest;
    private final Head head;
    private final EvidenceBundle.Builder bundle = EvidenceBundle.newBuilder();
    private final List<UnverifiedEntry> brought = new ArrayList<>();

    private BundleWriter(LogSource log) {
        this.log = log;
        this.newest = new LogSource.CosignedHead(log.checkpoint(), log.logKey(), log.witnesses());
        this.head = checkpoint(newest.note()).head();
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
        return writer.write(List.of(index), List.of());
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
        return writer.write(chain, log.clockStarts(incident));
    }

    private void requireCovered(long index) {
        if (index < 1 || index >= head.size()) {
            throw new IllegalArgumentException("index: " + index + " (expected: 1 to " + (head.size() - 1)
                    + ", the entries that the checkpoint covers)");
        }
    }

    private byte[] write(List<Long> entries, List<LogSource.CosignedHead> clockStarts) {
        long last = entries.get(entries.size() - 1);
        bundle.setFormat(UnverifiedBundle.FORMAT.name()).setVersion(UnverifiedBundle.FORMAT.version());
        log.governanceUpTo(last - 1).forEach(i -> bundle.addGovernance(proven(i)));
        entries.forEach(i -> bundle.addEntries(proven(i)));
        AssentedTexts.named(brought)
                .forEach(h -> bundle.addCharters(log.charterText(h)
                        .orElseThrow(() -> damaged(
                                "charter " + h.brief() + "…",
                                "the log holds an assent to it, but not its text",
                                null))));
        bundle.setCheckpoint(stripped(newest));
        timestamps();
        anchors(brought)
                .forEach(a -> bundle.addAnchors(AnchorProof.newBuilder()
                        .setSize(a.size())
                        .setRoot(a.root().byteString())
                        .addAllConsistency(consistencyFrom(a.size()))));
        byte[] written = withHeads(List.of());
        List<LogSource.CosignedHead> needed = clockStarts.isEmpty() ? clockStarts : needed(clockStarts, written);
        return needed.isEmpty() ? written : withHeads(needed);
    }

    /** Tokens are over the very bytes of the note: of one that must be stripped there are none. */
    private void timestamps() {
        if (bundle.getCheckpoint().equals(ByteString.copyFrom(newest.note()))) {
            for (LogSource.Timestamp timestamp : log.timestamps()) {
                bundle.addTimestamps(ByteString.copyFrom(timestamp.token().bytes()))
                        .addTimeAnchors(ByteString.copyFrom(timestamp.anchor().bytes()));
            }
        }
    }

    private byte[] withHeads(List<LogSource.CosignedHead> clockStarts) {
        EvidenceBundle.Builder whole = bundle.clone();
        List<LogSource.CosignedHead> heads = new ArrayList<>(clockStarts);
        heads.add(newest);
        heads.stream()
                .map(LogSource.CosignedHead::logKey)
                .distinct()
                .forEach(k -> whole.addLogKeys(ProtoParts.keys(k)));
        clockStarts.forEach(s -> whole.addClockStarts(
                ClockStart.newBuilder().setCheckpoint(stripped(s)).addAllConsistency(consistencyFrom(size(s)))));
        heads.stream()
                .flatMap(h -> h.witnesses().values().stream())
                .distinct()
                .forEach(w -> whole.addWitnessKeys(ProtoParts.keys(w)));
        return Strict.encode(whole.build());
    }

    /** Of these heads, for each start of a clock that the result rests on the first that covers it; none where no witness is asked for. */
    private static List<LogSource.CosignedHead> needed(List<LogSource.CosignedHead> offered, byte[] written) {
        Set<Long> sizes = Dossier.clocksOf(written).stream()
                .flatMap(c -> offered.stream()
                        .map(BundleWriter::size)
                        .filter(size -> size > c.index())
                        .min(Comparator.naturalOrder())
                        .stream())
                .collect(Collectors.toSet());
        return offered.stream().filter(s -> sizes.contains(size(s))).toList();
    }

    private static long size(LogSource.CosignedHead head) {
        return checkpoint(head.note()).head().size();
    }

    private ProvenEntry proven(long index) {
        UnverifiedEntry entry = read(index);
        brought.add(entry);
        return ProvenEntry.newBuilder()
                .setEntry(ByteString.copyFrom(log.entry(index)))
                .addAllInclusion(ProtoParts.bytes(Proofs.inclusion(index, head.size(), log.nodes())))
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

    private List<ByteString> consistencyFrom(long size) {
        return ProtoParts.bytes(Proofs.consistency(size, head.size(), log.nodes()));
    }

    private static Checkpoint checkpoint(byte[] note) {
        try {
            return Checkpoint.parse(Note.parse(note).text());
        } catch (NoteException e) {
            throw damaged("checkpoint", e.refusal().toString(), e);
        }
    }

    /** The head's note as a bundle brings it: with the signature lines of the log and of the witnesses alone. */
    public static ByteString stripped(LogSource.CosignedHead head) {
        List<NoteKey> known =
                new ArrayList<>(NoteLines.ofLog(checkpoint(head.note()).origin(), head.logKey()));
        head.witnesses().forEach((name, key) -> known.addAll(NoteLines.ofWitness(name, key)));
        try {
            Note signed = Note.parse(head.note());
            StringBuilder kept = new StringBuilder(signed.text()).append('\n');
            for (NoteSignature line : signed.signatures()) {
                if (known.stream().anyMatch(line::by)) {
                    kept.append(line.line());
                }
            }
            return ByteString.copyFromUtf8(kept.toString());
        } catch (NoteException e) {
            throw damaged("checkpoint", e.refusal().toString(), e);
        }
    }

    private static IllegalStateException damaged(String what, String why, @Nullable Exception cause) {
        return new IllegalStateException(
                "the log that a bundle is written from is damaged: " + what + ": " + why, cause);
    }
}

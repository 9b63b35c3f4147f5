package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.UnverifiedToken;

/** A bundle of the right form that anybody may have made (step 1). Immutable. */
final class UnverifiedBundle {
    static final FileFormat FORMAT = new FileFormat("demarche-evidence", 1);

    private final EvidenceBundle message;
    private final List<ClaimedEntry> governance;
    private final List<ClaimedEntry> entries;
    private final Checkpoint checkpoint;
    private final List<Checkpoint> clockStarts;
    private final AssentedTexts texts;
    private final List<UnverifiedRecord> records;
    private final List<UnverifiedToken> timestamps;
    private final List<Anchor> timeAnchors;

    private UnverifiedBundle(EvidenceBundle message) throws RefusedException {
        this.message = message;
        this.governance = claimed("governance", message.getGovernanceList());
        this.entries = claimed("entries", message.getEntriesList());
        this.checkpoint = checkpoint(message.getCheckpoint().toByteArray());
        this.clockStarts = clockStarts(message.getClockStartsList());
        this.texts = AssentedTexts.of(
                message.getChartersList(),
                all().stream().map(ClaimedEntry::entry).toList());
        this.records =
                ProtoParts.each("records", message.getRecordsList(), r -> UnverifiedRecord.parse(r.toByteArray()));
        this.timestamps =
                ProtoParts.each("timestamps", message.getTimestampsList(), r -> UnverifiedToken.parse(r.toByteArray()));
        this.timeAnchors =
                ProtoParts.each("time_anchors", message.getTimeAnchorsList(), r -> Anchor.parse(r.toByteArray()));
        if (timestamps.size() != timeAnchors.size()) {
            throw malformed("time_anchors: " + timeAnchors.size() + " items (expected: " + timestamps.size()
                    + ", one for each token)");
        }
    }

    /** @throws RefusedException if the bytes are not a bundle of version 1, in the strict encoding, within its limits and without anything that it does not need */
    static UnverifiedBundle parse(byte[] file) throws RefusedException {
        return new UnverifiedBundle(FileFormat.parse(EvidenceBundle.getDefaultInstance(), file));
    }

    EvidenceBundle message() {
        return message;
    }

    /** What its records are over: its own encoding without them. */
    byte[] core() {
        return Strict.encode(message.toBuilder().clearRecords().build());
    }

    /** The evidence records, as the file orders them. */
    List<UnverifiedRecord> records() {
        return records;
    }

    /** The governance chain, as the file orders it; at least one entry. */
    List<ClaimedEntry> governance() {
        return governance;
    }

    /** The incident's chain, or the notice alone, as the file orders it; at least one entry. */
    List<ClaimedEntry> entries() {
        return entries;
    }

    /** Every entry: governance, then the others. */
    List<ClaimedEntry> all() {
        List<ClaimedEntry> all = new ArrayList<>(governance);
        all.addAll(entries);
        return all;
    }

    ClaimedEntry last() {
        return entries.get(entries.size() - 1);
    }

    /** The text of charter version 1, if the governance chain begins with it. */
    Optional<ByteString> genesis() {
        var first = governance.get(0).entry().message();
        return first.hasGenesis() ? Optional.of(first.getGenesis().getText()) : Optional.empty();
    }

    /** What the checkpoint's note says, unverified. */
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** What the notes of the heads close to the start of a clock say, unverified; by size. */
    List<Checkpoint> clockStarts() {
        return clockStarts;
    }

    /** The texts that travel beside the governance chain, by hash. */
    Map<Sha256, ByteString> texts() {
        return texts.texts();
    }

    /** Hashes of charters that an assent names and of which the file brings no text, in the order of first assent. */
    Set<Sha256> missingTexts() {
        return texts.missing();
    }

    /** The tokens of time authorities, as the file orders them. */
    List<UnverifiedToken> timestamps() {
        return timestamps;
    }

    /** For each token, the certificate to which it leads. */
    List<Anchor> timeAnchors() {
        return timeAnchors;
    }

    /** Whether it is the bundle of a single notice, not of an incident: its only entry opens none. */
    boolean ofNotice() {
        return entries.size() == 1
                && entries.get(0).entry().notice().isPresent()
                && !entries.get(0).entry().opensIncident();
    }

    private static List<ClaimedEntry> claimed(String field, List<ProvenEntry> proven) throws RefusedException {
        if (proven.isEmpty()) {
            throw malformed(field + ": 0 items (expected: at least 1)");
        }
        return ProtoParts.each(field, proven, ClaimedEntry::of);
    }

    private static Checkpoint checkpoint(byte[] note) throws RefusedException {
        try {
            return Checkpoint.parse(Note.parse(note).text());
        } catch (NoteException e) {
            throw new RefusedException(e.refusal());
        }
    }

    private static List<Checkpoint> clockStarts(List<ClockStart> starts) throws RefusedException {
        List<Checkpoint> read = new ArrayList<>(starts.size());
        for (ClockStart start : starts) {
            Checkpoint next = checkpoint(start.getCheckpoint().toByteArray());
            if (!read.isEmpty()
                    && next.head().size() <= read.get(read.size() - 1).head().size()) {
                throw malformed("clock_starts[" + read.size() + "]: size "
                        + next.head().size() + " (expected: greater than that of the head before it)");
            }
            read.add(next);
        }
        return List.copyOf(read);
    }

    private static RefusedException malformed(String sentence) {
        return new RefusedException(Reason.MALFORMED, sentence);
    }
}

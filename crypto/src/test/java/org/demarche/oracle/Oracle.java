package org.demarche.oracle;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.TimeMark;
import org.demarche.refusal.Reason;

/**
 * What follows from a log, by the protocol's text. The entries are taken to be rightly in the log and rightly signed; whether another may follow, the oracle tells.
 * Of the text's time order, roots, proofs of possession and chains it takes nothing on trust.
 */
public final class Oracle {
    private final List<Line> lines;
    private final PlainGovernance governance;
    private final Map<Sha256, PlainIncident> walked = new HashMap<>();

    private Oracle(List<Line> lines) {
        this.lines = lines;
        this.governance = new PlainGovernance(lines);
    }

    /**
     * Reads a log.
     *
     * @param entries the encoded {@code LogEntry} messages, from entry 0 without a gap
     */
    public static Oracle of(List<byte[]> entries) {
        return new Oracle(entries.stream().map(Line::of).toList());
    }

    List<Line> lines() {
        return lines;
    }

    PlainGovernance governance() {
        return governance;
    }

    /** Every incident, in the order in which they were opened. */
    public List<Sha256> incidents() {
        return governance.words(lines.size()).stream()
                .filter(Line.Word::opens)
                .map(Line.Word::id)
                .toList();
    }

    /** The state of every incident after the newest entry. */
    public Map<Sha256, IncidentState> states() {
        Map<Sha256, IncidentState> states = new LinkedHashMap<>();
        incidents().forEach(i -> states.put(i, incident(i).state()));
        return states;
    }

    /** The state of an incident as it is at a later instant, if nothing but time has happened. */
    public IncidentState stateAt(Sha256 incident, long atMs) {
        return incident(incident).at(atMs).state();
    }

    PlainIncident incident(Sha256 id) {
        return walked.computeIfAbsent(id, i -> PlainIncident.after(lines, governance, i));
    }

    /** The hash of the charter that governs the next entry. */
    public Sha256 charter() {
        return governance.charter(lines.size()).hash();
    }

    /** Whether version 1 has been adopted. */
    public boolean inForce() {
        return governance.inForce(lines.size());
    }

    /**
     * Everything that speaks against a notice as the next entry; nothing, if it must be taken.
     *
     * @param signedNotice an encoded {@code SignedNotice} of the right form, its signatures verified
     * @param atMs when it would be accepted
     */
    public Set<Reason> againstNotice(byte[] signedNotice, long atMs) {
        return PlainAdmission.against(this, Line.Word.of(signed(signedNotice)), atMs);
    }

    /** Everything that speaks against a time mark as the next entry; nothing, if it must be taken. */
    public Set<Reason> againstMark(Sha256 incident, long atMs) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        if (atMs < lines.get(lines.size() - 1).atMs()) {
            reasons.add(Reason.TIME_DECREASES);
        }
        if (!incidents().contains(incident)) {
            reasons.add(Reason.INCIDENT_UNKNOWN);
        } else if (!incident(incident).at(atMs).unmarked()) {
            reasons.add(Reason.TIME_MARK_IDLE);
        }
        return reasons;
    }

    /** The very bytes of the next entry, if it holds this notice. */
    public byte[] entryOfNotice(byte[] signedNotice, long atMs) {
        SignedNotice signed = signed(signedNotice);
        return entry(Line.Word.of(signed).incident(), atMs)
                .setNotice(signed)
                .build()
                .toByteArray();
    }

    /** The very bytes of the next entry, if it is a time mark. */
    public byte[] entryOfMark(Sha256 incident, long atMs) {
        return entry(Optional.of(incident), atMs)
                .setTimeMark(TimeMark.newBuilder().setIncident(incident.byteString()))
                .build()
                .toByteArray();
    }

    private LogEntry.Builder entry(Optional<Sha256> incident, long atMs) {
        LogEntry.Builder entry = LogEntry.newBuilder()
                .setIndex(lines.size())
                .setAcceptedAtMs(atMs)
                .setGovernance(newest(l -> governance.links(l.index())));
        incident.map(i -> newest(l -> l.incident().equals(Optional.of(i)))).ifPresent(entry::setIncidentPrevious);
        return entry;
    }

    private ByteString newest(Predicate<Line> which) {
        ByteString leaf = ByteString.EMPTY;
        for (Line line : lines) {
            if (which.test(line)) {
                leaf = line.leaf().byteString();
            }
        }
        return leaf;
    }

    private static SignedNotice signed(byte[] signedNotice) {
        try {
            return SignedNotice.parseFrom(signedNotice);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("notice: unreadable", e);
        }
    }
}

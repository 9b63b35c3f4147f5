package org.demarche.client.exercise.forge;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.envelope.Strict;
import org.demarche.evidence.LogSource;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.NodeReader;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.RefusedException;

/** A whole log in memory, honest or not, with a head that the log's keys have signed. */
public final class LogCopy implements LogSource {
    private final List<byte[]> encoded;
    private final List<LogEntry> entries;
    private final MemoryTree tree = new MemoryTree();
    private final Map<Sha256, Long> byLeaf = new HashMap<>();
    private final SortedSet<Long> governance = new TreeSet<>();
    private final Map<Sha256, List<Long>> incidents = new HashMap<>();
    private final LogPublicKey key;
    private final byte[] checkpoint;

    private LogCopy(List<byte[]> encoded, CheckpointSigner signer, LogPublicKey key, Instant at)
            throws RefusedException {
        this.encoded = encoded;
        this.entries = new ArrayList<>();
        this.key = key;
        for (byte[] bytes : encoded) {
            index(bytes);
        }
        this.checkpoint = signer.sign(tree.head(), at);
    }

    private void index(byte[] bytes) throws RefusedException {
        LogEntry entry = Strict.parse(LogEntry.getDefaultInstance(), bytes);
        long index = entries.size();
        Sha256 leaf = Merkle.leaf(bytes);
        entries.add(entry);
        tree.append(leaf);
        byLeaf.put(leaf, index);
        if (!entry.getGovernance().isEmpty()) {
            Optional.ofNullable(byLeaf.get(Sha256.copyOf(entry.getGovernance())))
                    .ifPresent(governance::add);
        }
        incidentOf(entry)
                .ifPresent(incident -> incidents
                        .computeIfAbsent(incident, i -> new ArrayList<>())
                        .add(index));
    }

    /**
     * The log with these entries, under a head that the log's keys sign now.
     *
     * @throws RefusedException if an entry is none
     */
    public static LogCopy sign(List<byte[]> entries, String origin, LogSigningKey key, Instant at)
            throws RefusedException {
        return new LogCopy(List.copyOf(entries), new CheckpointSigner(origin, key), key.publicKey(), at);
    }

    /**
     * The same history but for what {@code change} makes of its entries, by index (absent: left out), chained and signed anew: as good a forgery as whoever holds the
     * log's keys can make, who cannot sign for a party.
     */
    public LogCopy rewritten(
            Map<Long, UnaryOperator<LogEntry>> change,
            SortedSet<Long> without,
            String origin,
            LogSigningKey signer,
            Instant at)
            throws RefusedException {
        List<byte[]> forged = new ArrayList<>();
        Map<Sha256, Sha256> tips = new LinkedHashMap<>();
        Optional<Sha256> newestGovernance = Optional.empty();
        for (LogEntry original : entries) {
            long was = original.getIndex();
            if (without.contains(was)) {
                continue;
            }
            LogEntry.Builder entry = change.getOrDefault(was, UnaryOperator.identity()).apply(original).toBuilder()
                    .setIndex(forged.size());
            Optional<Sha256> incident = incidentOf(original);
            newestGovernance.ifPresent(leaf -> entry.setGovernance(leaf.byteString()));
            incident.map(tips::get).ifPresent(leaf -> entry.setIncidentPrevious(leaf.byteString()));
            byte[] bytes = Strict.encode(entry.build());
            Sha256 leaf = Merkle.leaf(bytes);
            incident.ifPresent(i -> tips.put(i, leaf));
            if (governance.contains(was)) {
                newestGovernance = Optional.of(leaf);
            }
            forged.add(bytes);
        }
        return sign(forged, origin, signer, at);
    }

    /**
     * Index of the first entry of an incident from {@code index} on. What became visible at a governance entry is proven by the incident's own entry after it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public long firstOf(Sha256 incident, long index) {
        return incidents.getOrDefault(incident, List.of()).stream()
                .filter(i -> i >= index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "index: " + index + " (expected: at most that of the incident's newest entry)"));
    }

    /** The entries, parsed. */
    public List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public byte[] entry(long index) {
        return encoded.get(Math.toIntExact(index)).clone();
    }

    @Override
    public NodeReader nodes() {
        return tree;
    }

    @Override
    public byte[] checkpoint() {
        return checkpoint.clone();
    }

    @Override
    public LogPublicKey logKey() {
        return key;
    }

    @Override
    public List<Long> governanceUpTo(long index) {
        return List.copyOf(governance.headSet(index + 1));
    }

    @Override
    public List<Long> incidentUpTo(Sha256 incident, long index) {
        return incidents.getOrDefault(incident, List.of()).stream()
                .filter(i -> i <= index)
                .toList();
    }

    /** The exercise adopts no successor, so only the genesis has a text, and that is an entry. */
    @Override
    public Optional<ByteString> charterText(Sha256 hash) {
        return Optional.empty();
    }

    private static Optional<Sha256> incidentOf(LogEntry entry) throws RefusedException {
        if (entry.hasTimeMark()) {
            return Optional.of(Sha256.copyOf(entry.getTimeMark().getIncident()));
        }
        if (!entry.hasNotice()) {
            return Optional.empty();
        }
        Notice notice = noticeOf(entry);
        if (!notice.getIncident().isEmpty()) {
            return Optional.of(Sha256.copyOf(notice.getIncident()));
        }
        return notice.hasViolationReport()
                ? Optional.of(Sha256.of(entry.getNotice().getNotice().toByteArray()))
                : Optional.empty();
    }

    /** The notice of an entry that holds one. */
    static Notice noticeOf(LogEntry entry) throws RefusedException {
        return Strict.parse(
                Notice.getDefaultInstance(), entry.getNotice().getNotice().toByteArray());
    }
}

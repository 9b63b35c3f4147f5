package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.NodeReader;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.RefusedException;

/** A log in memory, honest or not, with a really signed checkpoint over all of it. Made by {@link LogForge}. */
public final class MemoryLog implements LogSource {
    /** The origin that the sample charter names. */
    public static final String ORIGIN = "hub.exercise.example/ceasefire";

    private final List<byte[]> entries;
    private final Set<Long> governance;
    private final LogSigningKey key;
    private final MemoryTree tree = new MemoryTree();
    private final Map<Sha256, ByteString> texts = new HashMap<>();
    private final Map<Long, Sha256> incidents = new LinkedHashMap<>();
    private final Map<String, LogSigningKey> witnesses = new LinkedHashMap<>();
    private final List<CosignedHead> clockStarts = new ArrayList<>();
    private byte[] checkpoint;

    MemoryLog(List<byte[]> entries, Set<Long> governance, LogSigningKey key) {
        this.entries = entries;
        this.governance = governance;
        this.key = key;
        for (int i = 0; i < entries.size(); i++) {
            UnverifiedEntry entry = read(entries.get(i));
            long index = i;
            tree.append(entry.leaf());
            incidentOf(entry).ifPresent(id -> incidents.put(index, id));
            entry.notice()
                    .map(n -> n.notice())
                    .filter(Notice::hasCharterText)
                    .map(n -> n.getCharterText().getText())
                    .ifPresent(t -> texts.put(Sha256.of(t.toByteArray()), t));
        }
        this.checkpoint = signed(entries.size());
    }

    /** With a text that was never posted in it. */
    public MemoryLog knowing(byte[] text) {
        texts.put(Sha256.of(text), ByteString.copyFrom(text));
        return this;
    }

    /** With its checkpoint as it was at another size. */
    public MemoryLog atSize(long size) {
        checkpoint = signed(size);
        return this;
    }

    /** With another note in place of its checkpoint. */
    public MemoryLog withCheckpoint(byte[] note) {
        checkpoint = note;
        return this;
    }

    /** Names a witness, so that bundles bring its key. */
    public MemoryLog witness(String name, LogSigningKey witnessKey) {
        witnesses.put(name, witnessKey);
        return this;
    }

    /** Has the checkpoint cosigned by these witnesses. */
    public MemoryLog cosigned(long atMs, String... names) {
        checkpoint = cosigned(checkpoint, atMs, names);
        return this;
    }

    /** Brings a head of {@code size}, cosigned by these witnesses, as one close to the start of a clock. */
    public MemoryLog clockStart(long size, long atMs, String... names) {
        clockStarts.add(new CosignedHead(cosigned(signed(size), atMs, names), logKey(), witnesses()));
        return this;
    }

    /** A checkpoint over the first {@code size} entries. */
    public byte[] signed(long size) {
        LogEntry last = read(entries.get((int) size - 1)).message();
        return new CheckpointSigner(ORIGIN, key).sign(tree.head(size), Instant.ofEpochMilli(last.getAcceptedAtMs()));
    }

    private byte[] cosigned(byte[] note, long atMs, String... names) {
        try {
            VerifiedCheckpoint opened = new CheckpointVerifier(ORIGIN, key.publicKey()).open(note);
            for (String name : names) {
                opened =
                        opened.plus(new Cosigner(name, witnesses.get(name)).cosign(opened, Instant.ofEpochMilli(atMs)));
            }
            return opened.note();
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    /** Number of entries. */
    public long size() {
        return entries.size();
    }

    /** The bundle that proves what the incident's newest entry brought. */
    public byte[] incidentBundle(Sha256 incident) {
        List<Long> chain = incidentUpTo(incident, entries.size());
        return BundleWriter.incident(this, incident, chain.get(chain.size() - 1));
    }

    /** The bundle that proves what an entry of an incident brought. */
    public byte[] incidentBundle(Sha256 incident, long index) {
        return BundleWriter.incident(this, incident, index);
    }

    /** The bundle that proves a notice. */
    public byte[] noticeBundle(long index) {
        return BundleWriter.notice(this, index);
    }

    @Override
    public byte[] entry(long index) {
        return entries.get((int) index);
    }

    @Override
    public NodeReader nodes() {
        return tree;
    }

    @Override
    public byte[] checkpoint() {
        return checkpoint;
    }

    @Override
    public LogPublicKey logKey() {
        return key.publicKey();
    }

    @Override
    public List<Long> governanceUpTo(long index) {
        return LongStream.range(0, entries.size())
                .filter(i -> i <= index && governance.contains(i))
                .boxed()
                .toList();
    }

    @Override
    public List<Long> incidentUpTo(Sha256 incident, long index) {
        return incidents.entrySet().stream()
                .filter(e -> e.getKey() <= index && e.getValue().equals(incident))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Optional<ByteString> charterText(Sha256 hash) {
        return Optional.ofNullable(texts.get(hash));
    }

    @Override
    public Map<String, LogPublicKey> witnesses() {
        Map<String, LogPublicKey> keys = new LinkedHashMap<>();
        witnesses.forEach((name, w) -> keys.put(name, w.publicKey()));
        return keys;
    }

    @Override
    public List<CosignedHead> clockStarts(Sha256 incident) {
        return clockStarts;
    }

    static UnverifiedEntry read(byte[] entry) {
        try {
            return UnverifiedEntry.parse(entry);
        } catch (RefusedException e) {
            throw new AssertionError("not an entry: " + e.refusal(), e);
        }
    }

    static Optional<Sha256> incidentOf(UnverifiedEntry entry) {
        if (entry.message().hasTimeMark()) {
            return Optional.of(Sha256.copyOf(entry.message().getTimeMark().getIncident()));
        }
        return entry.notice().flatMap(n -> {
            if (!n.notice().getIncident().isEmpty()) {
                return Optional.of(Sha256.copyOf(n.notice().getIncident()));
            }
            return n.notice().hasViolationReport() ? Optional.of(n.id()) : Optional.empty();
        });
    }
}

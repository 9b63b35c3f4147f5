package org.demarche.lies;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.envelope.NoticeSigner;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Strict;
import org.demarche.evidence.LogSource;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.PublicKey;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.NodeReader;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.AnchorProof;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CharterGenesis;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.TimeMark;
import org.demarche.refusal.RefusedException;

/**
 * A log whose hub asks no rule: it chains, hashes and signs whatever it is told. Honest as long as it is told what a hub would take. Besides, it can lie afterwards
 * ({@link #rewritten}), when it no longer has the authors' signatures at hand.
 */
public final class LieLog {
    public static final String ORIGIN = "lies.example/plan";

    /** The zero hour. */
    public static final long START = Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();

    public static final long MINUTE = 60_000;
    public static final long HOUR = 3_600_000L;

    /**
     * An entry.
     *
     * @param bytes its encoding, strict or not
     * @param message what it says
     * @param governance whether the hub links it into the governance chain
     */
    public record Item(byte[] bytes, LogEntry message, boolean governance) {}

    private final List<Item> items = new ArrayList<>();
    private final MemoryTree tree = new MemoryTree();
    private final Map<Sha256, ByteString> tips = new HashMap<>();
    private final Map<Sha256, ByteString> texts = new LinkedHashMap<>();
    private final List<String> witnesses = new ArrayList<>();
    private ByteString governanceTip = ByteString.EMPTY;
    private Sha256 charter;
    private String key = "log";
    private long nowMs = START;
    private long nonce;

    private LieLog(Sha256 charter) {
        this.charter = charter;
    }

    /** A log that begins with this text; nobody has assented yet. */
    public static LieLog of(LieCharter charter) {
        LieLog log = new LieLog(charter.hash());
        log.append(
                LogEntry.newBuilder()
                        .setGenesis(CharterGenesis.newBuilder().setText(ByteString.copyFrom(charter.bytes()))),
                true);
        return log;
    }

    // Who speaks, and when

    /** Sets the clock, in milliseconds since the zero hour. */
    public LieLog at(long sinceStartMs) {
        nowMs = START + sinceStartMs;
        return this;
    }

    /** From now on notices name this charter. */
    public LieLog under(LieCharter other) {
        charter = other.hash();
        return this;
    }

    /** From now on this log key signs. */
    public LieLog signedBy(String logKey) {
        key = logKey;
        return this;
    }

    /** Bundles bring the keys of these witnesses. */
    public LieLog witnessedBy(String... names) {
        witnesses.addAll(Arrays.asList(names));
        return this;
    }

    /** A root assents to a text, and brings these keys. */
    public int assent(String root, LieCharter to, String... keys) {
        texts.put(to.hash(), ByteString.copyFrom(to.bytes()));
        String party = root.substring(0, root.indexOf('/'));
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(to.hash().byteString());
        for (String name : keys) {
            assent.addKeys(Possession.prove(LieKeys.party(name), party, to.hash()));
        }
        return govern(root, Notice.newBuilder().setCharterAssent(assent));
    }

    /** A notice that the hub links into the governance chain. */
    public int govern(String signer, Notice.Builder notice) {
        return append(LogEntry.newBuilder().setNotice(signed(signer, notice)), true);
    }

    /** Any other notice. */
    public int say(String signer, Notice.Builder notice) {
        return take(signed(signer, notice));
    }

    /** A notice that is signed already. */
    public int take(SignedNotice signed) {
        return append(LogEntry.newBuilder().setNotice(signed), false);
    }

    /** The hub's own entry. */
    public int mark(Sha256 incident) {
        return append(
                LogEntry.newBuilder().setTimeMark(TimeMark.newBuilder().setIncident(incident.byteString())), false);
    }

    /** The notice, with what every notice has filled in unless it is set already, signed. */
    public SignedNotice signed(String signer, Notice.Builder notice) {
        return sign(signer, filled(signer, notice).build());
    }

    /** The notice, with what every notice has filled in unless it is set already. */
    public Notice.Builder filled(String signer, Notice.Builder notice) {
        notice.setSuite(PublicKey.SUITE)
                .setNonce(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(8, ++nonce).array()));
        if (notice.getCharter().isEmpty()) {
            notice.setCharter(charter.byteString());
        }
        if (notice.getAuthor().isEmpty()) {
            notice.setAuthor(signer.substring(0, signer.indexOf('/')));
        }
        if (notice.getIssuedAtMs() == 0) {
            notice.setIssuedAtMs(nowMs);
        }
        if (notice.getValidUntilMs() == 0) {
            notice.setValidUntilMs(notice.getIssuedAtMs() + HOUR);
        }
        if (!notice.hasAnchor()) {
            notice.setAnchor(anchor(size()));
        }
        return notice.setPrecedence(Precedence.PRECEDENCE_ROUTINE);
    }

    public static SignedNotice sign(String signer, Notice notice) {
        return parse(SignedNotice.getDefaultInstance(), NoticeSigner.sign(notice, LieKeys.party(signer)));
    }

    /** The head over the first {@code size} entries. */
    public Anchor anchor(int size) {
        return Anchor.newBuilder()
                .setSize(size)
                .setRoot(tree.head(size).root().byteString())
                .build();
    }

    // What the hub does

    /** Appends, with index, time and chains as they should be unless the entry sets its own time. */
    public int append(LogEntry.Builder entry, boolean governance) {
        return append(entry, governance, e -> {});
    }

    /** The same, changed before it is encoded. */
    public int append(LogEntry.Builder entry, boolean governance, Consumer<LogEntry.Builder> change) {
        Optional<Sha256> incident = incident(entry.build());
        entry.setIndex(size())
                .setGovernance(governanceTip)
                .setIncidentPrevious(incident.map(i -> tips.getOrDefault(i, ByteString.EMPTY))
                        .orElse(ByteString.EMPTY));
        if (entry.getAcceptedAtMs() == 0) {
            entry.setAcceptedAtMs(nowMs);
        }
        change.accept(entry);
        return append(Strict.encode(entry.build()), entry.build(), governance);
    }

    /** Appends bytes as they are. */
    public int append(byte[] bytes, LogEntry message, boolean governance) {
        Sha256 leaf = Merkle.leaf(bytes);
        items.add(new Item(bytes, message, governance));
        tree.append(leaf);
        incident(message).ifPresent(i -> tips.put(i, leaf.byteString()));
        if (governance) {
            governanceTip = leaf.byteString();
        }
        return items.size() - 1;
    }

    /** What becomes of an entry when the hub writes its history anew; empty: it is left out. */
    public interface Rewriting {
        Optional<LogEntry.Builder> rewrite(int index, LogEntry.Builder entry);
    }

    /** The log written anew, with indexes and chains that fit. What parties signed stays as it is, their anchors too. */
    public LieLog rewritten(Rewriting rewriting) {
        LieLog other = new LieLog(charter);
        other.texts.putAll(texts);
        other.witnesses.addAll(witnesses);
        other.key = key;
        other.nowMs = nowMs;
        other.nonce = nonce;
        for (int i = 0; i < items.size(); i++) {
            boolean governance = items.get(i).governance();
            rewriting.rewrite(i, items.get(i).message().toBuilder()).ifPresent(e -> other.append(e, governance));
        }
        return other;
    }

    public LieLog without(int dropped) {
        return rewritten((i, e) -> i == dropped ? Optional.empty() : Optional.of(e));
    }

    public LieLog changed(int index, Consumer<LogEntry.Builder> change) {
        return rewritten((i, e) -> {
            if (i == index) {
                change.accept(e);
            }
            return Optional.of(e);
        });
    }

    // What is in it

    public int size() {
        return items.size();
    }

    public LogEntry entry(int index) {
        return items.get(index).message();
    }

    /** The identity of the notice in an entry. */
    public Sha256 id(int index) {
        return Sha256.of(entry(index).getNotice().getNotice().toByteArray());
    }

    public Notice notice(int index) {
        return noticeOf(entry(index));
    }

    public static Notice noticeOf(LogEntry entry) {
        try {
            return Notice.parseFrom(entry.getNotice().getNotice());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Sha256> incident(LogEntry entry) {
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

    // Bundles

    /** The bundle of an incident's newest entry. */
    public EvidenceBundle.Builder incident(Sha256 incident) {
        return incident(incident, size() - 1);
    }

    /** The bundle of an incident's newest entry up to an index. */
    public EvidenceBundle.Builder incident(Sha256 incident, int upTo) {
        List<Integer> chain = new ArrayList<>();
        for (int i = 0; i <= upTo; i++) {
            if (incident(entry(i)).equals(Optional.of(incident))) {
                chain.add(i);
            }
        }
        return bundle(chain, size());
    }

    /** The bundle of one notice. */
    public EvidenceBundle.Builder ofNotice(int index) {
        return bundle(List.of(index), size());
    }

    /** The bundle of these entries under the head of this size. */
    public EvidenceBundle.Builder bundle(List<Integer> entries, int size) {
        EvidenceBundle.Builder bundle = EvidenceBundle.newBuilder()
                .setFormat("demarche-evidence")
                .setVersion(1)
                .addLogKeys(keys(LieKeys.log(key).publicKey()));
        List<Notice> brought = new ArrayList<>();
        int last = entries.get(entries.size() - 1);
        for (int i = 0; i < last; i++) {
            if (items.get(i).governance()) {
                bundle.addGovernance(proven(i, size));
                brought.add(noticeOf(entry(i)));
            }
        }
        for (int i : entries) {
            bundle.addEntries(proven(i, size));
            brought.add(noticeOf(entry(i)));
        }
        brought.stream()
                .filter(Notice::hasCharterAssent)
                .map(n -> Sha256.copyOf(n.getCharterAssent().getCharter()))
                .distinct()
                .filter(h -> !h.equals(Sha256.of(entry(0).getGenesis().getText().toByteArray())))
                .forEach(h -> bundle.addCharters(texts.get(h)));
        bundle.setCheckpoint(ByteString.copyFrom(checkpoint(size)));
        Set<Head> anchors = new TreeSet<>(Comparator.comparingLong(Head::size).thenComparing(Head::root));
        brought.stream()
                .filter(Notice::hasAnchor)
                .forEach(n -> anchors.add(new Head(
                        n.getAnchor().getSize(), Sha256.copyOf(n.getAnchor().getRoot()))));
        anchors.forEach(a -> bundle.addAnchors(anchorProof(a, size)));
        witnesses.forEach(w -> bundle.addWitnessKeys(keys(LieKeys.log(w).publicKey())));
        return bundle;
    }

    /** The log as writers of files read it. */
    LogSource source() {
        return new LogSource() {
            @Override
            public byte[] entry(long index) {
                return items.get((int) index).bytes();
            }

            @Override
            public NodeReader nodes() {
                return tree;
            }

            @Override
            public byte[] checkpoint() {
                return LieLog.this.checkpoint(size());
            }

            @Override
            public LogPublicKey logKey() {
                return LieKeys.log(key).publicKey();
            }

            @Override
            public List<Long> governanceUpTo(long index) {
                return upTo(index, i -> items.get(i).governance());
            }

            @Override
            public List<Long> incidentUpTo(Sha256 id, long index) {
                return upTo(index, i -> LieLog.incident(entry(i)).equals(Optional.of(id)));
            }

            private LogEntry entry(int index) {
                return LieLog.this.entry(index);
            }

            private List<Long> upTo(long last, IntPredicate wanted) {
                return IntStream.rangeClosed(0, (int) Math.min(last, items.size() - 1L))
                        .filter(wanted)
                        .asLongStream()
                        .boxed()
                        .toList();
            }

            @Override
            public Optional<ByteString> charterText(Sha256 hash) {
                return Optional.ofNullable(texts.get(hash));
            }
        };
    }

    /** The key that signs at present. */
    LogSigningKey signer() {
        return LieKeys.log(key);
    }

    /** Its tree. */
    MemoryTree tree() {
        return tree;
    }

    public AnchorProof anchorProof(Head anchor, int size) {
        return AnchorProof.newBuilder()
                .setSize(anchor.size())
                .setRoot(anchor.root().byteString())
                .addAllConsistency(consistency(anchor.size(), size))
                .build();
    }

    /** The consistency proof between two sizes of this log; empty if there is none. */
    public List<ByteString> consistency(long from, int to) {
        return from > to
                ? List.of()
                : Proofs.consistency(from, to, tree).stream()
                        .map(Sha256::byteString)
                        .toList();
    }

    public ProvenEntry proven(int index, int size) {
        return ProvenEntry.newBuilder()
                .setEntry(ByteString.copyFrom(items.get(index).bytes()))
                .addAllInclusion(Proofs.inclusion(index, size, tree).stream()
                        .map(Sha256::byteString)
                        .toList())
                .build();
    }

    public static LogKeys keys(LogPublicKey key) {
        return LogKeys.newBuilder()
                .setEd25519(ByteString.copyFrom(key.ed25519()))
                .setMlDsa44(ByteString.copyFrom(key.mlDsa44()))
                .build();
    }

    /** The head over the first {@code size} entries, signed by the log. */
    public byte[] checkpoint(int size) {
        return checkpoint(size, ORIGIN, LieKeys.log(key));
    }

    public byte[] checkpoint(int size, String origin, LogSigningKey signer) {
        return new CheckpointSigner(origin, signer)
                .sign(tree.head(size), Instant.ofEpochMilli(entry(size - 1).getAcceptedAtMs()));
    }

    /** A checkpoint with the cosignatures of these witnesses, all at one time since the zero hour. */
    public byte[] cosigned(byte[] note, long sinceStartMs, String... names) {
        try {
            VerifiedCheckpoint opened =
                    new CheckpointVerifier(ORIGIN, LieKeys.log(key).publicKey()).open(note);
            for (String name : names) {
                opened = opened.plus(new Cosigner(name, LieKeys.log(name))
                        .cosign(opened, Instant.ofEpochMilli(START + sinceStartMs)));
            }
            return opened.note();
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    /** A head close to the start of the clock. */
    public ClockStart clockStart(int size, long sinceStartMs, String... names) {
        return ClockStart.newBuilder()
                .setCheckpoint(ByteString.copyFrom(cosigned(checkpoint(size), sinceStartMs, names)))
                .addAllConsistency(consistency(size, size()))
                .build();
    }

    public static <M extends com.google.protobuf.Message> M parse(M type, byte[] bytes) {
        try {
            return Strict.parse(type, bytes);
        } catch (RefusedException e) {
            throw new AssertionError(e.refusal().toString(), e);
        }
    }
}

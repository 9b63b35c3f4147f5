package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.Tip;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.LogSource;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.LogPublicKey;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.NodeReader;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.RefusedException;

/**
 * The entries that a hub has shown, sound or not, as files are written from them: where the chains run, and where the rules first refuse one. Parties' signatures are taken for
 * granted: whoever shows the entries has checked them, and whoever reads the file does so again.
 */
public final class ShownLog implements LogSource {
    private static final SignatureVerifier TRUSTING = new SignatureVerifier() {
        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            return true;
        }

        @Override
        public String name() {
            return "trusting";
        }
    };

    private final LongFunction<byte[]> entries;
    private final MemoryTree tree = new MemoryTree();
    private final List<Long> governance = new ArrayList<>();
    private final Map<Sha256, List<Long>> incidents = new HashMap<>();
    private final Map<Sha256, ByteString> texts = new HashMap<>();
    private OptionalLong refused = OptionalLong.empty();

    /**
     * Reads all of them.
     *
     * @param entries an encoded entry by its index; read again when it is asked for
     * @param size how many there are
     */
    public ShownLog(LongFunction<byte[]> entries, long size) {
        this.entries = entries;
        Ledger.Batch batch = Ledger.empty().batch(new MemoryRegister(), TRUSTING);
        for (long index = 0; index < size; index++) {
            byte[] bytes = entries.apply(index);
            tree.append(Merkle.leaf(bytes));
            try {
                note(UnverifiedEntry.parse(bytes), index, batch);
            } catch (RefusedException e) {
                refuse(index);
            }
        }
    }

    private void note(UnverifiedEntry entry, long index, Ledger.Batch batch) throws RefusedException {
        entry.incident()
                .ifPresent(id ->
                        incidents.computeIfAbsent(id, i -> new ArrayList<>()).add(index));
        entry.notice()
                .map(n -> n.notice())
                .filter(Notice::hasCharterText)
                .map(n -> n.getCharterText().getText())
                .ifPresent(t -> texts.put(Sha256.of(t.toByteArray()), t));
        Optional<Tip> before = batch.governanceTip();
        if (refused.isEmpty() && batch.replay(entry.fromOwnStore()).isPresent()) {
            refuse(index);
        }
        boolean linked = refused.isEmpty()
                ? !batch.governanceTip().equals(before)
                : entry.notice().map(n -> n.notice()).filter(ShownLog::governs).isPresent();
        if (linked) {
            governance.add(index);
        }
    }

    private void refuse(long index) {
        refused = refused.isPresent() ? refused : OptionalLong.of(index);
    }

    private static boolean governs(Notice notice) {
        return notice.hasCharterAssent() || notice.hasKeyChange();
    }

    /** Index of the first entry that the rules refuse, or that is none; empty: they take all of them. */
    public OptionalLong refused() {
        return refused;
    }

    /** How many entries there are. */
    public long size() {
        return tree.size();
    }

    /** The tree over them. */
    public MemoryTree tree() {
        return tree;
    }

    @Override
    public byte[] entry(long index) {
        return entries.apply(index);
    }

    @Override
    public NodeReader nodes() {
        return tree;
    }

    @Override
    public byte[] checkpoint() {
        throw new UnsupportedOperationException("whoever writes a misbehaviour file brings the head");
    }

    @Override
    public LogPublicKey logKey() {
        throw new UnsupportedOperationException("whoever writes a misbehaviour file brings the keys");
    }

    @Override
    public List<Long> governanceUpTo(long index) {
        return governance.stream().filter(i -> i <= index).toList();
    }

    @Override
    public List<Long> incidentUpTo(Sha256 incident, long index) {
        return incidents.getOrDefault(incident, List.of()).stream()
                .filter(i -> i <= index)
                .toList();
    }

    @Override
    public Optional<ByteString> charterText(Sha256 hash) {
        return Optional.ofNullable(texts.get(hash));
    }
}

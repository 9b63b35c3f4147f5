package org.demarche.client.witness;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Replica;
import org.demarche.disk.DurableFiles;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.witness.Cosigned;

/**
 * The newest head over which the charter's witness rule holds, as far as a desk has verified that: it is signed by the log, is over the desk's own copy, and the charter
 * behind its last entry is content with its cosignatures. Kept beside the copy's {@code head}, as {@code witnessed}, an encoded WitnessedHead. Thread-safe.
 */
public final class WitnessedHeads {
    private final Replica replica;
    private final Path file;
    private Optional<Witnessing.Witnessed> newest = Optional.empty();
    private Optional<WitnessedHead> waiting = Optional.empty();

    private WitnessedHeads(Replica replica, Path file) {
        this.replica = replica;
        this.file = file;
    }

    /** Those of {@code replica}, whose folder is {@code directory}. What was kept there is verified anew; what does not hold is as good as not there. */
    public static WitnessedHeads open(Path directory, Replica replica) throws IOException {
        WitnessedHeads heads = new WitnessedHeads(replica, directory.resolve("witnessed"));
        if (Files.exists(heads.file)) {
            heads.recall(Files.readAllBytes(heads.file));
        }
        return heads;
    }

    private void recall(byte[] kept) {
        try {
            WitnessedHead head = WitnessedHead.parseFrom(kept);
            Optional<VerifiedCheckpoint> opened =
                    replica.open(head.getCheckpoint().toByteArray());
            if (opened.filter(this::isOverTheCopy).isPresent()) {
                cosigned(opened.get(), head)
                        .filter(c -> c.tally().holds())
                        .ifPresent(c -> newest = Optional.of(of(opened.get(), c)));
            }
        } catch (InvalidProtocolBufferException e) {
            // Damaged. The hub shows it again, and then it is written anew.
            newest = Optional.empty();
        }
    }

    private boolean isOverTheCopy(VerifiedCheckpoint head) {
        try {
            return head.head().size() <= replica.size()
                    && replica.see(head.note()).isPresent();
        } catch (LieException | IOException e) {
            return false;
        }
    }

    /**
     * Looks at what a hub shows as witnessed, or again at what it has shown before its entries came.
     *
     * @return what is wrong with its cosignatures, in one sentence; then they were not believed
     * @throws LieException if the head is not the log's, or contradicts the copy
     * @throws IOException if it can't be kept
     */
    public synchronized Optional<String> take(Optional<WitnessedHead> shown) throws LieException, IOException {
        Optional<WitnessedHead> next = shown.or(() -> waiting);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        byte[] note = next.get().getCheckpoint().toByteArray();
        long size = Replica.claimedSize(note);
        if (size > replica.size()) {
            waiting = next;
            return Optional.empty();
        }
        waiting = Optional.empty();
        if (size <= size()) {
            return Optional.empty();
        }
        return judge(replica.see(note).orElseThrow(), next.get());
    }

    private Optional<String> judge(VerifiedCheckpoint head, WitnessedHead shown) throws IOException {
        Optional<Cosigned> cosigned = cosigned(head, shown);
        if (cosigned.isEmpty()) {
            return Optional.empty();
        }
        Cosigned said = cosigned.get();
        if (said.tally().holds()) {
            DurableFiles.write(file, shown.toByteArray());
            newest = Optional.of(of(head, said));
            return said.falsehood();
        }
        return Optional.of("the hub shows its head of " + head.head().size() + " entries as witnessed, and it is not: "
                + said.falsehood().orElseGet(() -> "missing " + said.tally().shortfall()));
    }

    private Optional<Cosigned> cosigned(VerifiedCheckpoint head, WitnessedHead shown) {
        Charter charter = replica.charterBehind(head.head().size());
        List<LogPublicKey> keys = new ArrayList<>();
        for (LogKeys key : shown.getWitnessKeysList()) {
            // One of another length is no key, and what is without a key does not count.
            if (key.getEd25519().size() == LogPublicKey.ED25519_LENGTH
                    && key.getMlDsa44().size() == LogPublicKey.ML_DSA_44_LENGTH) {
                keys.add(LogPublicKey.of(
                        key.getEd25519().toByteArray(), key.getMlDsa44().toByteArray()));
            }
        }
        return Cosigned.of(head, charter, keys);
    }

    private static Witnessing.Witnessed of(VerifiedCheckpoint head, Cosigned cosigned) {
        return Witnessing.Witnessed.of(head.head().size(), cosigned.valid(), cosigned.existedBy());
    }

    private long size() {
        return newest.map(Witnessing.Witnessed::size).orElse(0L);
    }

    /** What witnesses say of the log: its newest witnessed head. */
    public synchronized Witnessing newest() {
        if (replica.charter().witnessed().isEmpty()) {
            return new Witnessing.NotAsked();
        }
        return newest.isPresent() ? newest.get() : new Witnessing.NotYet();
    }

    /** What witnesses say of the entry with this index. */
    public synchronized Witnessing of(long index) {
        if (index < size()) {
            return newest.orElseThrow();
        }
        return replica.charterBehind(index + 1).witnessed().isEmpty()
                ? new Witnessing.NotAsked()
                : new Witnessing.NotYet();
    }

    /** When the first entry was accepted that the charter wants witnessed and that is not yet; empty if there is none. */
    public synchronized Optional<Instant> waitingSince() throws IOException {
        long first = size();
        if (first >= replica.size() || of(first) instanceof Witnessing.NotAsked) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(replica.entry(first).acceptedAtMs()));
    }
}

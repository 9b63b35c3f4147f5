package org.demarche.client.follow;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.demarche.charter.Charter;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.VerdictClass;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.ShownLog;
import org.demarche.misbehaviour.Word;
import org.demarche.refusal.RefusedException;

/**
 * Makes of a lie a file that convicts the hub before anybody, if that can be: from the copy, from what came with the lie, and, where the other side of two histories is not known
 * here, from what the hub itself serves. A file is kept only if its own verification says DISPROVEN; the smaller forms are tried first, the whole log last.
 */
public final class Prosecutor {
    private final Replica replica;
    private final Trust trust;
    private final LongFunction<List<byte[]>> served;

    /** A way to make a file. */
    private interface Attempt {
        byte[] file() throws RefusedException, IOException;
    }

    /**
     * A prosecutor.
     *
     * @param served the first entries that the hub serves now, so many at the most; fewer or none if it does not answer, or with more than can be held
     */
    public Prosecutor(Replica replica, Trust trust, LongFunction<List<byte[]>> served) {
        this.replica = replica;
        this.trust = trust;
        this.served = served;
    }

    /** The file that shows it; empty: it binds nobody, or the hub keeps back what would show it. */
    public Optional<byte[]> prove(Claim claim) {
        for (Attempt attempt : attempts(claim)) {
            try {
                byte[] file = attempt.file();
                if (MisbehaviourVerification.verify(file, trust.charter().hash(), trust.verifier())
                                .verdict()
                                .code()
                                .verdictClass()
                        == VerdictClass.DISPROVEN) {
                    return Optional.of(file);
                }
            } catch (RefusedException | IOException | RuntimeException e) {
                // What a hub makes up need not be of a form that can be shown this way; the next may do.
                continue;
            }
        }
        return Optional.empty();
    }

    private List<Attempt> attempts(Claim claim) {
        if (claim instanceof Claim.WrongEntry entry) {
            return wrongEntry(entry);
        }
        if (claim instanceof Claim.OtherHead head) {
            return List.of(() -> split(head));
        }
        if (claim instanceof Claim.OtherLeaf leaf) {
            return List.of(() -> otherLeaf(leaf));
        }
        if (claim instanceof Claim.WrongDate date) {
            return List.of(() -> wrongDate(date));
        }
        if (claim instanceof Claim.AheadOfWitnesses ahead) {
            return List.of(() -> new MisbehaviourWriter(own(), logKeys(), ahead.witnesses())
                    .misdatedEntry(ahead.note(), List.of(ahead.index())));
        }
        if (claim instanceof Claim.WrongRefusal refusal) {
            byte[] notice = refusal.notice().toByteArray();
            return List.of(
                    () -> writer(own()).unjustifiedRefusal(notice, refusal.refusal()),
                    () -> writer(own()).unjustifiedRefusalOfWholeLog(notice, refusal.refusal()));
        }
        Claim.WrongState state = (Claim.WrongState) claim;
        return List.of(
                () -> writer(own()).falseState(state.state()),
                () -> writer(own()).falseStateOfWholeLog(state.state()));
    }

    private List<Attempt> wrongEntry(Claim.WrongEntry claim) {
        long index = claim.index();
        List<Attempt> attempts = new ArrayList<>();
        attempts.add(() -> writer(shown(claim)).misdatedEntry(claim.note(), List.of(index - 1, index)));
        attempts.add(() -> writer(shown(claim)).refusedEntry(claim.note(), index));
        for (boolean leaves : new boolean[] {false, true}) {
            attempts.add(() -> {
                ShownLog log = shown(claim);
                return writer(log).brokenChain(claim.note(), pointedAt(log, index), leaves);
            });
        }
        attempts.add(() -> writer(shown(claim)).refusedEntryOfWholeLog(claim.note()));
        return attempts;
    }

    private ShownLog shown(Claim.WrongEntry claim) throws IOException {
        return shown(claim.more());
    }

    private ShownLog own() throws IOException {
        return shown(List.of());
    }

    /** The entries of the copy, and {@code more} behind them, as files about them are written. */
    private ShownLog shown(List<byte[]> more) throws IOException {
        long own = replica.size();
        try {
            return new ShownLog(index -> index < own ? entry(index) : more.get((int) (index - own)), own + more.size());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private byte[] entry(long index) {
        try {
            return replica.entry(index).bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log's key pairs, as the charters that have governed the copy name them, oldest first. */
    private List<LogPublicKey> logKeys() {
        List<LogPublicKey> pairs = new ArrayList<>();
        for (Charter charter : replica.charters()) {
            trust.keys().pair(charter.log()).filter(p -> !pairs.contains(p)).ifPresent(p -> pairs.add(0, p));
        }
        return pairs;
    }

    /** An entry, those that it names in its pointers, and those that it should. */
    private static List<Long> pointedAt(ShownLog log, long index) throws RefusedException {
        UnverifiedEntry entry = UnverifiedEntry.parse(log.entry(index));
        TreeSet<Long> all = new TreeSet<>();
        all.add(index);
        place(log, entry.message().getIncidentPrevious(), index).ifPresent(all::add);
        place(log, entry.message().getGovernance(), index).ifPresent(all::add);
        entry.incident().ifPresent(id -> last(log.incidentUpTo(id, index - 1)).ifPresent(all::add));
        last(log.governanceUpTo(index - 1)).ifPresent(all::add);
        return List.copyOf(all);
    }

    private static OptionalLong place(ShownLog log, ByteString leaf, long below) {
        return leaf.size() != Sha256.LENGTH
                ? OptionalLong.empty()
                : LongStream.range(0, below)
                        .filter(i -> log.tree().node(0, i).byteString().equals(leaf))
                        .findFirst();
    }

    private static Optional<Long> last(List<Long> indexes) {
        return indexes.isEmpty() ? Optional.empty() : Optional.of(indexes.get(indexes.size() - 1));
    }

    private byte[] split(Claim.OtherHead claim) throws RefusedException, IOException {
        ShownLog log = shown(claim.more());
        Head other = claim.other().head();
        ShownLog greater = other.size() <= log.size() ? log : served(other);
        return writer(log).splitHistory(claim.note(), claim.other(), greater.tree());
    }

    private byte[] otherLeaf(Claim.OtherLeaf claim) throws RefusedException, IOException {
        UnverifiedEntry entry = UnverifiedEntry.parse(claim.receipt().getEntry().toByteArray());
        return writer(own())
                .splitHistory(
                        claim.note(),
                        new Word.Checkpoint(claim.receipt().getCheckpoint()),
                        entry.index(),
                        entry.leaf(),
                        claim.receipt().getInclusionList().stream()
                                .map(Sha256::copyOf)
                                .toList());
    }

    private byte[] wrongDate(Claim.WrongDate claim) throws RefusedException, IOException {
        UnverifiedEntry entry = UnverifiedEntry.parse(claim.receipt().getEntry().toByteArray());
        ByteString note = claim.receipt().getCheckpoint();
        Head head = new Word.Checkpoint(note).head();
        ShownLog own = own();
        return writer(head.size() <= own.size() ? own : served(head)).misdatedEntry(note, List.of(entry.index()));
    }

    /** The entries under a head beyond the copy, as the hub serves them. */
    private ShownLog served(Head head) throws IOException {
        List<byte[]> entries = served.apply(head.size());
        if (entries.size() < head.size()) {
            throw new IOException("the hub does not serve the entries under its head");
        }
        return new ShownLog(index -> entries.get((int) index), head.size());
    }

    private MisbehaviourWriter writer(ShownLog log) {
        return new MisbehaviourWriter(log, logKeys(), List.of());
    }
}

package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.AssentedTexts;
import org.demarche.evidence.LogSource;
import org.demarche.evidence.ProtoParts;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.NodeReader;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.BrokenChain;
import org.demarche.proto.v1.FalseState;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.MisdatedEntry;
import org.demarche.proto.v1.OtherBeginning;
import org.demarche.proto.v1.OtherNode;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.proto.v1.RefusedEntry;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.SplitHistory;
import org.demarche.proto.v1.UnjustifiedRefusal;
import org.demarche.refusal.RefusedException;

/**
 * Writes misbehaviour files from a log as a hub has shown it, of which {@code checkpoint} is not asked. It verifies nothing: whoever keeps such a file looks first what
 * {@link MisbehaviourVerification} says to it. The same log gives the same bytes.
 */
public final class MisbehaviourWriter {
    private final LogSource log;
    private final List<LogPublicKey> logKeys;
    private final List<LogPublicKey> witnessKeys;

    /**
     * A writer.
     *
     * @param log what the hub has shown, the lie among it
     * @param logKeys the log's keys that the signatures need
     * @param witnessKeys keys of witnesses, if their word matters
     */
    public MisbehaviourWriter(LogSource log, List<LogPublicKey> logKeys, List<LogPublicKey> witnessKeys) {
        this.log = log;
        this.logKeys = List.copyOf(logKeys);
        this.witnessKeys = List.copyOf(witnessKeys);
    }

    /**
     * Two histories, where the tree of the greater head is known.
     *
     * @param own the head under which {@code log} stands
     * @param other what else was signed
     * @param greater the tree of the greater of both
     */
    public byte[] splitHistory(ByteString own, Word other, NodeReader greater) throws RefusedException {
        long mine = LogWord.ofHead(own).head().size();
        long size = Math.min(mine, other.head().size());
        Sha256 root = mine == other.head().size()
                ? LogWord.ofHead(own).head().root()
                : Merkle.head(size, greater).root();
        OtherBeginning beginning = OtherBeginning.newBuilder()
                .setRoot(root.byteString())
                .addAllConsistency(ProtoParts.bytes(
                        Proofs.consistency(size, Math.max(mine, other.head().size()), greater)))
                .build();
        return split(own, other, s -> s.setBeginning(beginning));
    }

    /**
     * Two histories, where a leaf differs.
     *
     * @param index the leaf's place
     * @param otherLeaf the leaf hash there under the other head
     * @param otherInclusion its audit path
     */
    public byte[] splitHistory(ByteString own, Word other, long index, Sha256 otherLeaf, List<Sha256> otherInclusion)
            throws RefusedException {
        long size = LogWord.ofHead(own).head().size();
        OtherNode node = OtherNode.newBuilder()
                .setIndex(index)
                .setHash(log.nodes().node(0, index).byteString())
                .addAllInclusion(ProtoParts.bytes(Proofs.inclusion(index, size, log.nodes())))
                .setOtherHash(otherLeaf.byteString())
                .addAllOtherInclusion(ProtoParts.bytes(otherInclusion))
                .build();
        return split(own, other, s -> s.setNode(node));
    }

    private byte[] split(ByteString own, Word other, Consumer<SplitHistory.Builder> difference)
            throws RefusedException {
        SplitHistory.Builder split = SplitHistory.newBuilder();
        if (other instanceof Word.Checkpoint checkpoint) {
            split.setCheckpoint(checkpoint.note());
        } else if (other instanceof Word.Refusal refusal) {
            split.setRefusal(refusal.signed());
        } else {
            split.setState(((Word.State) other).signed());
        }
        difference.accept(split);
        Head head = LogWord.ofHead(own).head();
        return encode(chains(head, governing(head.size()), List.of())
                .setCheckpoint(own)
                .setSplitHistory(split));
    }

    /**
     * A broken chain.
     *
     * @param entries indexes: the entry, and before it those that show what is wrong with its pointers
     * @param leaves whether to bring all leaf hashes, since one that it names is none of them
     */
    public byte[] brokenChain(ByteString own, List<Long> entries, boolean leaves) throws RefusedException {
        Head head = LogWord.ofHead(own).head();
        ByteString.Output joined = ByteString.newOutput();
        for (long i = 0; leaves && i < head.size(); i++) {
            byte[] leaf = log.nodes().node(0, i).bytes();
            joined.write(leaf, 0, leaf.length);
        }
        return encode(chains(head, governing(head.size()), entries)
                .setCheckpoint(own)
                .setBrokenChain(BrokenChain.newBuilder().setLeaves(joined.toByteString())));
    }

    /**
     * An entry dated beyond its bounds.
     *
     * @param entries indexes: the entry, and if it is an earlier one that shows it, that before it
     */
    public byte[] misdatedEntry(ByteString own, List<Long> entries) throws RefusedException {
        Head head = LogWord.ofHead(own).head();
        long last = entries.get(entries.size() - 1);
        return encode(chains(head, log.governanceUpTo(last - 1), entries)
                .setCheckpoint(own)
                .setMisdatedEntry(MisdatedEntry.getDefaultInstance()));
    }

    /** An entry that the rules refuse, by the chains that lead to it. */
    public byte[] refusedEntry(ByteString own, long index) throws RefusedException {
        UnverifiedEntry entry = UnverifiedEntry.parse(log.entry(index));
        List<Long> chain =
                entry.incident().map(id -> log.incidentUpTo(id, index)).orElse(List.of(index));
        return encode(chains(LogWord.ofHead(own).head(), log.governanceUpTo(index - 1), chain)
                .setCheckpoint(own)
                .setRefusedEntry(RefusedEntry.getDefaultInstance()));
    }

    /** An entry that the rules refuse, by the whole log. */
    public byte[] refusedEntryOfWholeLog(ByteString own) throws RefusedException {
        return encode(whole(LogWord.ofHead(own).head())
                .setCheckpoint(own)
                .setRefusedEntry(RefusedEntry.getDefaultInstance()));
    }

    /** A refusal that the rules don't give, by chains. */
    public byte[] unjustifiedRefusal(byte[] signedNotice, SignedRefusal refusal) throws RefusedException {
        LogWord.OfRefusal word = LogWord.ofRefusal(refusal);
        long size = word.head().size();
        var notice = UnverifiedNotice.parse(signedNotice);
        Sha256 incident = notice.notice().getIncident().isEmpty()
                ? notice.id()
                : Sha256.copyOf(notice.notice().getIncident());
        long anchor = notice.notice().getAnchor().getSize();
        UnjustifiedRefusal.Builder lie = unjustified(signedNotice, refusal);
        if (anchor <= size && word.refusal().getReason().equals("ANCHOR_UNKNOWN")) {
            lie.addAllAnchor(ProtoParts.bytes(Proofs.consistency(anchor, size, log.nodes())));
        }
        return encode(chains(word.head(), log.governanceUpTo(size - 1), log.incidentUpTo(incident, size - 1))
                .setUnjustifiedRefusal(lie));
    }

    /** A refusal that the rules don't give, by the whole log. */
    public byte[] unjustifiedRefusalOfWholeLog(byte[] signedNotice, SignedRefusal refusal) throws RefusedException {
        return encode(
                whole(LogWord.ofRefusal(refusal).head()).setUnjustifiedRefusal(unjustified(signedNotice, refusal)));
    }

    private static UnjustifiedRefusal.Builder unjustified(byte[] signedNotice, SignedRefusal refusal) {
        return UnjustifiedRefusal.newBuilder()
                .setNotice(ByteString.copyFrom(signedNotice))
                .setRefusal(refusal);
    }

    /** A state that the rules don't give, by chains. */
    public byte[] falseState(SignedState state) throws RefusedException {
        LogWord.OfState word = LogWord.ofState(state);
        long last = word.head().size() - 1;
        ByteString incident = word.statement().getState().getIncident();
        List<Long> chain =
                incident.size() == Sha256.LENGTH ? log.incidentUpTo(Sha256.copyOf(incident), last) : List.of();
        return encode(chains(word.head(), log.governanceUpTo(last), chain)
                .setFalseState(FalseState.newBuilder().setState(state)));
    }

    /** A state that the rules don't give, by the whole log. */
    public byte[] falseStateOfWholeLog(SignedState state) throws RefusedException {
        return encode(whole(LogWord.ofState(state).head())
                .setFalseState(FalseState.newBuilder().setState(state)));
    }

    /** The governance chain as far as it says whose keys sign heads of up to this size: entry 0 alone, unless a text beside it may have been adopted. */
    private List<Long> governing(long size) throws RefusedException {
        List<Long> all = log.governanceUpTo(size - 1);
        List<UnverifiedEntry> read = new ArrayList<>();
        for (long index : all) {
            read.add(UnverifiedEntry.parse(log.entry(index)));
        }
        return AssentedTexts.named(read).isEmpty() ? all.subList(0, 1) : all;
    }

    private MisbehaviourFile.Builder chains(Head head, List<Long> governance, List<Long> entries)
            throws RefusedException {
        MisbehaviourFile.Builder file = file();
        List<UnverifiedEntry> brought = new ArrayList<>();
        for (long index : governance) {
            file.addGovernance(proven(index, head.size(), brought));
        }
        for (long index : entries) {
            file.addEntries(proven(index, head.size(), brought));
        }
        AssentedTexts.named(brought).forEach(h -> log.charterText(h).ifPresent(file::addCharters));
        return file;
    }

    private MisbehaviourFile.Builder whole(Head head) {
        MisbehaviourFile.Builder file = file();
        for (long i = 0; i < head.size(); i++) {
            file.addLog(ByteString.copyFrom(log.entry(i)));
        }
        return file;
    }

    private MisbehaviourFile.Builder file() {
        MisbehaviourFile.Builder file = MisbehaviourFile.newBuilder()
                .setFormat(UnverifiedMisbehaviour.FORMAT.name())
                .setVersion(UnverifiedMisbehaviour.FORMAT.version());
        logKeys.forEach(k -> file.addLogKeys(ProtoParts.keys(k)));
        witnessKeys.forEach(k -> file.addWitnessKeys(ProtoParts.keys(k)));
        return file;
    }

    private ProvenEntry proven(long index, long size, List<UnverifiedEntry> brought) throws RefusedException {
        byte[] entry = log.entry(index);
        brought.add(UnverifiedEntry.parse(entry));
        return ProvenEntry.newBuilder()
                .setEntry(ByteString.copyFrom(entry))
                .addAllInclusion(ProtoParts.bytes(Proofs.inclusion(index, size, log.nodes())))
                .build();
    }

    private static byte[] encode(MisbehaviourFile.Builder file) {
        return Strict.encode(file.build());
    }
}

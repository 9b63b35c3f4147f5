package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.AssentedTexts;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.FileFormat;
import org.demarche.evidence.ProtoParts;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.MisbehaviourFile.LieCase;
import org.demarche.proto.v1.SplitHistory;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** A file of the right form that anybody may have made (step 1). Immutable. */
final class UnverifiedMisbehaviour {
    static final FileFormat FORMAT = new FileFormat("demarche-misbehaviour", 1);

    private final MisbehaviourFile message;
    private final List<ClaimedEntry> governance;
    private final List<ClaimedEntry> entries;
    private final List<UnverifiedEntry> log;
    private final AssentedTexts texts;
    private final LogWord word;
    private final Optional<LogWord> other;
    private final Optional<UnverifiedNotice> notice;

    private UnverifiedMisbehaviour(MisbehaviourFile message) throws RefusedException {
        this.message = message;
        requireForm();
        this.governance = ProtoParts.each("governance", message.getGovernanceList(), ClaimedEntry::of);
        this.entries = ProtoParts.each("entries", message.getEntriesList(), ClaimedEntry::of);
        this.log = ProtoParts.each("log", message.getLogList(), e -> UnverifiedEntry.parse(e.toByteArray()));
        requireOrder();
        this.texts = AssentedTexts.of(
                message.getChartersList(),
                Stream.concat(governance.stream(), entries.stream())
                        .map(ClaimedEntry::entry)
                        .toList());
        this.word = switch (message.getLieCase()) {
            case UNJUSTIFIED_REFUSAL ->
                LogWord.ofRefusal(message.getUnjustifiedRefusal().getRefusal());
            case FALSE_STATE -> LogWord.ofState(message.getFalseState().getState());
            default -> LogWord.ofHead(message.getCheckpoint());
        };
        this.other = message.hasSplitHistory() ? Optional.of(other(message.getSplitHistory())) : Optional.empty();
        this.notice = message.hasUnjustifiedRefusal()
                ? Optional.of(UnverifiedNotice.parse(
                        message.getUnjustifiedRefusal().getNotice().toByteArray()))
                : Optional.empty();
    }

    /** @throws RefusedException if the bytes are not such a file of version 1, in the strict encoding, within its limits and of the form that its lie asks for */
    static UnverifiedMisbehaviour parse(byte[] file) throws RefusedException {
        return new UnverifiedMisbehaviour(FileFormat.parse(MisbehaviourFile.getDefaultInstance(), file));
    }

    MisbehaviourFile message() {
        return message;
    }

    /** What the log is said to have done. */
    LieCase lie() {
        return message.getLieCase();
    }

    /** Whether it brings every entry under its head, in place of chains. */
    boolean whole() {
        return !log.isEmpty();
    }

    /** The governance chain, as the file orders it; empty beside a whole log. */
    List<ClaimedEntry> governance() {
        return governance;
    }

    /** The other entries, as the file orders them. */
    List<ClaimedEntry> entries() {
        return entries;
    }

    /** Both, by index. */
    List<ClaimedEntry> brought() {
        List<ClaimedEntry> all = new ArrayList<>(governance);
        all.addAll(entries);
        all.sort(Comparator.comparingLong(ClaimedEntry::index));
        return all;
    }

    /** Every entry under the head; empty unless it brings them all. */
    List<UnverifiedEntry> log() {
        return log;
    }

    /** The charter texts beside the chains. */
    AssentedTexts texts() {
        return texts;
    }

    /** What the log signed, and the file's head with it. */
    LogWord word() {
        return word;
    }

    /** The head that everything in the file lies under. */
    Head head() {
        return word.head();
    }

    /** What else it signed, of two histories. */
    Optional<LogWord> other() {
        return other;
    }

    /** The notice that was refused. */
    Optional<UnverifiedNotice> notice() {
        return notice;
    }

    /** The text of charter version 1, if the file begins with it. */
    Optional<ByteString> genesis() {
        UnverifiedEntry first = whole() ? log.get(0) : governance.get(0).entry();
        return first.message().hasGenesis()
                ? Optional.of(first.message().getGenesis().getText())
                : Optional.empty();
    }

    /** The log's public keys. */
    List<LogPublicKey> logKeys() {
        return ProtoParts.keys(message.getLogKeysList());
    }

    /** Witnesses' public keys. */
    List<LogPublicKey> witnessKeys() {
        return ProtoParts.keys(message.getWitnessKeysList());
    }

    private void requireForm() throws RefusedException {
        LieCase lie = message.getLieCase();
        require(lie != LieCase.LIE_NOT_SET, "lie: missing (expected: exactly one)");
        boolean namesHead = lie == LieCase.UNJUSTIFIED_REFUSAL || lie == LieCase.FALSE_STATE;
        require(
                message.getCheckpoint().isEmpty() == namesHead,
                namesHead ? "checkpoint: not beside a word that names the head" : "checkpoint: missing");
        if (message.getLogCount() > 0) {
            require(
                    namesHead || lie == LieCase.REFUSED_ENTRY,
                    "log: this lie needs a few entries only, not the whole log");
            require(
                    message.getGovernanceCount() + message.getEntriesCount() + message.getChartersCount() == 0,
                    "log: beside chains (expected: one or the other)");
            return;
        }
        require(message.getGovernanceCount() > 0, "governance: 0 items (expected: at least 1)");
        if (lie == LieCase.SPLIT_HISTORY) {
            require(message.getEntriesCount() == 0, "entries: two heads need none");
        } else if (lie != LieCase.UNJUSTIFIED_REFUSAL) {
            require(message.getEntriesCount() > 0, "entries: 0 items (expected: at least 1)");
        }
        require(
                message.getBrokenChain().getLeaves().size() % Sha256.LENGTH == 0,
                "leaves: not a multiple of " + Sha256.LENGTH + " bytes");
    }

    /** What is pinned is what is applied first: otherwise keys that a stranger named for a log of his own could pass for those of the pinned one. */
    private void requireOrder() throws RefusedException {
        long next = 0;
        for (ClaimedEntry entry : governance) {
            require(
                    entry.index() == 0 ? next == 0 : entry.index() >= next && next > 0,
                    "governance: entry " + entry.index() + " (expected: entry 0 first, then ascending)");
            next = entry.index() + 1;
        }
        if (whole()) {
            require(
                    log.get(0).index() == 0,
                    "log: begins with entry " + log.get(0).index() + " (expected: 0)");
        }
    }

    private static LogWord other(SplitHistory split) throws RefusedException {
        require(
                split.getDifferenceCase() != SplitHistory.DifferenceCase.DIFFERENCE_NOT_SET,
                "difference: missing (expected: exactly one)");
        return switch (split.getOtherCase()) {
            case CHECKPOINT -> LogWord.ofHead(split.getCheckpoint());
            case REFUSAL -> LogWord.ofRefusal(split.getRefusal());
            case STATE -> LogWord.ofState(split.getState());
            case OTHER_NOT_SET -> throw malformed("other: missing (expected: exactly one)");
        };
    }

    private static void require(boolean holds, String sentence) throws RefusedException {
        if (!holds) {
            throw malformed(sentence);
        }
    }

    private static RefusedException malformed(String sentence) {
        return new RefusedException(Reason.MALFORMED, sentence);
    }
}

package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.Code;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Frontier;
import org.demarche.proto.v1.Notice.BodyCase;

/**
 * An entry whose pointers are not what they must be, shown without the rules: by what it says itself, by the entries before it, or by all leaf hashes, none of which is the one it
 * names.
 */
final class ChainCheck {
    private final ClaimedEntry entry;
    private final List<ClaimedEntry> earlier;
    private final List<Sha256> leaves;

    private ChainCheck(ClaimedEntry entry, List<ClaimedEntry> earlier, List<Sha256> leaves) {
        this.entry = entry;
        this.earlier = earlier;
        this.leaves = leaves;
    }

    static Finding of(UnverifiedMisbehaviour file) {
        List<Sha256> leaves = leaves(file.message().getBrokenChain().getLeaves());
        Frontier frontier = new Frontier();
        leaves.forEach(frontier::append);
        if (!leaves.isEmpty() && !frontier.head().equals(file.head())) {
            return new Finding.NotShown("the leaf hashes are not all those under the head");
        }
        List<ClaimedEntry> entries = file.entries();
        ClaimedEntry last = entries.get(entries.size() - 1);
        List<ClaimedEntry> earlier =
                file.brought().stream().filter(e -> e.index() < last.index()).toList();
        ChainCheck check = new ChainCheck(last, earlier, leaves);
        return check.incident()
                .or(check::governance)
                .<Finding>map(what ->
                        new Finding.Shown(Code.FOLD, "broke a chain: entry " + last.index() + " " + what, last.index()))
                .orElseGet(() -> new Finding.NotShown("the file does not show that entry " + last.index()
                        + " is chained to anything but what it must be chained to"));
    }

    private Optional<String> incident() {
        ByteString named = entry.entry().message().getIncidentPrevious();
        Optional<Sha256> incident = entry.entry().incident();
        boolean first = incident.isEmpty() || entry.entry().opensIncident();
        if (first == named.isEmpty()) {
            return first
                    ? Optional.empty()
                    : broken(
                            named,
                            "of its incident",
                            e -> e.entry().incident().equals(incident),
                            e -> e.entry().incident().equals(incident),
                            e -> e.entry().message().getIncidentPrevious());
        }
        return Optional.of(
                first
                        ? "names an earlier entry of an incident, and belongs to none or opens it"
                        : "belongs to an incident, and names no earlier entry of it");
    }

    private Optional<String> governance() {
        if (entry.index() == 0) {
            // What governs begins with it, so that it names none, step 4 has seen.
            return Optional.empty();
        }
        ByteString named = entry.entry().message().getGovernance();
        return named.isEmpty()
                ? Optional.of("names no governance entry before it")
                : broken(
                        named,
                        "of governance",
                        ChainCheck::mayGovern,
                        ChainCheck::governs,
                        e -> e.entry().message().getGovernance());
    }

    /**
     * How a pointer is wrong.
     *
     * @param may what an entry must be, for the pointer to name it
     * @param is what an entry certainly is if it belongs to the chain
     */
    private Optional<String> broken(
            ByteString named,
            String chain,
            Predicate<ClaimedEntry> may,
            Predicate<ClaimedEntry> is,
            Function<ClaimedEntry, ByteString> pointer) {
        long before = Math.min(entry.index(), leaves.size());
        if (!leaves.isEmpty()
                && leaves.subList(0, (int) before).stream()
                        .noneMatch(l -> l.byteString().equals(named))) {
            return Optional.of("names an entry " + chain + " that is none of those before it");
        }
        Optional<ClaimedEntry> target = earlier.stream()
                .filter(e -> e.leaf().byteString().equals(named))
                .findFirst();
        if (target.filter(may.negate()).isPresent()) {
            return Optional.of("names entry " + target.get().index() + ", which is not " + chain);
        }
        return earlier.stream()
                .filter(is)
                .filter(e -> pointer.apply(e).equals(named)
                        || target.filter(t -> t.index() < e.index()).isPresent())
                .findFirst()
                .map(newer -> "passes over entry " + newer.index() + " " + chain
                        + ", which stands between it and the one that it names");
    }

    /** Whether an entry could be one of governance, whatever the charter requires. */
    private static boolean mayGovern(ClaimedEntry entry) {
        return governs(entry)
                || switch (kind(entry)) {
                    case PLEDGE, CONDITION_MET, PLEDGE_ENDED -> true;
                    default -> false;
                };
    }

    /** Whether an entry is one of governance under every charter. */
    private static boolean governs(ClaimedEntry entry) {
        BodyCase kind = kind(entry);
        return entry.entry().message().hasGenesis() || kind == BodyCase.CHARTER_ASSENT || kind == BodyCase.KEY_CHANGE;
    }

    private static BodyCase kind(ClaimedEntry entry) {
        return entry.entry()
                .notice()
                .map(UnverifiedNotice::notice)
                .map(n -> n.getBodyCase())
                .orElse(BodyCase.BODY_NOT_SET);
    }

    private static List<Sha256> leaves(ByteString joined) {
        List<Sha256> leaves = new ArrayList<>();
        for (int at = 0; at < joined.size(); at += Sha256.LENGTH) {
            leaves.add(Sha256.copyOf(joined.substring(at, at + Sha256.LENGTH)));
        }
        return leaves;
    }
}

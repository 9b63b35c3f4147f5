package org.demarche.client.follow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.charter.Charter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Ledger;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;

/** What follows from the entries of the copy, in memory: its tree, the state of the log, where each notice stands, and which charter governed when. Not thread-safe. */
final class Derived implements Horizon.Course {
    private final Ledger ledger = Ledger.empty();
    private final MemoryTree tree = new MemoryTree();
    private final Frontier frontier = new Frontier();
    private final Map<Sha256, Long> notices = new HashMap<>();
    private Reigns reigns;

    Derived(Charter pinned) {
        this.reigns = Reigns.of(pinned);
    }

    @Override
    public long size() {
        return tree.size();
    }

    MemoryTree tree() {
        return tree;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The right edge of the tree, to grow a trial over. */
    Frontier frontier() {
        return frontier.copy();
    }

    /** Which charter governed behind each entry, to go on with. */
    Reigns reigns() {
        return reigns.copy();
    }

    @Override
    public Charter charterAt(long size) {
        return reigns.at(size);
    }

    @Override
    public boolean leadsThrough(Head head) {
        return tree.head(head.size()).equals(head);
    }

    /** The charter that governs the next entry; before entry 0, the pinned one. */
    Charter charter() {
        return reigns.last();
    }

    /** What governs the next entry; empty before entry 0. */
    Optional<Governance> governance() {
        return size() == 0 ? Optional.empty() : Optional.of(ledger.governance());
    }

    OptionalLong index(Sha256 notice) {
        Long index = notices.get(notice);
        return index == null ? OptionalLong.empty() : OptionalLong.of(index);
    }

    List<Sha256> noticesBeginning(String hex, int limit) {
        return notices.keySet().stream()
                .filter(id -> id.hex().startsWith(hex))
                .limit(limit)
                .toList();
    }

    /** Takes the entries of {@code batch}; {@code governed}: behind which of them which charter governs. */
    void adopt(Ledger.Batch batch, Reigns governed) {
        for (Entry entry : batch.entries()) {
            tree.append(entry.leaf());
            frontier.append(entry.leaf());
            entry.noticeId().ifPresent(id -> notices.put(id, entry.index()));
        }
        batch.adopt();
        reigns = governed;
    }
}

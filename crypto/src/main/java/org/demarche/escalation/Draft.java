package org.demarche.escalation;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;

/**
 * A charter that has been posted, and who has assented to it. The one in force is kept too, since parties may assent late.
 *
 * @param charter the text and what it says
 * @param byCurrentRoot parties that assented under the root that the charter in force names
 * @param byOwnRoot parties that assented under the root that this charter names
 * @param roots every root key that has assented
 */
public record Draft(Charter charter, SortedSet<String> byCurrentRoot, SortedSet<String> byOwnRoot, Set<Sha256> roots) {
    public Draft {
        byCurrentRoot = Collections.unmodifiableSortedSet(new TreeSet<>(byCurrentRoot));
        byOwnRoot = Collections.unmodifiableSortedSet(new TreeSet<>(byOwnRoot));
        roots = Set.copyOf(roots);
    }

    static Draft of(Charter charter) {
        return new Draft(charter, Collections.emptySortedSet(), Collections.emptySortedSet(), Set.of());
    }

    Draft with(String party, Sha256 root, boolean current, boolean own) {
        SortedSet<String> byCurrent = new TreeSet<>(byCurrentRoot);
        SortedSet<String> byOwn = new TreeSet<>(byOwnRoot);
        Set<Sha256> all = new TreeSet<>(roots);
        all.add(root);
        if (current) {
            byCurrent.add(party);
        }
        if (own) {
            byOwn.add(party);
        }
        return new Draft(charter, byCurrent, byOwn, all);
    }
}

package org.demarche.archive;

import java.util.ArrayList;
import java.util.List;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.VerifiedToken;

/** Many tasks, one time-stamp: a whole folder is renewed by one request to an authority. Pure: whoever has the token asked for brings it. */
public final class StampBatch {
    private final ArchiveDigest digest;
    private final List<Task> tasks;
    private final List<byte[]> covered;
    private final HashTree tree;

    /**
     * A batch.
     *
     * @param tasks at least one; all by the same hash
     */
    public StampBatch(ArchiveDigest digest, List<Task> tasks) {
        this.digest = digest;
        this.tasks = List.copyOf(tasks);
        this.covered = this.tasks.stream().map(t -> t.covers(digest)).toList();
        this.tree = new HashTree(digest, covered);
    }

    /** What the token has to be over. */
    public Imprint imprint() {
        return digest.imprint(tree.root());
    }

    /**
     * The records, in the order of the tasks.
     *
     * @param token over {@link #imprint}
     */
    public List<UnverifiedRecord> with(VerifiedToken token) {
        byte[] lean = token.lean().bytes();
        List<UnverifiedRecord> records = new ArrayList<>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            records.add(tasks.get(i).take(digest, tree.path(covered.get(i)), lean));
        }
        return records;
    }
}

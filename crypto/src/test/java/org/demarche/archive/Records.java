package org.demarche.archive;

import java.time.Instant;
import java.util.List;
import org.demarche.timestamp.UnverifiedToken;

/** How tests begin and renew records. */
public final class Records {
    private Records() {}

    /** One task, by a token of its own. */
    public static UnverifiedRecord one(Task task, ArchiveDigest digest, StampOffice office, Instant at) {
        return many(List.of(task), digest, office, at).get(0);
    }

    /** Many tasks, by one token. */
    public static List<UnverifiedRecord> many(List<Task> tasks, ArchiveDigest digest, StampOffice office, Instant at) {
        StampBatch batch = new StampBatch(digest, tasks);
        return batch.with(office.stamp(batch.imprint(), at));
    }

    /** One task, by a token that the authority should never have given. */
    static UnverifiedRecord forged(Task task, ArchiveDigest digest, StampOffice office, Instant at) {
        byte[] covered = task.covers(digest);
        UnverifiedToken token = office.token(digest.imprint(covered), at);
        return task.take(digest, HashPath.NONE, token.bytes());
    }
}

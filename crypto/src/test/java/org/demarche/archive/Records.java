package org.demarche.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
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
    public static UnverifiedRecord forged(Task task, ArchiveDigest digest, StampOffice office, Instant at) {
        byte[] covered = task.covers(digest);
        return by(task, digest, office.token(digest.imprint(covered), at));
    }

    /** One task, by whatever token. */
    public static UnverifiedRecord by(Task task, ArchiveDigest digest, UnverifiedToken token) {
        return task.take(digest, HashPath.NONE, token.bytes());
    }

    /** The same record without its time-stamp {@code number} in its chain {@code chain}, which has others. */
    public static UnverifiedRecord without(UnverifiedRecord record, int chain, int number) {
        return changed(record, chain, stamps -> stamps.remove(number));
    }

    /** The same record with the order of a chain's time-stamps reversed. */
    public static UnverifiedRecord reversed(UnverifiedRecord record, int chain) {
        return changed(record, chain, Collections::reverse);
    }

    /** The same record with these of its chains, in this order. */
    public static UnverifiedRecord chains(UnverifiedRecord record, int... chosen) {
        return new UnverifiedRecord(
                Arrays.stream(chosen).mapToObj(record.chains()::get).toList());
    }

    private static UnverifiedRecord changed(UnverifiedRecord record, int chain, Consumer<List<ArchiveStamp>> change) {
        List<StampChain> chains = new ArrayList<>(record.chains());
        List<ArchiveStamp> stamps = new ArrayList<>(chains.get(chain).stamps());
        change.accept(stamps);
        chains.set(chain, new StampChain(chains.get(chain).digest(), stamps));
        return new UnverifiedRecord(chains);
    }
}

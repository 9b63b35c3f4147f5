package org.demarche.server.log;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Governance;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;

/**
 * What a hub does over and over before anybody can reach it, so that the first notice does not wait for the virtual machine to load and compile: it verifies the newest
 * notices of its store anew, makes their receipts, and signs the head. It ends when that gets no quicker, or with the
 * round of {@value #AT_ONCE} in which {@value #LONGEST_MS} ms have passed.
 */
public final class WarmUp {
    private static final int NEWEST = 64;
    private static final int AT_ONCE = 20;
    private static final int PATIENCE = 3;
    private static final long LONGEST_MS = 1_500;

    private final HubLog log;
    private final SignatureVerifier verifier;
    private final LongSupplier monotonicNanos;

    /**
     * A warm-up.
     *
     * @param monotonicNanos how much time passes, in nanoseconds
     */
    public WarmUp(HubLog log, SignatureVerifier verifier, LongSupplier monotonicNanos) {
        this.log = log;
        this.verifier = verifier;
        this.monotonicNanos = monotonicNanos;
    }

    /**
     * Warms up.
     *
     * @throws StoreException if the store cannot be read, or a notice in it bears a signature that is false
     */
    public void run() {
        Published now = log.published();
        List<StoredEntry> newest = log.entries().range(Math.max(0, now.size() - NEWEST), now.size(), NEWEST);
        boolean signs = log.signingKeyAt(now.size()).isPresent();
        Receipts receipts = new Receipts(log);
        long begunNanos = monotonicNanos.getAsLong();
        long quickestNanos = Long.MAX_VALUE;
        int done = 0;
        for (int slower = 0; slower < PATIENCE && !isLong(begunNanos); slower++) {
            long fromNanos = monotonicNanos.getAsLong();
            for (int i = 0; i < AT_ONCE; i++) {
                StoredEntry entry = newest.get(done++ % newest.size());
                verify(entry, now.governance());
                receipts.of(entry);
                if (signs) {
                    log.signAnew(now);
                }
            }
            long tookNanos = monotonicNanos.getAsLong() - fromNanos;
            if (tookNanos < quickestNanos) {
                quickestNanos = tookNanos;
                slower = -1;
            }
        }
    }

    private boolean isLong(long sinceNanos) {
        return monotonicNanos.getAsLong() - sinceNanos > TimeUnit.MILLISECONDS.toNanos(LONGEST_MS);
    }

    private void verify(StoredEntry entry, Governance governance) {
        try {
            Optional<UnverifiedNotice> notice =
                    UnverifiedEntry.parse(entry.bytes().toByteArray()).notice();
            if (notice.isEmpty()) {
                return;
            }
            Optional<PublicKey> key = key(notice.get(), governance);
            if (key.isPresent() && notice.get().verify(key.get(), verifier).isEmpty()) {
                throw damaged(entry, "a signature under its notice is false");
            }
        } catch (RefusedException e) {
            throw damaged(entry, e.refusal().toString());
        }
    }

    /** Empty: its key has ended since. */
    private static Optional<PublicKey> key(UnverifiedNotice notice, Governance governance) {
        try {
            return Optional.of(governance.requireSigningKey(notice));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static StoreException damaged(StoredEntry entry, String why) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "entry " + entry.index() + " of the store is not one that this hub would have written (" + why
                        + "); run demarche hub fsck");
    }
}

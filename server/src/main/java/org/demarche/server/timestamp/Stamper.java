package org.demarche.server.timestamp;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Milestone;
import org.demarche.evidence.BundleWriter;
import org.demarche.evidence.LogSource;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.LogListener;
import org.demarche.server.log.Published;
import org.demarche.server.outside.Errand;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.witness.OpenedHead;
import org.demarche.server.witness.WitnessedHeads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which heads are stamped: the newest one that is witnessed, or, where the charter names no witness, the newest; once in an interval if the log has grown, and
 * at once behind an activation. Tells the authorities.
 */
final class Stamper implements LogListener {
    private static final Logger LOG = LoggerFactory.getLogger(Stamper.class);

    private final HubLog log;
    private final WitnessedHeads witnessed;
    private final StampedHeads store;
    private final Keeping keeping;
    private final LongSupplier monotonicMs;
    private final long intervalMs;
    private final List<Errand> authorities;
    /** So many entries must be covered at once; 0: none. */
    private final AtomicLong urgent = new AtomicLong();

    private long shown;
    private Optional<Long> frozenAtMs = Optional.empty();
    private OptionalLong known = OptionalLong.empty();
    private boolean failed;

    Stamper(
            HubLog log,
            WitnessedHeads witnessed,
            StampedHeads store,
            LongSupplier monotonicMs,
            long intervalMs,
            List<Errand> authorities) {
        this.log = log;
        this.witnessed = witnessed;
        this.store = store;
        this.keeping = new Keeping(store);
        this.monotonicMs = monotonicMs;
        this.intervalMs = intervalMs;
        this.authorities = List.copyOf(authorities);
        this.shown = log.published().size();
    }

    @Override
    public void grown(Published published, Collection<Incident> moved) {
        long before = shown;
        shown = published.size();
        boolean activated = moved.stream()
                .flatMap(i -> published.governance().charter().tiers().stream()
                        .flatMap(t -> i.tier(t.number()).activated().stream()))
                .mapToLong(Milestone::index)
                .anyMatch(index -> index >= before);
        if (activated) {
            urgent.set(published.size());
        }
    }

    /** Looks whether a head is to be stamped, and has it stamped; to be called often, by one thread, which may wait for the medium. */
    void attend() {
        Charter charter = log.published().governance().charter();
        if (charter.timestamped().isEmpty()) {
            return;
        }
        try {
            Optional<FrozenHead> newest = store.newest();
            long stamped = newest.map(FrozenHead::size).orElse(0L);
            noteOthers(stamped);
            long size = charter.witnessed().isPresent()
                    ? witnessed.newestSize()
                    : log.published().size();
            if (size > stamped && isDue(size)) {
                candidate(charter, size).ifPresent(this::freeze);
            }
            authorities.forEach(Errand::wake);
            failed = false;
        } catch (StoreException e) {
            if (!failed) {
                failed = true;
                LOG.warn(
                        "the heads that time authorities stamp cannot be looked after, trying again: {}",
                        e.getMessage());
            }
        }
    }

    /** Another hub of this log may have settled one. */
    private void noteOthers(long stamped) {
        if (known.isPresent() && stamped > known.getAsLong()) {
            frozenAtMs = Optional.of(monotonicMs.getAsLong());
        }
        known = OptionalLong.of(stamped);
    }

    private boolean isDue(long size) {
        long wanted = urgent.get();
        return frozenAtMs.isEmpty()
                || monotonicMs.getAsLong() - frozenAtMs.get() >= intervalMs
                || wanted > 0 && size >= wanted;
    }

    private Optional<FrozenHead> candidate(Charter charter, long size) {
        if (charter.witnessed().isPresent()) {
            // Opened anew, since more witnesses may have cosigned it by now.
            return witnessed.covering(size).map(this::frozen);
        }
        Published newest = log.published();
        return Optional.of(new FrozenHead(
                newest.size(),
                WitnessedHead.newBuilder()
                        .setCheckpoint(newest.checkpoint())
                        .build()
                        .toByteString()));
    }

    /** Without the lines of anybody but the log and the charter's witnesses, as evidence brings it. */
    private FrozenHead frozen(OpenedHead head) {
        LogSource.CosignedHead whole =
                new LogSource.CosignedHead(head.checkpoint().note(), log.keyAt(head.size()), head.witnesses());
        return new FrozenHead(
                head.size(),
                head.message().toBuilder()
                        .setCheckpoint(BundleWriter.stripped(whole))
                        .build()
                        .toByteString());
    }

    private void freeze(FrozenHead head) {
        if (store.freeze(head)) {
            keeping.tidy();
        }
        known = OptionalLong.of(head.size());
        urgent.updateAndGet(wanted -> wanted <= head.size() ? 0 : wanted);
        frozenAtMs = Optional.of(monotonicMs.getAsLong());
    }
}

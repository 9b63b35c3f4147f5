package org.demarche.server.witness;

import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.intake.VerificationPool;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hub's side of witnesses, put together. A hub that only reads shows what is witnessed, and offers nothing. */
public final class Witnessing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);

    private final HubLog log;
    private final HubClock clock;
    private final WitnessedHeads heads;
    private final Optional<Desk> desk;
    private final Lag lag = new Lag();
    private boolean failed;

    /** What is only there where cosignatures are taken. */
    private record Desk(Offers offers, Keeping keeping, Keeper keeper, Cosigning cosigning, ForeignWitnesses foreign) {}

    /**
     * The hub's side.
     *
     * @param pool verifies cosignatures, behind notices that are more urgent
     * @param writes whether heads are offered, and cosignatures taken
     */
    public Witnessing(
            HubLog log,
            CosignedHeads store,
            HubConfig.Witnesses config,
            VerificationPool pool,
            HubClock clock,
            boolean writes) {
        this.log = log;
        this.clock = clock;
        this.heads = new WitnessedHeads(log, store);
        this.desk = writes ? Optional.of(desk(store, config, pool)) : Optional.empty();
    }

    private Desk desk(CosignedHeads store, HubConfig.Witnesses config, VerificationPool pool) {
        Offers offers = new Offers(
                log,
                store,
                heads,
                clock::monotonicMs,
                config.offerMs(),
                !config.foreign().isEmpty());
        Keeper keeper = new Keeper(log, store, heads);
        Cosigning cosigning = new Cosigning(log, store, pool, keeper, clock::wallMs);
        ForeignWitnesses foreign = new ForeignWitnesses(config.foreign(), log, store, offers, keeper, clock);
        offers.onNext(foreign::wake);
        return new Desk(offers, new Keeping(log, store), keeper, cosigning, foreign);
    }

    /** The witnessed heads. */
    public WitnessedHeads heads() {
        return heads;
    }

    /** The heads that are offered; empty on a hub that only reads. */
    public Optional<Offers> offers() {
        return desk.map(Desk::offers);
    }

    /** Takes cosignatures; empty on a hub that only reads. */
    public Optional<Cosigning> cosigning() {
        return desk.map(Desk::cosigning);
    }

    /** Looks after offers and witnessed heads; to be called several times in each pause between two offers, by one thread, which may wait for the medium. */
    public void attend() {
        try {
            boolean offered = desk.isPresent() && desk.get().offers().attend();
            heads.look();
            if (offered) {
                desk.get().keeping().tidy();
            }
            failed = false;
        } catch (StoreException e) {
            if (!failed) {
                failed = true;
                LOG.warn(
                        "the heads that are offered to witnesses cannot be looked after, trying again: {}",
                        e.getMessage());
            }
        }
        watchLag();
    }

    private void watchLag() {
        Published published = log.published();
        Charter charter = published.governance().charter();
        if (charter.witnessed().isPresent()) {
            lag.look(published.size(), heads.newestSize(), clock.monotonicMs()).ifPresent(LOG::warn);
        }
    }

    /** Writes what waits to be written, and ends. */
    @Override
    public void close() throws InterruptedException {
        if (desk.isPresent()) {
            desk.get().foreign().close();
            desk.get().keeper().close();
        }
    }
}

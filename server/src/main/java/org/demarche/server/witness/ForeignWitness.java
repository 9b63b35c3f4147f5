package org.demarche.server.witness;

import java.util.Optional;
import org.demarche.server.config.HubConfig;
import org.demarche.server.outside.Errand;
import org.demarche.server.store.OfferedHead;

/** A witness that others run: each offered head is submitted to it, or the newest of those that came while it was busy. */
final class ForeignWitness implements Errand.Call {
    private final HubConfig.ForeignWitness witness;
    private final AddCheckpoint asking;
    private final Offers offers;
    private long done;

    /** @param asking submits heads to it */
    ForeignWitness(HubConfig.ForeignWitness witness, AddCheckpoint asking, Offers offers) {
        this.witness = witness;
        this.asking = asking;
        this.offers = offers;
    }

    @Override
    public Optional<Errand.Attempt> next() {
        return offers.newest().filter(head -> head.size() > done).map(head -> () -> submit(head));
    }

    private Optional<String> submit(OfferedHead head) throws InterruptedException {
        Optional<String> trouble = asking.submit(head);
        if (trouble.isEmpty()) {
            done = head.size();
        }
        return trouble;
    }

    @Override
    public String who() {
        return "the witness " + witness.name() + " at " + witness.url();
    }

    @Override
    public String consequence() {
        return "";
    }

    @Override
    public String mended() {
        return "cosigns again";
    }
}

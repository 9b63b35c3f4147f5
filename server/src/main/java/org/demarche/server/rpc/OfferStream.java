package org.demarche.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import org.demarche.proto.v1.OfferHeadsResponse;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.witness.Offers;

/** The heads that a witness is offered: the newest, then each that follows. One that takes none for a while is not waited for, and finds those of long ago left out. */
final class OfferStream {
    private final HubServices hub;
    private final Offers offers;
    private final ServerCallStreamObserver<OfferHeadsResponse> stream;
    private long sent;
    private boolean scheduled;
    private boolean ended;

    OfferStream(HubServices hub, Offers offers, ServerCallStreamObserver<OfferHeadsResponse> stream) {
        this.hub = hub;
        this.offers = offers;
        this.stream = stream;
    }

    /** There may be another head, the reader can take more, or the hub ends. */
    synchronized void wake() {
        if (!scheduled && !ended) {
            scheduled = true;
            hub.executor().execute(this::send);
        }
    }

    private synchronized void send() {
        scheduled = false;
        Optional<Refusal> parting = hub.whyParting();
        if (parting.isPresent()) {
            if (!stream.isCancelled() && !ended) {
                ended = true;
                stream.onError(Errors.of(parting.get()));
            }
            return;
        }
        Optional<OfferedHead> head = next();
        while (!ended && !stream.isCancelled() && stream.isReady() && head.isPresent()) {
            stream.onNext(OfferHeadsResponse.newBuilder()
                    .setCheckpoint(head.get().note())
                    .build());
            sent = head.get().size();
            head = next();
        }
    }

    private Optional<OfferedHead> next() {
        return sent == 0 ? offers.newest() : offers.next(sent);
    }
}

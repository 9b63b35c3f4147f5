package org.demarche.client.transport;

import java.time.Duration;
import java.util.Optional;
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.proto.v1.OfferHeadsResponse;
import org.demarche.proto.v1.WitnessServiceGrpc;

/** The heads that a hub wants cosigned, until the line breaks. For one thread. */
public final class HeadOffers implements AutoCloseable {
    private final ServerStream<OfferHeadsRequest, OfferHeadsResponse> stream;

    private HeadOffers(ServerStream<OfferHeadsRequest, OfferHeadsResponse> stream) {
        this.stream = stream;
    }

    static HeadOffers open(Line line, String witness, long clockMs) {
        OfferHeadsRequest request = OfferHeadsRequest.newBuilder()
                .setWitness(witness)
                .setClockMs(clockMs)
                .build();
        return new HeadOffers(ServerStream.open(line, WitnessServiceGrpc.getOfferHeadsMethod(), request));
    }

    /**
     * The next head, an unverified note; empty if none came for {@code silence}, which says nothing of the line: where nothing is logged, nothing is offered.
     *
     * @throws LineException if the stream has ended
     */
    public Optional<byte[]> next(Duration silence) throws LineException, InterruptedException {
        return stream.next(silence).map(offer -> offer.getCheckpoint().toByteArray());
    }

    /** Says that this hub is to be left: the next stream and the next call go to another, if there is one. */
    public void leave() {
        stream.leave();
    }

    @Override
    public void close() {
        stream.close();
    }
}

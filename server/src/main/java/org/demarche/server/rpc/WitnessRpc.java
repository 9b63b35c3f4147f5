package org.demarche.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.AddCosignaturesResponse;
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.proto.v1.OfferHeadsResponse;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.witness.Cosigning;
import org.demarche.server.witness.Offers;

/** The hub, as a party's witness sees it. */
final class WitnessRpc extends WitnessServiceGrpc.WitnessServiceImplBase {
    private static final Refusal ONLY_READS =
            new Refusal(Reason.NOT_READY, "this hub only reads the log: witnesses are asked by another hub of the log");

    private final HubServices hub;

    WitnessRpc(HubServices hub) {
        this.hub = hub;
    }

    @Override
    public void offerHeads(OfferHeadsRequest request, StreamObserver<OfferHeadsResponse> response) {
        String party = Caller.party();
        hub.guard().report(party, request.getClockMs());
        Offers offers = there(hub.witnessing().offers());
        try {
            Cosigning.requireWitness(hub.log().published().governance().charter(), request.getWitness(), party);
        } catch (RefusedException e) {
            throw Errors.of(e.refusal());
        }
        ServerCallStreamObserver<OfferHeadsResponse> stream = (ServerCallStreamObserver<OfferHeadsResponse>) response;
        OfferStream heads = new OfferStream(hub, offers, stream);
        Runnable wake = heads::wake;
        offers.onNext(wake);
        stream.setOnReadyHandler(wake);
        stream.setOnCancelHandler(() -> offers.forget(wake));
        stream.setOnCloseHandler(() -> offers.forget(wake));
        heads.wake();
    }

    @Override
    public void addCosignatures(AddCosignaturesRequest request, StreamObserver<AddCosignaturesResponse> response) {
        String party = Caller.party();
        hub.guard().report(party, request.getClockMs());
        there(hub.witnessing().cosigning())
                .add(party, request)
                .whenCompleteAsync(
                        (witnessed, failure) -> {
                            if (failure instanceof RefusedException refused) {
                                response.onError(Errors.of(refused.refusal()));
                            } else if (failure != null) {
                                response.onError(failure);
                            } else {
                                response.onNext(AddCosignaturesResponse.newBuilder()
                                        .setWitnessed(witnessed)
                                        .build());
                                response.onCompleted();
                            }
                        },
                        hub.executor());
    }

    private static <T> T there(Optional<T> part) {
        return part.orElseThrow(() -> Errors.of(ONLY_READS));
    }
}

package org.demarche.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.GetCheckpointRequest;
import org.demarche.proto.v1.GetCheckpointResponse;
import org.demarche.proto.v1.GetConsistencyRequest;
import org.demarche.proto.v1.GetConsistencyResponse;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEntriesResponse;
import org.demarche.proto.v1.GetInclusionRequest;
import org.demarche.proto.v1.GetInclusionResponse;
import org.demarche.proto.v1.GetWitnessedRequest;
import org.demarche.proto.v1.GetWitnessedResponse;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.witness.OpenedHead;
import org.demarche.server.witness.WitnessedHeads;

/** The log, as an auditor reads it. */
final class LogRpc extends LogServiceGrpc.LogServiceImplBase {
    private final HubServices hub;

    LogRpc(HubServices hub) {
        this.hub = hub;
    }

    @Override
    public void getCheckpoint(GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> response) {
        response.onNext(GetCheckpointResponse.newBuilder()
                .setCheckpoint(hub.log().published().checkpoint())
                .build());
        response.onCompleted();
    }

    @Override
    public void getWitnessed(GetWitnessedRequest request, StreamObserver<GetWitnessedResponse> response) {
        WitnessedHeads heads = hub.witnessing().heads();
        long size = request.getAtLeastSize();
        Optional<OpenedHead> head = size == 0 ? heads.newest() : heads.covering(size);
        GetWitnessedResponse.Builder answer = GetWitnessedResponse.newBuilder();
        head.map(OpenedHead::message).ifPresent(answer::setHead);
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void getEntries(GetEntriesRequest request, StreamObserver<GetEntriesResponse> response) {
        long size = hub.log().published().size();
        long from = request.getFromIndex();
        require(from <= size, "from_index: " + from, size);
        long end = request.getCount() == 0 || request.getCount() > size - from ? size : from + request.getCount();
        ServerCallStreamObserver<GetEntriesResponse> stream = (ServerCallStreamObserver<GetEntriesResponse>) response;
        EntryRange range = new EntryRange(hub, from, end, stream);
        stream.setOnReadyHandler(range::wake);
        // Without one a write to a stream that is gone would throw.
        stream.setOnCancelHandler(range::wake);
        range.wake();
    }

    @Override
    public void getInclusion(GetInclusionRequest request, StreamObserver<GetInclusionResponse> response) {
        long size = hub.log().published().size();
        require(request.getSize() <= size, "size: " + request.getSize(), size);
        require(request.getIndex() < request.getSize(), "index: " + request.getIndex(), request.getSize() - 1);
        GetInclusionResponse.Builder answer = GetInclusionResponse.newBuilder();
        Proofs.inclusion(request.getIndex(), request.getSize(), hub.log().tree()).stream()
                .map(Sha256::byteString)
                .forEach(answer::addInclusion);
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void getConsistency(GetConsistencyRequest request, StreamObserver<GetConsistencyResponse> response) {
        long size = hub.log().published().size();
        require(request.getToSize() <= size, "to_size: " + request.getToSize(), size);
        require(
                request.getFromSize() <= request.getToSize(),
                "from_size: " + request.getFromSize(),
                request.getToSize());
        GetConsistencyResponse.Builder answer = GetConsistencyResponse.newBuilder();
        Proofs.consistency(request.getFromSize(), request.getToSize(), hub.log().tree()).stream()
                .map(Sha256::byteString)
                .forEach(answer::addConsistency);
        response.onNext(answer.build());
        response.onCompleted();
    }

    private static void require(boolean holds, String what, long most) {
        if (!holds) {
            throw Errors.of(new Refusal(Reason.NOT_FOUND, what + " (expected: at most " + most + ")"));
        }
    }
}

package org.demarche.server.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.ServerCallStreamObserver;
import org.demarche.proto.v1.GetEvidenceResponse;

/** A bundle on its way to a reader, as fast as the reader takes it. */
final class ChunkStream {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final ByteString bytes;
    private final ServerCallStreamObserver<GetEvidenceResponse> stream;
    private int sent;
    private boolean over;

    ChunkStream(byte[] bytes, ServerCallStreamObserver<GetEvidenceResponse> stream) {
        this.bytes = UnsafeByteOperations.unsafeWrap(bytes);
        this.stream = stream;
    }

    /** Begins to send; the call's own events do the rest. */
    void start() {
        stream.setOnReadyHandler(this::send);
        stream.setOnCancelHandler(this::end);
        send();
    }

    private synchronized void end() {
        over = true;
    }

    private synchronized void send() {
        while (!over && sent < bytes.size() && stream.isReady()) {
            int end = Math.min(bytes.size(), sent + CHUNK_BYTES);
            stream.onNext(GetEvidenceResponse.newBuilder()
                    .setChunk(bytes.substring(sent, end))
                    .build());
            sent = end;
        }
        if (!over && sent == bytes.size()) {
            over = true;
            stream.onCompleted();
        }
    }
}

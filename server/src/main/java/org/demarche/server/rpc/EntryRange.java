package org.demarche.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.proto.v1.GetEntriesResponse;
import org.demarche.server.store.StoredEntry;

/** A range of entries on its way to a reader, as fast as the reader takes them. */
final class EntryRange {
    private static final int READ_AT_ONCE = 64;

    private final HubServices hub;
    private final long end;
    private final ServerCallStreamObserver<GetEntriesResponse> stream;
    private final AtomicInteger wakes = new AtomicInteger();
    private long next;
    private boolean over;

    EntryRange(HubServices hub, long from, long end, ServerCallStreamObserver<GetEntriesResponse> stream) {
        this.hub = hub;
        this.next = from;
        this.end = end;
        this.stream = stream;
    }

    /** The reader can take more. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            hub.executor().execute(this::work);
        }
    }

    private void work() {
        int seen = wakes.get();
        do {
            try {
                send();
            } catch (RuntimeException e) {
                over = true;
                stream.onError(e);
            }
            seen = wakes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void send() {
        while (!over && next < end && stream.isReady() && !stream.isCancelled()) {
            for (StoredEntry entry : hub.log().entries().range(next, end, READ_AT_ONCE)) {
                if (stream.isCancelled() || !stream.isReady()) {
                    break;
                }
                stream.onNext(
                        GetEntriesResponse.newBuilder().setEntry(entry.bytes()).build());
                next = entry.index() + 1;
            }
        }
        if (!over && next == end && !stream.isCancelled()) {
            over = true;
            stream.onCompleted();
        }
    }
}

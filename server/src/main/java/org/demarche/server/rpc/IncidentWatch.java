package org.demarche.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.WatchIncidentResponse;
import org.demarche.refusal.Refusal;
import org.demarche.server.log.Standing;

/** A stream of one incident's states. Each is whole, so a slow reader skips what lies between: only the newest waits for it. */
final class IncidentWatch {
    private final Sha256 incident;
    private final HubServices hub;
    private final ServerCallStreamObserver<WatchIncidentResponse> stream;
    private boolean changed;
    private boolean scheduled;
    private boolean ended;

    IncidentWatch(Sha256 incident, HubServices hub, ServerCallStreamObserver<WatchIncidentResponse> stream) {
        this.incident = incident;
        this.hub = hub;
        this.stream = stream;
    }

    /** The incident may have moved. */
    synchronized void wake() {
        changed = true;
        ready();
    }

    /** The reader can take more. */
    synchronized void ready() {
        if (changed && !scheduled) {
            scheduled = true;
            hub.executor().execute(this::send);
        }
    }

    private void end(Refusal why) {
        if (!stream.isCancelled() && !ended) {
            ended = true;
            stream.onError(Errors.of(why));
        }
    }

    private synchronized void send() {
        scheduled = false;
        Optional<Refusal> parting = hub.whyParting();
        if (parting.isPresent()) {
            end(parting.get());
            return;
        }
        if (ended || !changed || stream.isCancelled() || !stream.isReady()) {
            return;
        }
        changed = false;
        try {
            WatchIncidentResponse.Builder response =
                    WatchIncidentResponse.newBuilder().setSize(hub.incidents().size());
            Standing now = hub.incidents().find(incident).orElseThrow();
            hub.states().sign(now).ifPresent(response::setSigned);
            stream.onNext(response.setState(hub.shown(now.incident())).build());
        } catch (RuntimeException e) {
            stream.onError(e);
        }
    }
}

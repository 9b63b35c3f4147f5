package org.demarche.client;

import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.demarche.client.transport.Line;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** Fetches evidence bundles. */
final class Evidence {
    private static final int LARGEST_BUNDLE = 67_108_864;
    private static final long DEADLINE_SECONDS = 120;

    private final Line line;
    private final Failures failures;
    private final InstantSource clock;

    Evidence(Line line, Failures failures, InstantSource clock) {
        this.line = line;
        this.failures = failures;
        this.clock = clock;
    }

    byte[] ofNotice(Sha256 notice) throws DeskException {
        return fetch(GetEvidenceRequest.newBuilder().setNotice(notice.byteString()));
    }

    byte[] ofActivation(IncidentState state, int tier) throws DeskException {
        TierState found = state.getTiersList().stream().filter(t -> t.getTier() == tier).findFirst().orElseThrow(() -> new DeskException.Invalid(
                "the charter has no tier " + tier, "`liaison charter explain` lists the tiers"));
        if (found.getActivatedAtMs() == 0) {
            throw new DeskException.Invalid("tier " + tier + " is not active in this incident, so there is nothing to prove", "`liaison incident ID` shows what it waits for");
        }
        return fetch(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder().setIncident(state.getIncident()).setIndex(found.getActivatedIndex())));
    }

    private byte[] fetch(GetEvidenceRequest.Builder request) throws DeskException {
        try {
            Optional<byte[]> bundle = line.call(channel -> collect(DeskServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .getEvidence(request.setClockMs(clock.millis()).build())));
            return bundle.orElseThrow(() -> new DeskException.Refused(
                    new Refusal(Reason.TOO_LARGE, "the bundle is larger than " + LARGEST_BUNDLE + " bytes"), false, "call the operator"));
        } catch (StatusRuntimeException e) {
            throw failures.of(e, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskException.Unreachable("interrupted", "try again", e);
        }
    }

    private static Optional<byte[]> collect(Iterator<GetEvidenceResponse> chunks) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        while (chunks.hasNext()) {
            bundle.writeBytes(chunks.next().getChunk().toByteArray());
            if (bundle.size() > LARGEST_BUNDLE) {
                return Optional.empty();
            }
        }
        return Optional.of(bundle.toByteArray());
    }
}

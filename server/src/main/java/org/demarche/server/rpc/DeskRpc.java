package org.demarche.server.rpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.ListIncidentsResponse;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.SubmitResponse;
import org.demarche.proto.v1.WatchIncidentRequest;
import org.demarche.proto.v1.WatchIncidentResponse;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.delivery.Follower;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.log.Answer;
import org.demarche.server.log.Standing;

/** The hub, as a liaison desk sees it. */
final class DeskRpc extends DeskServiceGrpc.DeskServiceImplBase {
    private static final int USUAL_PAGE = 50;
    private static final int GREATEST_PAGE = 200;

    private final HubServices hub;

    DeskRpc(HubServices hub) {
        this.hub = hub;
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> response) {
        String caller = Caller.party();
        UnverifiedNotice notice;
        try {
            notice = Intake.parse(request.getSignedNotice());
        } catch (RefusedException e) {
            hub.intake().unread(e.refusal());
            // Without a body in the strict encoding there is no identity to sign a refusal of.
            throw Errors.of(e.refusal());
        }
        hub.intake()
                .submit(notice, caller, request.getClockMs())
                .whenCompleteAsync(
                        (answer, defect) -> {
                            if (defect != null) {
                                response.onError(defect);
                            } else {
                                answer(answer, notice, caller, response);
                            }
                        },
                        hub.executor());
    }

    private void answer(
            Answer answer, UnverifiedNotice notice, String caller, StreamObserver<SubmitResponse> response) {
        try {
            if (answer instanceof Answer.Refused refused) {
                response.onError(refused(refused, notice, caller));
                return;
            }
            if (answer instanceof Answer.Unknown unknown) {
                // The log's keys sign only what the hub knows.
                response.onError(Errors.of(new Refusal(Reason.NOT_READY, unknown.sentence())));
                return;
            }
            response.onNext(SubmitResponse.newBuilder()
                    .setReceipt(hub.receipts().of(((Answer.Logged) answer).entry()))
                    .build());
            response.onCompleted();
        } catch (RuntimeException e) {
            response.onError(e);
        }
    }

    private StatusRuntimeException refused(Answer.Refused refused, UnverifiedNotice notice, String caller) {
        Optional<SignedRefusal> signed =
                hub.quotas().take(caller, Use.SIGNED_REFUSAL) ? hub.refusals().sign(notice, refused) : Optional.empty();
        return Errors.of(refused.refusal(), signed);
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<FollowResponse> response) {
        hub.guard().report(Caller.party(), request.getClockMs());
        Optional<Refusal> refusal = hub.followers().check(request.getFromIndex());
        if (refusal.isPresent()) {
            throw Errors.of(refusal.get());
        }
        ServerCallStreamObserver<FollowResponse> stream = (ServerCallStreamObserver<FollowResponse>) response;
        Follower follower = hub.followers().add(request.getFromIndex(), new FollowSink(stream, hub.guard()));
        stream.setOnReadyHandler(follower::wake);
        stream.setOnCancelHandler(() -> hub.followers().remove(follower));
        stream.setOnCloseHandler(() -> hub.followers().remove(follower));
        follower.wake();
    }

    @Override
    public void reportClock(ReportClockRequest request, StreamObserver<ReportClockResponse> response) {
        hub.guard().report(Caller.party(), request.getClockMs());
        response.onNext(ReportClockResponse.newBuilder()
                .setClockMs(hub.guard().wallMs())
                .setCheckpoint(hub.log().published().checkpoint())
                .build());
        response.onCompleted();
    }

    @Override
    public void watchIncident(WatchIncidentRequest request, StreamObserver<WatchIncidentResponse> response) {
        hub.guard().report(Caller.party(), request.getClockMs());
        Sha256 incident = Sha256.copyOf(request.getIncident());
        if (hub.incidents().find(incident).isEmpty()) {
            throw Errors.of(
                    new Refusal(Reason.NOT_FOUND, "no incident was opened by the report " + incident.brief() + "…"));
        }
        ServerCallStreamObserver<WatchIncidentResponse> stream =
                (ServerCallStreamObserver<WatchIncidentResponse>) response;
        IncidentWatch watch = new IncidentWatch(incident, hub, stream);
        Runnable wake = watch::wake;
        hub.incidents().watch(incident, wake);
        stream.setOnReadyHandler(watch::ready);
        stream.setOnCancelHandler(() -> hub.incidents().unwatch(incident, wake));
        stream.setOnCloseHandler(() -> hub.incidents().unwatch(incident, wake));
        watch.wake();
    }

    @Override
    public void listIncidents(ListIncidentsRequest request, StreamObserver<ListIncidentsResponse> response) {
        hub.guard().report(Caller.party(), request.getClockMs());
        int most = request.getPageSize() == 0 ? USUAL_PAGE : Math.min(request.getPageSize(), GREATEST_PAGE);
        ListIncidentsResponse.Builder answer =
                ListIncidentsResponse.newBuilder().setSize(hub.incidents().size());
        List<Standing> page = hub.incidents().newest(before(request.getPageToken()), most + 1);
        page.stream().limit(most).forEach(i -> {
            answer.addIncidents(hub.shown(i.incident()));
            hub.states().sign(i).ifPresent(answer::addSigned);
        });
        if (page.size() > most) {
            answer.setNextPageToken(Long.toString(page.get(most - 1).incident().openedIndex()));
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void getEvidence(GetEvidenceRequest request, StreamObserver<GetEvidenceResponse> response) {
        hub.guard().report(Caller.party(), request.getClockMs());
        Optional<byte[]> bundle = switch (request.getSubjectCase()) {
            case NOTICE -> hub.bundles().ofNotice(Sha256.copyOf(request.getNotice()));
            case INCIDENT_AT ->
                hub.bundles()
                        .ofIncident(
                                Sha256.copyOf(request.getIncidentAt().getIncident()),
                                request.getIncidentAt().getIndex());
            case SUBJECT_NOT_SET ->
                throw Errors.of(new Refusal(
                        Reason.FIELD_INVALID, "GetEvidenceRequest.subject: missing (expected: notice or incident_at)"));
        };
        byte[] bytes = bundle.orElseThrow(() -> Errors.of(
                new Refusal(Reason.NOT_FOUND, "the log holds no such notice, or no such entry of this incident")));
        ChunkStream chunks = new ChunkStream(bytes, (ServerCallStreamObserver<GetEvidenceResponse>) response);
        chunks.start();
    }

    /** A page token is the index of the report that opened the last incident of the page before. */
    private static long before(String token) {
        if (token.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!token.matches("[0-9]{1,18}")) {
            throw Errors.of(new Refusal(Reason.NOT_FOUND, "page_token: not from an earlier answer"));
        }
        return Long.parseLong(token);
    }
}

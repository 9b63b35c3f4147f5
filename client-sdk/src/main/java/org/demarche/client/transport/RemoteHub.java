package org.demarche.client.transport;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Context;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.demarche.client.transport.Line.Use;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.GetConsistencyRequest;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEntriesResponse;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.WitnessServiceGrpc;

/**
 * What can be asked of the hubs at the other end of a line. Nothing that they answer is verified here. Every call may safely be made twice. Thread-safe.
 */
public final class RemoteHub {
    private static final long LONG_DEADLINE_SECONDS = 120;
    private static final int INCIDENTS = 20;
    /** What an entry takes beside its bytes, so that empty ones take something too. */
    private static final int ENTRY_OVERHEAD = 32;

    private final Line line;

    /** The hubs of {@code line}. */
    public RemoteHub(Line line) {
        this.line = line;
    }

    /** How many hubs the line knows. */
    public int hubs() {
        return line.hubs();
    }

    /** Where the line leads, for people. */
    public String description() {
        return line.description();
    }

    /**
     * Submits an encoded SignedNotice.
     *
     * @param clockMs this machine's clock, read for each attempt: the one before may have taken long
     */
    public Receipt submit(ByteString signedNotice, LongSupplier clockMs) throws LineException, InterruptedException {
        SubmitRequest.Builder request = SubmitRequest.newBuilder().setSignedNotice(signedNotice);
        long[] asked = new long[1];
        try {
            return ask(Use.SUBMIT, channel -> {
                asked[0] = System.nanoTime();
                return desks(channel)
                        .submit(request.setClockMs(clockMs.getAsLong()).build())
                        .getReceipt();
            });
        } catch (LineException e) {
            throw LineException.judged(e, Duration.ofNanos(System.nanoTime() - asked[0]));
        }
    }

    /** The proof that the log of {@code toSize} entries begins with that of {@code fromSize}, of the hub that notices are submitted to: it has given a receipt under that size. */
    public List<ByteString> consistency(long fromSize, long toSize) throws LineException, InterruptedException {
        GetConsistencyRequest request = GetConsistencyRequest.newBuilder()
                .setFromSize(fromSize)
                .setToSize(toSize)
                .build();
        try {
            return ask(
                    Use.SUBMIT,
                    channel -> LogServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(line.patience().deadline().toMillis(), TimeUnit.MILLISECONDS)
                            .getConsistency(request)
                            .getConsistencyList());
        } catch (LineException e) {
            throw LineException.behind(e);
        }
    }

    /** States this machine's clock, and gets the hub's and its newest checkpoint. */
    public ReportClockResponse reportClock(long clockMs) throws LineException, InterruptedException {
        ReportClockRequest request =
                ReportClockRequest.newBuilder().setClockMs(clockMs).build();
        return ask(Use.READ, channel -> desks(channel).reportClock(request));
    }

    /** How a hub shows the newest incidents, as far as it signs that; {@code clockMs}: this machine's clock. */
    public List<SignedState> states(long clockMs) throws LineException, InterruptedException {
        ListIncidentsRequest request = ListIncidentsRequest.newBuilder()
                .setPageSize(INCIDENTS)
                .setClockMs(clockMs)
                .build();
        return ask(Use.READ, channel -> desks(channel).listIncidents(request).getSignedList());
    }

    /** An evidence bundle of what is known to be in the log; empty if it is larger than {@code most} bytes. */
    public Optional<byte[]> evidence(GetEvidenceRequest request, int most) throws LineException, InterruptedException {
        return ask(
                Use.FIND,
                channel -> join(
                        DeskServiceGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(LONG_DEADLINE_SECONDS, TimeUnit.SECONDS)
                                .getEvidence(request),
                        most));
    }

    private static Optional<byte[]> join(Iterator<GetEvidenceResponse> chunks, int most) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        while (chunks.hasNext()) {
            bundle.writeBytes(chunks.next().getChunk().toByteArray());
            if (bundle.size() > most) {
                return Optional.empty();
            }
        }
        return Optional.of(bundle.toByteArray());
    }

    /**
     * The first entries of the log, encoded, from 0 on.
     *
     * @param count how many at the most
     * @param mostBytes how much memory they may take; it ends before the entry that would take more
     */
    public List<byte[]> entries(long count, long mostBytes) throws LineException, InterruptedException {
        if (count <= 0) {
            return List.of();
        }
        GetEntriesRequest request =
                GetEntriesRequest.newBuilder().setCount(count).build();
        return ask(Use.READ, channel -> {
            // What is left of the answer is not waited for.
            Context.CancellableContext call = Context.current().withCancellation();
            Context before = call.attach();
            try {
                return first(
                        LogServiceGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(LONG_DEADLINE_SECONDS, TimeUnit.SECONDS)
                                .getEntries(request),
                        count,
                        mostBytes);
            } finally {
                call.detach(before);
                call.cancel(null);
            }
        });
    }

    private static List<byte[]> first(Iterator<GetEntriesResponse> answer, long count, long mostBytes) {
        List<byte[]> entries = new ArrayList<>();
        long bytes = 0;
        while (entries.size() < count && answer.hasNext()) {
            byte[] entry = answer.next().getEntry().toByteArray();
            bytes += ENTRY_OVERHEAD + entry.length;
            if (bytes > mostBytes) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    /** Opens the stream of entries and heads from {@code fromIndex} on; {@code clockMs}: this machine's clock. */
    public EntryStream follow(long fromIndex, long clockMs) {
        return EntryStream.open(line, fromIndex, clockMs);
    }

    /** Opens the stream of heads to be cosigned by this witness of the charter; {@code clockMs}: this machine's clock. */
    public HeadOffers offers(String witness, long clockMs) {
        return HeadOffers.open(line, witness, clockMs);
    }

    /** Brings cosignatures; says whether the hub takes the head to be witnessed now. Some hubs only read, so it goes where notices go. */
    public boolean addCosignatures(AddCosignaturesRequest request) throws LineException, InterruptedException {
        return ask(
                Use.SUBMIT,
                channel -> WitnessServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(line.patience().deadline().toMillis(), TimeUnit.MILLISECONDS)
                        .addCosignatures(request)
                        .getWitnessed());
    }

    private DeskServiceGrpc.DeskServiceBlockingStub desks(Channel channel) {
        return DeskServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(line.patience().deadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> T ask(Use use, Function<Channel, T> call) throws LineException, InterruptedException {
        return line.call(use, call);
    }
}

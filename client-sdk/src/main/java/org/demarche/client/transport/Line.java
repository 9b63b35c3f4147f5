package org.demarche.client.transport;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * The line to the hubs of one log. One hub is in use to read from and one to submit to; when it is unavailable the next in the list is. Thread-safe.
 */
public final class Line implements AutoCloseable {
    /** Refusals are signed and come in trailers, so these are larger than gRPC's 8 KiB. */
    private static final int LARGEST_METADATA = 65_536;

    private static final int LARGEST_MESSAGE = 1_048_576;
    private static final long KEEPALIVE_SECONDS = 60;
    private static final long KEEPALIVE_TIMEOUT_SECONDS = 10;
    private static final long CLOSE_SECONDS = 2;

    private final List<ManagedChannel> channels;
    private final List<String> names;
    private final Patience patience;
    private final Pause pause;
    private final AtomicInteger current = new AtomicInteger();
    private final AtomicInteger taking = new AtomicInteger();
    // Shared by the calls that run, so that who closes can wait for them: a channel says that it has ended only seconds
    // after one of its connections broke.
    private final ReadWriteLock calls = new ReentrantReadWriteLock();

    /** What a call is for. */
    enum Use {
        /** Whatever any hub can tell. */
        READ,
        /** What is known to be in the log: a hub that does not find it is behind another. */
        FIND,
        /** A notice is handed in, or its receipt asked about: some hubs only read. The one that takes notices is remembered apart. */
        SUBMIT
    }

    /** A line over channels that stand already; {@code names} say, for people, where each leads. */
    public Line(List<ManagedChannel> channels, List<String> names, Patience patience, Pause pause) {
        if (channels.size() != names.size()) {
            throw new IllegalArgumentException(
                    "channels: " + channels.size() + " (expected: as many as names, " + names.size() + ")");
        }
        this.channels = List.copyOf(channels);
        this.names = List.copyOf(names);
        this.patience = patience;
        this.pause = pause;
    }

    /** A line that leads nowhere, for a desk that never connects. */
    public static Line none() {
        return new Line(List.of(), List.of(), Patience.STANDARD, Pause.real());
    }

    /** A line to hubs at these addresses. Nothing is connected before it is needed or {@link #connect} is called. */
    public static Line to(List<HubAddress> hubs, LineSecurity security, Patience patience) {
        List<ManagedChannel> channels = new ArrayList<>();
        for (HubAddress hub : hubs) {
            channels.add(NettyChannelBuilder.forAddress(hub.host(), hub.port())
                    .sslContext(security.context())
                    .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Patience.CONNECT_MS)
                    .maxInboundMetadataSize(LARGEST_METADATA)
                    .maxInboundMessageSize(LARGEST_MESSAGE)
                    .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                    .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .build());
        }
        return new Line(channels, hubs.stream().map(HubAddress::toString).toList(), patience, Pause.real());
    }

    /**
     * Makes a call that may safely be made twice. Tries again, at the next hub, when a hub is unavailable: each once without a pause, and then as long as its
     * {@link Patience} lasts; when a hub does not answer in time, or does not find what must be there, each once; any other failure is the caller's at once.
     *
     * @throws LineException the most telling of what the hubs last had to say
     * @throws InterruptedException if interrupted between attempts
     */
    <T> T call(Use use, Function<Channel, T> call) throws LineException, InterruptedException {
        calls.readLock().lockInterruptibly();
        try {
            return untilAnswered(use, call);
        } finally {
            calls.readLock().unlock();
        }
    }

    private <T> T untilAnswered(Use use, Function<Channel, T> call) throws LineException, InterruptedException {
        AtomicInteger cursor = use == Use.SUBMIT ? taking : current;
        long began = System.nanoTime();
        Map<Integer, LineException> last = new LinkedHashMap<>();
        for (int failures = 1; ; failures++) {
            int used = cursor.get();
            try {
                return call.apply(impatient(used));
            } catch (StatusRuntimeException e) {
                LineException failure = LineException.of(e);
                Status.Code code = e.getStatus().getCode();
                boolean once =
                        code == Status.Code.DEADLINE_EXCEEDED || use == Use.FIND && code == Status.Code.NOT_FOUND;
                if (!once && code != Status.Code.UNAVAILABLE) {
                    throw failure;
                }
                last.put(used, failure);
                moveOn(cursor, used);
                // Whatever it was, another hub may answer. A wrong key does not become right by asking again.
                if (failures >= channels.size()
                        && (once
                                || failures >= patience.tries()
                                || LineException.isInsecure(e)
                                || channels.get(used).isShutdown()
                                || System.nanoTime() - began
                                        > patience.longest().toNanos())) {
                    throw LineException.mostTelling(last.values());
                }
                if (failures >= channels.size()) {
                    pause.of(patience.pause(failures));
                }
            }
        }
    }

    /** Begins to connect, so that the line stands, or has failed, when it is needed. */
    public void connect() {
        channels.get(current.get()).getState(true);
    }

    /** The channel in use: for a stream, and for whoever wants the bare services. */
    public Channel channel() {
        return impatient(current.get());
    }

    /** gRPC would answer with an old failure until its own pause is over, of up to two minutes: when to try again is for whoever calls. */
    private ManagedChannel impatient(int used) {
        ManagedChannel channel = channels.get(used);
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.enterIdle();
        }
        return channel;
    }

    /** Says that a stream over {@code failed} broke, so that the next is tried over another hub. */
    void moveOnFrom(Channel failed) {
        int used = current.get();
        if (channels.get(used) == failed) {
            moveOn(current, used);
        }
    }

    /** How many hubs it knows. */
    int hubs() {
        return channels.size();
    }

    /** Where it leads, for people. */
    String description() {
        return String.join(", ", names);
    }

    /** How long calls may take. */
    Patience patience() {
        return patience;
    }

    private void moveOn(AtomicInteger cursor, int used) {
        cursor.compareAndSet(used, (used + 1) % channels.size());
    }

    /** Lets running calls end for a moment, then cuts them, and whatever streams there are. */
    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdown);
        try {
            if (calls.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                calls.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channels.forEach(ManagedChannel::shutdownNow);
    }
}

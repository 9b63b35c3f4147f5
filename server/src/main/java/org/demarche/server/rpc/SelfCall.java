package org.demarche.server.rpc;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.demarche.key.TlsIdentity;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.server.tls.PinTrust;
import org.jspecify.annotations.Nullable;

/**
 * Calls the hub as a desk does: a connection of its own through the listener, mutual TLS with the hub's own certificate, and a call to the health service, which is all
 * that this certificate may do. What a flag would say is thereby seen. For one thread.
 */
public final class SelfCall implements AutoCloseable {
    private static final int ANSWER_WITHIN_MS = 3_000;

    private final InetSocketAddress address;
    private final Supplier<TlsIdentity> identity;
    private @Nullable ManagedChannel channel;
    private @Nullable TlsIdentity shown;

    /**
     * Has not called yet.
     *
     * @param address that is listened on
     * @param identity the hub's at present
     */
    public SelfCall(InetSocketAddress address, Supplier<TlsIdentity> identity) {
        this.address = address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
        this.identity = identity;
    }

    /** Calls; what is wrong, in a sentence, whether the hub is ready or not; empty: the hub answers calls. */
    public Optional<String> whyUnanswered() {
        try {
            ListenableFuture<HealthCheckResponse> answer = HealthGrpc.newFutureStub(connected())
                    .withDeadlineAfter(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.newBuilder()
                            .setService(DeskServiceGrpc.SERVICE_NAME)
                            .build());
            ServingStatus status = answer.get().getStatus();
            return status == ServingStatus.SERVING || status == ServingStatus.NOT_SERVING
                    ? Optional.empty()
                    : Optional.of("the hub's health service answers its own call with " + status);
        } catch (ExecutionException e) {
            return Optional.of(unanswered(Status.fromThrowable(e).getCode().toString()));
        } catch (SSLException e) {
            return Optional.of(unanswered(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(unanswered("interrupted"));
        }
    }

    private String unanswered(String why) {
        return "the hub does not answer its own call at " + address.getHostString() + ":" + address.getPort() + " ("
                + why + ")";
    }

    /** A connection with the identity of now: one that was replaced is let go. */
    private ManagedChannel connected() throws SSLException {
        TlsIdentity now = identity.get();
        if (channel != null && now.equals(shown) && channel.getState(false) != ConnectivityState.SHUTDOWN) {
            return channel;
        }
        close();
        ManagedChannel made = NettyChannelBuilder.forAddress(address)
                .sslContext(GrpcSslContexts.configure(
                                GrpcSslContexts.forClient()
                                        .keyManager(now.key(), now.certificate())
                                        .keyStoreType(TlsIdentity.IN_MEMORY)
                                        .trustManager(PinTrust.inServers(now.pin()::equals)),
                                SslProvider.JDK)
                        .protocols("TLSv1.3")
                        .build())
                .build();
        channel = made;
        shown = now;
        return made;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
        }
    }
}

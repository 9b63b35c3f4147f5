package org.demarche.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** Bytes of any kind on a connection, without a network. */
final class ConnectionTest {
    private static final byte[] REQUEST =
            "GET /incident/00?wall HTTP/1.1\r\nHost: localhost:7445\r\nCookie: a=b; c=d\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CHANGES = {0, '\n', '\r', ' ', ':', '/', '?', '%', 'A', 0x7f, (byte) 0xff};

    private final Refusals refusals = new Refusals(() -> 0);
    private final List<String> asked = new ArrayList<>();

    private final Service service = new Service() {
        @Override
        public void refuse(Exchange exchange, Requests.Wrong wrong) {
            exchange.whole(refusals.of(wrong.status(), wrong.refusal()));
        }

        @Override
        public void answer(Exchange exchange, Optional<Sha256> pin, HttpRequest request) {
            asked.add(request.uri());
            exchange.whole(refusals.of(new Refusal(Reason.NOT_FOUND, "nothing")));
        }
    };

    /** What is answered to these bytes, after which nothing may be left open or unreleased. */
    private String answer(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(new HttpDecoderConfig().setMaxInitialLineLength(1024)),
                new FlowControlHandler(),
                new Connection(service, address -> {}, false));
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            answer.append(part.toString(StandardCharsets.UTF_8));
            part.release();
        }
        channel.checkException();
        channel.finishAndReleaseAll();
        return answer.toString();
    }

    @Test
    void request_whole_isAnswered() {
        assertThat(answer(REQUEST)).startsWith("HTTP/1.1 404 ").endsWith("NOT_FOUND: nothing\n");
        assertThat(asked).containsExactly("/incident/00?wall");
    }

    @Test
    void request_withAnyByteChangedOrCutOff_isAnsweredOnceOrWaitedFor() {
        for (int at = 0; at < REQUEST.length; at++) {
            for (byte change : CHANGES) {
                byte[] changed = REQUEST.clone();
                changed[at] = change;
                assertThat(answer(changed))
                        .satisfiesAnyOf(
                                a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 "));
            }
            assertThat(answer(Arrays.copyOf(REQUEST, at))).isEmpty();
        }
    }

    @Property
    void bytes_ofAnyKind_areAnsweredOrWaitedFor(@ForAll byte[] bytes) {
        assertThat(answer(bytes))
                .satisfiesAnyOf(a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 "));
    }

    @Test
    void stream_whoseClientAsksForMore_isEnded() {
        List<Exchange> streams = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(),
                new FlowControlHandler(),
                new Connection(
                        new Service() {
                            @Override
                            public void refuse(Exchange exchange, Requests.Wrong wrong) {
                                throw new AssertionError(wrong.refusal());
                            }

                            @Override
                            public void answer(Exchange exchange, Optional<Sha256> pin, HttpRequest request) {
                                streams.add(exchange);
                                exchange.stream(
                                        refusals.of(new Refusal(Reason.NOT_FOUND, "x")), () -> gone.add("gone"));
                            }
                        },
                        address -> {},
                        false));
        channel.writeInbound(Unpooled.copiedBuffer(REQUEST));
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        assertThat(streams).hasSize(1);
        channel.writeInbound(Unpooled.copiedBuffer(REQUEST));
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(gone).containsExactly("gone");
        channel.releaseOutbound();
    }
}

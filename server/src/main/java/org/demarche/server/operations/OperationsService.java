package org.demarche.server.operations;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.door.Mishaps;
import org.demarche.server.web.Exchange;
import org.demarche.server.web.Refusals;
import org.demarche.server.web.Requests;
import org.demarche.server.web.Service;

/** Answers what a monitor asks. */
final class OperationsService implements Service {
    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Patrol patrol;
    private final Meters meters;
    private final Executor executor;
    private final Mishaps mishaps;
    private final Refusals refusals;

    /**
     * A service.
     *
     * @param executor runs what takes its time
     */
    OperationsService(Patrol patrol, Meters meters, Executor executor, Mishaps mishaps, Refusals refusals) {
        this.patrol = patrol;
        this.meters = meters;
        this.executor = executor;
        this.mishaps = mishaps;
        this.refusals = refusals;
    }

    @Override
    public void refuse(Exchange exchange, Requests.Wrong wrong) {
        exchange.whole(refusals.of(wrong.status(), wrong.refusal()));
    }

    @Override
    public void answer(Exchange exchange, Optional<Sha256> pin, HttpRequest request) {
        try {
            executor.execute(() -> answer(exchange, request.uri()));
        } catch (RejectedExecutionException e) {
            // More ask than are answered, or the hub has ended meanwhile.
            exchange.breakOff();
        }
    }

    private void answer(Exchange exchange, String path) {
        try {
            exchange.whole(response(path, exchange.headOnly()));
        } catch (RuntimeException e) {
            exchange.whole(refusals.of(mishaps.refusal(path, e)));
        }
    }

    private FullHttpResponse response(String path, boolean headOnly) {
        switch (path) {
            case "/healthz/live" -> {
                List<String> dead = patrol.whyNotAlive();
                return whole(dead.isEmpty(), JSON, Condition.aliveJson(dead), headOnly);
            }
            case "/healthz/ready" -> {
                Condition condition = patrol.condition();
                return whole(condition.ready(), JSON, condition.json(), headOnly);
            }
            case "/metrics" -> {
                return whole(true, PROMETHEUS, meters.text(), headOnly);
            }
            default -> {
                return refusals.of(new Refusal(
                        Reason.NOT_FOUND,
                        "nothing is told here (expected: /healthz/live, /healthz/ready or /metrics)"));
            }
        }
    }

    private FullHttpResponse whole(boolean good, String type, String text, boolean headOnly) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                good ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return refusals.dated(response);
    }
}

package org.demarche.server.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.function.LongSupplier;
import org.demarche.refusal.Refusal;

/** Makes refusals responses: one line of text, the reason, as gRPC callers have it, and the sentence. And dates every response. */
public final class Refusals {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String NOT_AT_ALL = "no-store";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final LongSupplier wallMs;

    /** Refusals, dated by this clock, in milliseconds since 1970 UTC. */
    public Refusals(LongSupplier wallMs) {
        this.wallMs = wallMs;
    }

    /** A refusal, with the status that its reason has. */
    public FullHttpResponse of(Refusal refusal) {
        return of(status(refusal), refusal);
    }

    /** A refusal of a request that HTTP itself has a status for. */
    public FullHttpResponse of(HttpResponseStatus status, Refusal refusal) {
        byte[] text = (refusal.reason() + ": " + refusal.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(text));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, TEXT)
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.CACHE_CONTROL, NOT_AT_ALL);
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)
                || status.equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        return dated(response);
    }

    private static HttpResponseStatus status(Refusal refusal) {
        return switch (refusal.reason()) {
            case FIELD_INVALID -> HttpResponseStatus.BAD_REQUEST;
            case PIN_UNKNOWN -> HttpResponseStatus.FORBIDDEN;
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case QUOTA_EXCEEDED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case NOT_READY -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** The same response with its date. */
    public <R extends HttpResponse> R dated(R response) {
        response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date(wallMs.getAsLong())));
        return response;
    }
}

package org.demarche.server.web;

import com.google.protobuf.ByteString;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.function.LongSupplier;
import org.demarche.refusal.Refusal;
import org.demarche.server.tiles.LogFile;

/** The one place where responses are made. A refusal is one line of text: the reason, as gRPC callers have it, and the sentence. */
final class Responses {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    /** A reader's own cache may keep it; one that others share may not: the log is its members'. */
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private static final String NOT_AT_ALL = "no-store";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final LongSupplier wallMs;

    Responses(LongSupplier wallMs) {
        this.wallMs = wallMs;
    }

    /** What comes before the bytes of a file. */
    HttpResponse head(LogFile file) {
        return describing(file, new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    /** A file with its bytes; without any for a client that wants none. */
    FullHttpResponse file(LogFile file, ByteString bytes) {
        return describing(
                file,
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        Unpooled.wrappedBuffer(bytes.asReadOnlyByteBuffer())));
    }

    private <R extends HttpResponse> R describing(LogFile file, R response) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, file instanceof LogFile.Note ? TEXT : BYTES)
                .set(HttpHeaderNames.CONTENT_LENGTH, file.length())
                .set(HttpHeaderNames.CACHE_CONTROL, file.isImmutable() ? FOR_EVER : NOT_AT_ALL);
        return dated(response);
    }

    /** A refusal, with the status that its reason has. */
    FullHttpResponse refusal(Refusal refusal) {
        return refusal(status(refusal), refusal);
    }

    /** A refusal of a request that HTTP itself has a status for. */
    FullHttpResponse refusal(HttpResponseStatus status, Refusal refusal) {
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

    private <R extends HttpResponse> R dated(R response) {
        response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date(wallMs.getAsLong())));
        return response;
    }
}

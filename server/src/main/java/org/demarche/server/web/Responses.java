package org.demarche.server.web;

import com.google.protobuf.ByteString;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.demarche.server.tiles.LogFile;

/** The one place where files are made responses. */
final class Responses {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    /** A reader's own cache may keep it; one that others share may not: the log is its members'. */
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    private static final String NOT_AT_ALL = "no-store";

    private final Refusals refusals;

    Responses(Refusals refusals) {
        this.refusals = refusals;
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
        return refusals.dated(response);
    }

    /** The same for what is refused. */
    Refusals refusals() {
        return refusals;
    }
}

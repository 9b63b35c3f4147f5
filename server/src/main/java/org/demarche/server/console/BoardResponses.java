package org.demarche.server.console;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.web.Refusals;
import org.demarche.server.web.Requests;

/** The one place where the board's responses are made, with what keeps a browser from doing more with them than to show them. */
final class BoardResponses {
    /** Scripts, styles and events from here, and nothing from elsewhere; what the script writes goes through its one policy. */
    static final String CONTENT_SECURITY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types board";

    private static final String NOT_AT_ALL = "no-store";
    private static final String ASK_AGAIN = "private, no-cache";

    private final Refusals refusals;

    BoardResponses(Refusals refusals) {
        this.refusals = refusals;
    }

    /** A page. */
    FullHttpResponse page(String html, boolean headOnly) {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        return whole(HttpResponseStatus.OK, "text/html; charset=utf-8", NOT_AT_ALL, bytes, headOnly);
    }

    /** A file of every page. */
    FullHttpResponse file(BoardFile file, boolean headOnly) {
        FullHttpResponse response = whole(HttpResponseStatus.OK, file.type(), ASK_AGAIN, file.bytes(), headOnly);
        response.headers().set(HttpHeaderNames.ETAG, file.tag());
        return response;
    }

    /** That the client has it already. */
    FullHttpResponse unchanged(BoardFile file) {
        FullHttpResponse response = response(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.ETAG, file.tag()).set(HttpHeaderNames.CACHE_CONTROL, ASK_AGAIN);
        return response;
    }

    /** What comes before events. */
    HttpResponse events() {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, NOT_AT_ALL);
        return guarded(response);
    }

    /** The same for a client that wants no more. */
    FullHttpResponse eventsHead() {
        FullHttpResponse response = response(HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, NOT_AT_ALL);
        return response;
    }

    /** On to the board, with a cookie. */
    FullHttpResponse sendOn(String cookie) {
        FullHttpResponse response = response(HttpResponseStatus.SEE_OTHER, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.LOCATION, "/")
                .set(HttpHeaderNames.SET_COOKIE, cookie)
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CACHE_CONTROL, NOT_AT_ALL);
        return response;
    }

    /** That there is nothing of the kind. */
    FullHttpResponse missing() {
        return refusal(
                HttpResponseStatus.NOT_FOUND,
                new Refusal(
                        Reason.NOT_FOUND,
                        "no page of the board (expected: /, /incident/ID, /register or /charter; an incident's ID in full)"));
    }

    /** That it is too much now. */
    FullHttpResponse busy(String sentence) {
        return refusal(HttpResponseStatus.TOO_MANY_REQUESTS, new Refusal(Reason.QUOTA_EXCEEDED, sentence));
    }

    /** That a request is none. */
    FullHttpResponse refusal(Requests.Wrong wrong) {
        return refusal(wrong.status(), wrong.refusal());
    }

    /** A refusal. */
    FullHttpResponse refusal(HttpResponseStatus status, Refusal refusal) {
        return guarded(refusals.of(status, refusal));
    }

    /** A refusal, with the status that its reason has. */
    FullHttpResponse refusal(Refusal refusal) {
        return guarded(refusals.of(refusal));
    }

    private FullHttpResponse whole(
            HttpResponseStatus status, String type, String caching, byte[] bytes, boolean headOnly) {
        FullHttpResponse response = response(status, headOnly ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
                .set(HttpHeaderNames.CACHE_CONTROL, caching);
        return response;
    }

    private FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        return guarded(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body));
    }

    private <R extends HttpResponse> R guarded(R response) {
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        return refusals.dated(response);
    }
}

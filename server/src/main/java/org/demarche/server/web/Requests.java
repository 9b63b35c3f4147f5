package org.demarche.server.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** What a request must be before its path is looked at. */
public final class Requests {
    private static final int MOST_HEADERS = 100;
    private static final String TOO_MANY = "more headers than any client has reason to send";

    private Requests() {}

    /**
     * What is wrong with a request.
     *
     * @param status HTTP's word for it
     * @param refusal in one sentence
     */
    public record Wrong(HttpResponseStatus status, Refusal refusal) {}

    /** What is wrong with a request; empty: nothing. */
    static Optional<Wrong> wrong(HttpRequest request) {
        Throwable unreadable = request.decoderResult().cause();
        if (unreadable instanceof TooLongHttpLineException) {
            return wrong(HttpResponseStatus.REQUEST_URI_TOO_LONG, Reason.TOO_LARGE, "no path here is so long");
        }
        if (unreadable instanceof TooLongHttpHeaderException) {
            return wrong(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, Reason.TOO_LARGE, TOO_MANY);
        }
        if (unreadable != null) {
            return wrong(HttpResponseStatus.BAD_REQUEST, Reason.MALFORMED, "not a request in HTTP/1.1");
        }
        if (request.headers().size() > MOST_HEADERS) {
            return wrong(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, Reason.TOO_LARGE, TOO_MANY);
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return wrong(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, Reason.MALFORMED, "not a request in HTTP/1.1");
        }
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                || !request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0")) {
            return wrong(HttpResponseStatus.BAD_REQUEST, Reason.FIELD_INVALID, "a request with a body");
        }
        // RFC 9112 section 3.2.
        if (version.equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return wrong(HttpResponseStatus.BAD_REQUEST, Reason.FIELD_INVALID, "not exactly one Host header");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return wrong(
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    Reason.FIELD_INVALID,
                    "there is nothing to do here but to read (expected: GET or HEAD)");
        }
        return Optional.empty();
    }

    private static Optional<Wrong> wrong(HttpResponseStatus status, Reason reason, String sentence) {
        return Optional.of(new Wrong(status, new Refusal(reason, sentence)));
    }
}

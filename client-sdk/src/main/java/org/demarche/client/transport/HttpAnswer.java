package org.demarche.client.transport;

import java.nio.charset.StandardCharsets;

/**
 * The answer to an HTTP request.
 *
 * @param status the code
 * @param type the media type
 * @param body the bytes
 */
public record HttpAnswer(int status, String type, byte[] body) {
    /** The media type of text. */
    public static final String TEXT = "text/plain; charset=utf-8";

    public HttpAnswer {
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** One sentence for people. */
    public static HttpAnswer sentence(int status, String sentence) {
        return new HttpAnswer(status, TEXT, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

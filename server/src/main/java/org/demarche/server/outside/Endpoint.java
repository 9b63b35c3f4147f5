package org.demarche.server.outside;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.demarche.hash.Sha256;
import org.demarche.server.tls.PinTrust;

/** A page of somebody else's that is read, or to which requests are posted. Whatever is behind it, a call ends in time and takes little memory. */
public final class Endpoint {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final URI url;
    private final HttpClient client;
    private final int mostBytes;
    private final Duration whole;

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body no longer than the endpoint's answers may be
     */
    public record Answer(int status, byte[] body) {}

    /**
     * An endpoint that has been asked nothing yet.
     *
     * @param pin SHA-256 of the server's SubjectPublicKeyInfo; empty: the machine's authorities vouch for its name
     * @param mostBytes how many bytes an answer may have
     * @param whole how long a call may take from its beginning to the last byte of its answer
     */
    public Endpoint(URI url, Optional<Sha256> pin, int mostBytes, Duration whole) {
        this.url = url;
        this.mostBytes = mostBytes;
        this.whole = whole;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        pin.ifPresent(p -> builder.sslContext(PinTrust.inServer(p)));
        this.client = builder.build();
    }

    /**
     * Posts a request.
     *
     * @throws IOException if there is no answer; the message is a clause that begins with a verb
     */
    public Answer post(byte[] body, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return answer(request);
    }

    /**
     * Reads the page.
     *
     * @throws IOException if there is no answer; the message is a clause that begins with a verb
     */
    public Answer get() throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(url).GET());
    }

    private Answer answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request.build(), response -> new BoundedBody(mostBytes));
        try {
            HttpResponse<byte[]> response = call.get(whole.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new IOException("did not answer within " + whole.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            call.cancel(true);
        }
    }

    private IOException failure(ExecutionException failed) {
        Throwable innermost = failed;
        for (Throwable inner = failed; inner != null; inner = inner.getCause()) {
            innermost = inner;
            if (inner instanceof BoundedBody.TooLongException) {
                return new IOException("answered with more than " + mostBytes + " bytes", failed);
            }
            if (inner instanceof SSLException) {
                return new IOException("could not be verified: see pin, or its certificate", failed);
            }
            if (inner instanceof ConnectException) {
                return new IOException("cannot be reached", failed);
            }
        }
        return new IOException("broke off: " + innermost.getMessage(), failed);
    }
}

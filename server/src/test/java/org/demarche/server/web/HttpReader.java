package org.demarche.server.web;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.demarche.key.TlsIdentity;

/** A client that says exactly what a test wants it to, over TLS or in the clear, and reads responses to the byte. */
public final class HttpReader implements Closeable {
    private static final int PATIENCE_MS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private HttpReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** A response; header names in lower case. */
    public record Response(int status, Map<String, String> headers, byte[] body) {
        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Connects in the clear. */
    public static HttpReader connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        return new HttpReader(socket);
    }

    /** Connects with this certificate, and lets the handshake run. */
    public static HttpReader connect(InetSocketAddress address, TlsIdentity identity) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(TlsIdentity.IN_MEMORY);
            keys.load(null, null);
            keys.setKeyEntry("client", identity.key(), new char[0], new X509Certificate[] {identity.certificate()});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            // Who the server is is no question here.
            context.init(
                    managers.getKeyManagers(),
                    InsecureTrustManagerFactory.INSTANCE.getTrustManagers(),
                    new SecureRandom());
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
            socket.connect(address, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.startHandshake();
            return new HttpReader(socket);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Sends bytes as they are. */
    public void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** GETs a path. */
    public Response get(String path) throws IOException {
        return get(path, "hub");
    }

    /** GETs a path of this host. */
    public Response get(String path, String host) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return response(true);
    }

    /** Asks for a path's headers. */
    public Response head(String path) throws IOException {
        send("HEAD " + path + " HTTP/1.1\r\nHost: hub\r\n\r\n");
        return response(false);
    }

    /** Reads the next response. */
    public Response response(boolean withBody) throws IOException {
        String status = line();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body ends after " + body.length + " bytes of " + length);
        }
        return new Response(Integer.parseInt(status.split(" ", 3)[1]), headers, body);
    }

    /** Reads a line of what comes without an end of its own, the lengths of chunks among them. */
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after \"" + line + "\"");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Whether the server has closed the connection; waits for it, or for more bytes. */
    public boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether nothing more comes; waits for it, or for the next byte. */
    public boolean isAtItsEnd() throws IOException {
        in.mark(1);
        boolean end = in.read() < 0;
        if (!end) {
            in.reset();
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package org.demarche.server.store.postgres;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Sockets to servers that may be without power, which refuse nothing and answer nothing. The driver makes one of these by its name.
 *
 * <p>Each has its own time to connect: the driver (42.7.14) has one time for all servers of a list together, and would never reach those behind such a server. And a
 * read that waited in vain ends it: TLS (of JDK 17) would wait as long once more as it closes.
 */
public final class ServerSockets extends SocketFactory {
    /** For one server. */
    static final Duration CONNECT = Duration.ofSeconds(2);

    /** A read that waits for less only looks whether there is something. */
    static final Duration LOOK = Duration.ofSeconds(2);

    /** A socket that the driver connects. */
    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress server, int whatIsLeftMs) throws IOException {
                super.connect(server, (int) CONNECT.toMillis());
            }

            @Override
            public InputStream getInputStream() throws IOException {
                return new Ending(this, super.getInputStream());
            }
        };
    }

    /** What a server says, until it is silent for too long. */
    private static final class Ending extends FilterInputStream {
        private final Socket socket;

        Ending(Socket socket, InputStream said) {
            super(said);
            this.socket = socket;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            try {
                return super.read(bytes, from, most);
            } catch (SocketTimeoutException e) {
                if (socket.getSoTimeout() >= LOOK.toMillis()) {
                    socket.close();
                }
                throw e;
            }
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw notAsked();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw notAsked();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw notAsked();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw notAsked();
    }

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("the driver connects its sockets itself");
    }
}

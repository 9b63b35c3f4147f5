package org.demarche.server.store.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Sockets that each have their own time to connect. The driver (42.7.14) has one time for all servers of a list together: a machine without power, which refuses nothing
 * and answers nothing, would use it up, and the servers behind it in the list would never be reached. The driver makes one of these by its name.
 */
public final class ServerSockets extends SocketFactory {
    /** For one server. */
    static final Duration CONNECT = Duration.ofSeconds(2);

    /** A socket that the driver connects. */
    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress server, int whatIsLeftMs) throws IOException {
                super.connect(server, (int) CONNECT.toMillis());
            }
        };
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

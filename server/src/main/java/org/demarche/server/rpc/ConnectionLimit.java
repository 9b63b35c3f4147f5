package org.demarche.server.rpc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.demarche.server.config.HubConfig;

/**
 * Counts connections, in total and by the address that they come from, and among them those whose client has not shown yet, by the end of the TLS handshake, that it is
 * a party's. To refuse one costs the same however many there are. An IPv6 address counts as its network, the first 64 bits, since whoever has one has
 * all of them. Thread-safe.
 */
final class ConnectionLimit {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final HubConfig.Connections most;
    private final Map<InetSocketAddress, Client> clients = new HashMap<>();
    private final Map<String, Tally> byNetwork = new HashMap<>();
    private final Tally all = new Tally();

    private static final class Tally {
        private int connections;
        private int handshakes;
    }

    private static final class Client {
        private final Tally ofNetwork;
        private boolean known;

        Client(Tally ofNetwork) {
            this.ofNetwork = ofNetwork;
        }
    }

    ConnectionLimit(HubConfig.Connections most) {
        this.most = most;
    }

    /** Lets a client in, whose place must be given back by {@link #gone}; false: it is one too many. */
    synchronized boolean admit(InetSocketAddress client) {
        Tally here = byNetwork.getOrDefault(network(client), new Tally());
        // A place that is not given back yet is held by the client's last connection from the same port.
        boolean hasRoom = !clients.containsKey(client)
                && all.connections < most.inAll()
                && all.handshakes < most.handshakes()
                && here.connections < most.perAddress()
                && here.handshakes < most.handshakesPerAddress();
        if (hasRoom) {
            clients.put(client, new Client(here));
            byNetwork.put(network(client), here);
            add(here, 1, 1);
        }
        return hasRoom;
    }

    /** The client has shown who it is. */
    synchronized void known(SocketAddress address) {
        Client client = clients.get(address);
        if (client != null && !client.known) {
            client.known = true;
            add(client.ofNetwork, 0, -1);
        }
    }

    /** The client is gone. */
    synchronized void gone(InetSocketAddress address) {
        known(address);
        Client client = clients.remove(address);
        if (client != null) {
            add(client.ofNetwork, -1, 0);
            byNetwork.computeIfPresent(network(address), (n, tally) -> tally.connections == 0 ? null : tally);
        }
    }

    private void add(Tally here, int connections, int handshakes) {
        all.connections += connections;
        all.handshakes += handshakes;
        here.connections += connections;
        here.handshakes += handshakes;
    }

    private static String network(InetSocketAddress client) {
        InetAddress address = client.getAddress();
        byte[] bytes = address.getAddress();
        return HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }
}

package org.demarche.server.door;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.demarche.server.config.HubConfig;

/**
 * Counts connections, in total and by the address that they come from, and among them those whose client has not shown yet, by the end of the TLS handshake, that it is
 * a party's. Of those, the one that has waited longest makes way for the next, so that strangers who only hold the line lock nobody out. To refuse one costs the same
 * however many there are. An IPv6 address counts as its network, the first 64 bits, since whoever has one has all of them; one that a translator gave to an IPv4
 * client (RFC 6052, 64:ff9b::/96) counts as that client's. Thread-safe.
 */
public final class ConnectionLimit {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final HubConfig.Connections most;
    private final Map<InetSocketAddress, Client> clients = new HashMap<>();
    private final Map<String, Tally> byNetwork = new HashMap<>();
    private final Tally all = new Tally();

    private static final class Tally {
        private int connections;
        // The one that has waited longest comes first.
        private final Set<Client> unknown = new LinkedHashSet<>();
    }

    private static final class Client {
        private final Tally ofNetwork;
        private final Runnable close;

        Client(Tally ofNetwork, Runnable close) {
            this.ofNetwork = ofNetwork;
            this.close = close;
        }
    }

    /** A limit for the connections of one listener. */
    public ConnectionLimit(HubConfig.Connections most) {
        this.most = most;
    }

    /**
     * Lets a client in, whose place must be given back by {@link #gone}; false: it is one too many.
     *
     * @param close closes its connection, soon: another needs its place
     */
    synchronized boolean admit(InetSocketAddress client, Runnable close) {
        Tally here = byNetwork.getOrDefault(network(client), new Tally());
        // A place that is not given back yet is held by the client's last connection from the same port.
        boolean hasRoom =
                !clients.containsKey(client) && all.connections < most.inAll() && here.connections < most.perAddress();
        if (hasRoom) {
            if (here.unknown.size() >= most.handshakesPerAddress()) {
                closeOldest(here);
            } else if (all.unknown.size() >= most.handshakes()) {
                closeOldest(all);
            }
            Client admitted = new Client(here, close);
            clients.put(client, admitted);
            byNetwork.put(network(client), here);
            count(here, 1);
            all.unknown.add(admitted);
            here.unknown.add(admitted);
        }
        return hasRoom;
    }

    /** It counts as a connection until it is {@link #gone}. */
    private void closeOldest(Tally tally) {
        Client oldest = tally.unknown.iterator().next();
        settle(oldest);
        oldest.close.run();
    }

    /** The client has shown who it is. */
    public synchronized void known(SocketAddress address) {
        Client client = clients.get(address);
        if (client != null) {
            settle(client);
        }
    }

    /** The client is gone. */
    synchronized void gone(InetSocketAddress address) {
        known(address);
        Client client = clients.remove(address);
        if (client != null) {
            count(client.ofNetwork, -1);
            byNetwork.computeIfPresent(network(address), (n, tally) -> tally.connections == 0 ? null : tally);
        }
    }

    private void settle(Client client) {
        all.unknown.remove(client);
        client.ofNetwork.unknown.remove(client);
    }

    private void count(Tally here, int connections) {
        all.connections += connections;
        here.connections += connections;
    }

    private static String network(InetSocketAddress client) {
        byte[] address = client.getAddress().getAddress();
        if (client.getAddress() instanceof Inet6Address) {
            boolean translated = Arrays.equals(address, 0, TRANSLATED.length, TRANSLATED, 0, TRANSLATED.length);
            address = translated
                    ? Arrays.copyOfRange(address, TRANSLATED.length, address.length)
                    : Arrays.copyOf(address, IPV6_NETWORK_BYTES);
        }
        return HexFormat.of().formatHex(address);
    }
}

package org.demarche.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;
import org.demarche.server.config.HubConfig.Connections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many connections there may be. */
final class ConnectionLimitTest {
    @TempDir
    private Path directory;

    private final List<InetSocketAddress> closed = new ArrayList<>();

    private boolean admit(ConnectionLimit limit, String address, int port) {
        InetSocketAddress client = client(address, port);
        return limit.admit(client, () -> closed.add(client));
    }

    private static InetSocketAddress client(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void admit_oneTooManyFromAnAddress_isRefusedThereUntilAnotherIsGone() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 2, 9, 9));
        assertThat(admit(limit, "192.0.2.1", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.1", 2)).isTrue();
        assertThat(admit(limit, "192.0.2.1", 3)).isFalse();
        assertThat(admit(limit, "192.0.2.2", 3)).isTrue();
        limit.gone(client("192.0.2.1", 1));
        limit.gone(client("192.0.2.1", 1));
        assertThat(admit(limit, "192.0.2.1", 4)).isTrue();
        assertThat(admit(limit, "192.0.2.1", 5)).isFalse();
    }

    @Test
    void admit_oneTooManyInAll_isRefused() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(2, 9, 9, 9));
        assertThat(admit(limit, "192.0.2.1", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.2", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.3", 1)).isFalse();
    }

    @Test
    void admit_oneHandshakeTooManyFromAnAddress_closesItsOldestOne() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 4, 9, 2));
        assertThat(admit(limit, "192.0.2.2", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.1", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.1", 2)).isTrue();
        assertThat(closed).isEmpty();
        limit.known(client("192.0.2.1", 1));
        limit.known(client("192.0.2.1", 1));
        assertThat(admit(limit, "192.0.2.1", 3)).isTrue();
        assertThat(closed).isEmpty();
        assertThat(admit(limit, "192.0.2.1", 4)).isTrue();
        assertThat(closed).containsExactly(client("192.0.2.1", 2));
        assertThat(admit(limit, "192.0.2.1", 5))
                .as("until the closed one is gone")
                .isFalse();
        limit.gone(client("192.0.2.1", 2));
        assertThat(admit(limit, "192.0.2.1", 5)).isTrue();
        assertThat(closed).containsExactly(client("192.0.2.1", 2), client("192.0.2.1", 3));
    }

    @Test
    void admit_oneHandshakeTooManyInAll_closesTheOldestOne() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 9, 2, 2));
        assertThat(admit(limit, "192.0.2.1", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.2", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.3", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.4", 1)).isTrue();
        assertThat(closed).containsExactly(client("192.0.2.1", 1), client("192.0.2.2", 1));
        limit.gone(client("192.0.2.3", 1));
        assertThat(admit(limit, "192.0.2.3", 2)).isTrue();
        assertThat(closed).hasSize(2);
    }

    @Test
    void admit_addressesOfOneIpv6Network_countAsOne() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 1, 9, 9));
        assertThat(admit(limit, "2001:db8::1", 1)).isTrue();
        assertThat(admit(limit, "2001:db8::2", 1)).isFalse();
        assertThat(admit(limit, "2001:db8:0:1::1", 1)).isTrue();
    }

    @Test
    void admit_translatedIpv4Address_countsAsItself() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 1, 9, 9));
        assertThat(admit(limit, "64:ff9b::192.0.2.1", 1)).isTrue();
        assertThat(admit(limit, "64:ff9b::192.0.2.2", 1)).isTrue();
        assertThat(admit(limit, "192.0.2.2", 1)).isFalse();
    }

    private static boolean isTurnedAway(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    @Timeout(30)
    void connect_whileStrangersHoldEveryHandshake_takesThePlaceOfTheOneThatWaitedLongest() throws Exception {
        try (TestHub hub = TestHub.start(directory, "[limits]\nhandshakes_per_address = 2\n");
                TestDesk open = hub.desk("UA");
                TestDesk late = hub.desk("US")) {
            open.reportClock();
            InetSocketAddress address = hub.process().address();
            try (Socket first = new Socket(address.getAddress(), address.getPort());
                    Socket second = new Socket(address.getAddress(), address.getPort());
                    Socket third = new Socket(address.getAddress(), address.getPort())) {
                assertThat(isTurnedAway(first)).isTrue();
                late.reportClock();
                assertThat(isTurnedAway(second)).isTrue();
                open.reportClock();
                assertThat(third.isConnected()).isTrue();
            }
        }
    }
}

package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
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
        assertThat(limit.admit(client("192.0.2.1", 1))).isTrue();
        assertThat(limit.admit(client("192.0.2.1", 2))).isTrue();
        assertThat(limit.admit(client("192.0.2.1", 3))).isFalse();
        assertThat(limit.admit(client("192.0.2.2", 3))).isTrue();
        limit.gone(client("192.0.2.1", 1));
        limit.gone(client("192.0.2.1", 1));
        assertThat(limit.admit(client("192.0.2.1", 4))).isTrue();
        assertThat(limit.admit(client("192.0.2.1", 5))).isFalse();
    }

    @Test
    void admit_oneTooManyInAll_isRefused() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(2, 9, 9, 9));
        assertThat(limit.admit(client("192.0.2.1", 1))).isTrue();
        assertThat(limit.admit(client("192.0.2.2", 1))).isTrue();
        assertThat(limit.admit(client("192.0.2.3", 1))).isFalse();
    }

    @Test
    void admit_tooManyHandshakes_isRefusedUntilOneIsDone() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 9, 3, 2));
        assertThat(limit.admit(client("192.0.2.1", 1))).isTrue();
        assertThat(limit.admit(client("192.0.2.1", 2))).isTrue();
        assertThat(limit.admit(client("192.0.2.1", 3))).as("of its address").isFalse();
        assertThat(limit.admit(client("192.0.2.2", 1))).isTrue();
        assertThat(limit.admit(client("192.0.2.3", 1))).as("of all").isFalse();
        limit.known(client("192.0.2.1", 1));
        limit.known(client("192.0.2.1", 1));
        assertThat(limit.admit(client("192.0.2.1", 3))).isTrue();
        assertThat(limit.admit(client("192.0.2.1", 4))).isFalse();
    }

    @Test
    void admit_addressesOfOneIpv6Network_countAsOne() {
        ConnectionLimit limit = new ConnectionLimit(new Connections(9, 1, 9, 9));
        assertThat(limit.admit(client("2001:db8::1", 1))).isTrue();
        assertThat(limit.admit(client("2001:db8::2", 1))).isFalse();
        assertThat(limit.admit(client("2001:db8:0:1::1", 1))).isTrue();
    }

    private static boolean isTurnedAway(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean reaches(TestDesk desk) {
        try {
            desk.reportClock();
            return true;
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            return false;
        }
    }

    @Test
    @Timeout(30)
    void connect_whileStrangersHoldEveryHandshake_isRefusedButOpenConnectionsGoOn() throws Exception {
        try (TestHub hub = TestHub.start(directory, "[limits]\nhandshakes_per_address = 2\n");
                TestDesk open = hub.desk("UA");
                TestDesk late = hub.desk("US")) {
            open.reportClock();
            InetSocketAddress address = hub.process().address();
            try (Socket first = new Socket(address.getAddress(), address.getPort());
                    Socket second = new Socket(address.getAddress(), address.getPort());
                    Socket third = new Socket(address.getAddress(), address.getPort())) {
                assertThat(isTurnedAway(third)).isTrue();
                assertThat(reaches(late)).isFalse();
                open.reportClock();
                assertThat(first.isConnected() && second.isConnected()).isTrue();
            }
            // The hub learns of their end on another thread, and the desk's channel waits before it tries again.
            do {
                late.channel().resetConnectBackoff();
            } while (!reaches(late));
        }
    }
}

package org.demarche.client.transport;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a hub listens.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without brackets
 * @param port from 1 to 65535
 */
public record HubAddress(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");
    private static final int GREATEST_PORT = 65535;

    public HubAddress {
        if (port < 1 || port > GREATEST_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to " + GREATEST_PORT + ")");
        }
    }

    /** The address written as {@code host:port} or {@code [v6]:port}, or empty if {@code text} is anything else. */
    public static Optional<HubAddress> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(m.group(3));
        if (port < 1 || port > GREATEST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new HubAddress(m.group(1) != null ? m.group(1) : m.group(2), port));
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}

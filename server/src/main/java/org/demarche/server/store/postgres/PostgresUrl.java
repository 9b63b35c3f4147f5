package org.demarche.server.store.postgres;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the database is: {@code postgresql://user@host1:5432,host2:5432/database?sslmode=verify-full&sslrootcert=/path}. It never holds a password. Beyond loopback
 * there is TLS, and the server's certificate and name are checked.
 *
 * @param user the role to log in as
 * @param hosts at least one, tried in this order
 * @param database its name
 * @param tls {@code sslmode}, {@code sslrootcert}, {@code sslcert} and {@code sslkey}, as far as given
 */
public record PostgresUrl(String user, List<Host> hosts, String database, Map<String, String> tls) {
    /** What stands before the rest. */
    public static final String SCHEME = "postgresql://";

    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert", "sslcert", "sslkey");
    private static final String FULL = "sslmode=verify-full&sslrootcert=/path/to/ca.pem";
    private static final String EXAMPLE = "postgresql://user@host1:5432,host2:5432/database";

    /**
     * A server's address.
     *
     * @param name a host name or an IP address, without brackets
     * @param port 1 to 65535
     */
    public record Host(String name, int port) {
        public Host {
            if (name.isEmpty() || name.startsWith("/")) {
                throw new IllegalArgumentException(
                        "the address of the database names no host; expected: a host name or an IP address (for a server on this machine: localhost)");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(
                        "the address of the database has port " + port + "; expected: 1 to 65535");
            }
        }

        boolean isLoopback() {
            return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
        }

        @Override
        public String toString() {
            return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
        }
    }

    /** Checks what the four say together. */
    public PostgresUrl {
        hosts = List.copyOf(hosts);
        tls = Map.copyOf(tls);
        require(!user.isEmpty(), "names no user", EXAMPLE);
        require(!hosts.isEmpty(), "names no host", EXAMPLE);
        require(!database.isEmpty(), "names no database", EXAMPLE);
        requireTls(hosts, tls);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, or would let a stranger between the hub and its database; the message is one sentence for the operator and
     *     never repeats what might be a password
     */
    public static PostgresUrl parse(String text) {
        require(text.startsWith(SCHEME), "is not one of PostgreSQL", EXAMPLE);
        String rest = text.substring(SCHEME.length());
        int query = rest.indexOf('?');
        String place = query < 0 ? rest : rest.substring(0, query);
        int slash = place.indexOf('/');
        require(slash >= 0, "names no database", EXAMPLE);
        String authority = place.substring(0, slash);
        int at = authority.lastIndexOf('@');
        require(at >= 0, "names no user", EXAMPLE);
        String user = authority.substring(0, at);
        require(
                !user.contains(":"),
                "holds a password, which a log or a list of processes would show",
                "the password in a file of its own, which its owner alone can read");
        Map<String, String> parameters = query < 0 ? Map.of() : parameters(rest.substring(query + 1));
        return new PostgresUrl(
                decoded(user), hosts(authority.substring(at + 1)), decoded(place.substring(slash + 1)), parameters);
    }

    private static List<Host> hosts(String text) {
        List<Host> hosts = new ArrayList<>();
        for (String host : text.split(",", -1)) {
            int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
            int nameEnd = end < 0 ? host.length() : end;
            String name = host.substring(0, nameEnd);
            String port = host.substring(nameEnd);
            hosts.add(new Host(name.replaceAll("^\\[|]$", ""), port.isEmpty() ? DEFAULT_PORT : port(port)));
        }
        return hosts;
    }

    private static int port(String text) {
        require(text.matches(":\\d{1,5}"), "has a port that is none", "host:5432");
        return Integer.parseInt(text.substring(1));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            require(
                    PARAMETERS.contains(name),
                    "has a parameter " + name + " that is not known here",
                    String.join(", ", new TreeSet<>(PARAMETERS)));
            require(equals >= 0 && equals < pair.length() - 1, "gives no value for " + name, name + "=…");
            require(
                    parameters.put(name, decoded(pair.substring(equals + 1))) == null,
                    "gives " + name + " twice",
                    "once");
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            // In a URL's path and query, as libpq reads them, a plus sign is a plus sign.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the address of the database has a % that two hexadecimal digits do not follow; expected: %25 for a percent sign",
                    e);
        }
    }

    private static void requireTls(List<Host> hosts, Map<String, String> tls) {
        String mode = tls.getOrDefault("sslmode", "");
        if (mode.equals("verify-full")) {
            require(tls.containsKey("sslrootcert"), "does not say whose certificates to believe", FULL);
            require(
                    tls.containsKey("sslcert") == tls.containsKey("sslkey"),
                    "gives one of sslcert and sslkey",
                    "both, or neither");
            return;
        }
        require(
                tls.isEmpty() || (mode.equals("disable") && tls.size() == 1),
                mode.isEmpty()
                        ? "says nothing of sslmode"
                        : "has sslmode " + mode + ", with which anybody could answer in the database's place",
                FULL);
        for (Host host : hosts) {
            require(host.isLoopback(), "leads to " + host.name() + " without TLS that checks who answers there", FULL);
        }
    }

    private static void require(boolean holds, String wrong, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("the address of the database " + wrong + "; expected: " + expected);
        }
    }

    /** Whether connections are encrypted and the server is checked. */
    boolean isTls() {
        return tls.containsKey("sslrootcert");
    }

    /** The database and its hosts, for a sentence. */
    public String place() {
        return "the database " + database + " at "
                + hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    /** The address as it is written. */
    @Override
    public String toString() {
        String parameters = tls.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return SCHEME + encoded(user) + "@"
                + hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + "/" + encoded(database)
                + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}

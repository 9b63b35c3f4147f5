package org.demarche.client.exercise;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.demarche.client.transport.HttpAnswer;
import org.demarche.client.transport.HttpDoor;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimeAuthorityKeys;

/** A time authority of the exercise's own, which answers requests over HTTP on this machine (RFC 3161, section 3.4). */
final class TimeAuthorityDoor implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final String HOST = "127.0.0.1";
    private static final String PATH = "/tsa";

    private final HttpDoor door;

    private TimeAuthorityDoor(HttpDoor door) {
        this.door = door;
    }

    /**
     * Begins to answer.
     *
     * @param port of the loopback interface; 0: any that is free
     * @param clock the authority's
     * @param random gives tokens their numbers
     * @throws IOException if it cannot listen there
     */
    static TimeAuthorityDoor open(TimeAuthorityKeys keys, int port, InstantSource clock, SecureRandom random)
            throws IOException {
        TimeAuthority authority = new TimeAuthority(keys, random);
        return new TimeAuthorityDoor(HttpDoor.open(
                new InetSocketAddress(HOST, port),
                Optional.empty(),
                TimeAuthority.MAX_REQUEST_BYTES,
                (method, path, body) -> answer(authority, clock, method, path, body)));
    }

    private static HttpAnswer answer(
            TimeAuthority authority, InstantSource clock, String method, String path, byte[] body) {
        if (!path.equals(PATH)) {
            return HttpAnswer.sentence(NOT_FOUND, "nothing is here: requests for the time go to " + PATH);
        }
        return method.equals("POST")
                ? new HttpAnswer(OK, TimeAuthority.MEDIA_TYPE, authority.answer(body, clock.instant()))
                : HttpAnswer.sentence(NOT_ALLOWED, "a request for the time is posted");
    }

    /** Where it answers. */
    URI url() {
        return URI.create("http://" + HOST + ":" + door.address().getPort() + PATH);
    }

    /**
     * What hub.toml says of it.
     *
     * @param anchor the file with its root's certificate
     */
    String hubToml(String name, Path anchor) {
        return "\n[[time_authority]]\nname = \"" + name + "\"\nurl = \"" + url() + "\"\nanchor = \"" + anchor + "\"\n";
    }

    @Override
    public void close() {
        door.close();
    }
}

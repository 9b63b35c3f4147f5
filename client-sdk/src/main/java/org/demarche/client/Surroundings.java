package org.demarche.client;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.LineSecurity;
import org.demarche.client.transport.Patience;
import org.demarche.client.transport.Pause;

/**
 * What a desk runs in.
 *
 * @param clock this machine's clock
 * @param random nonces
 * @param lines opens the line to the hubs
 * @param pause waits between attempts
 * @param announce is told, in one sentence each, what an operator should know but need not act on
 */
public record Surroundings(
        InstantSource clock, SecureRandom random, Lines lines, Pause pause, Consumer<String> announce) {
    /** Opens the line to the hubs. */
    @FunctionalInterface
    public interface Lines {
        /** A line to the hubs that {@code profile} names, secured with the keys that it names. */
        Line open(Profile profile) throws DeskException;
    }

    /** The real clock, the system's randomness, and TLS over the network. */
    public static Surroundings real(Consumer<String> announce) {
        return new Surroundings(
                Clock.systemUTC(), new SecureRandom(), profile -> network(profile, announce), Pause.real(), announce);
    }

    private static Line network(Profile profile, Consumer<String> announce) throws DeskException {
        LineSecurity security = DeskFiles.security(profile, announce);
        return Line.to(profile.hubs(), security, Patience.STANDARD);
    }
}

package org.demarche.server.console;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** Who gets in: those with a known pin, over TLS; or, on this machine, those with the token. There is no third way. Thread-safe. */
sealed interface Doorkeeper {
    /** What becomes of somebody at the door. */
    sealed interface Verdict {}

    /**
     * He gets in.
     *
     * @param name under which what he asks for is counted
     * @param still whether he still would
     */
    record Admitted(String name, BooleanSupplier still) implements Verdict {}

    /** He has shown the token in the address, and is sent on to {@code /} with a cookie, so that the token is seen no longer. */
    record SentOn(String cookie) implements Verdict {}

    /** He does not get in. */
    record TurnedAway(Refusal why) implements Verdict {}

    /**
     * Decides.
     *
     * @param pin of the client's certificate, where there is one
     * @param target what is asked for; empty: nothing that there is
     */
    default Verdict at(Optional<Sha256> pin, HttpHeaders headers, Optional<Target> target) {
        // A page of somebody else's may lead here, but not embed, fetch or listen to anything.
        boolean foreign = headers.get("Sec-Fetch-Site", "none").equals("cross-site")
                && !headers.get("Sec-Fetch-Mode", "navigate").equals("navigate");
        return foreign
                ? new TurnedAway(new Refusal(Reason.NOT_ENTITLED, "the board is shown on no other page"))
                : decide(pin, headers, target);
    }

    /** As {@link #at}. */
    Verdict decide(Optional<Sha256> pin, HttpHeaders headers, Optional<Target> target);

    /**
     * Lets in whoever has a known pin. Asked anew for everything, so a pin that ends in the middle of a connection ends there.
     *
     * @param nameOfPin who has the pin at present
     */
    record ByPin(Function<Sha256, Optional<String>> nameOfPin) implements Doorkeeper {
        @Override
        public Verdict decide(Optional<Sha256> pin, HttpHeaders headers, Optional<Target> target) {
            Optional<Verdict> admitted = pin.flatMap(p -> nameOfPin
                    .apply(p)
                    .map(name -> new Admitted(name, () -> nameOfPin.apply(p).isPresent())));
            return admitted.orElseGet(() -> new TurnedAway(new Refusal(
                    Reason.PIN_UNKNOWN,
                    "this certificate's pin is none that sees the board"
                            + pin.map(p -> ": " + p.fingerprint()).orElse(""))));
        }
    }

    /**
     * Lets in whoever has the token, in the address once, and then in a cookie.
     *
     * @param token the token
     */
    record ByToken(Token token) implements Doorkeeper {
        /** By another name an attacker's page could have this machine called, and then read what it answers. */
        private static final String LOOPBACK = "(127(\\.[0-9]{1,3}){3}|localhost|\\[::1\\])(:[0-9]{1,5})?";

        private static final Refusal NO_TOKEN = new Refusal(
                Reason.NOT_ENTITLED,
                "open the board by the address that \"demarche hub board\" prints in the hub's directory");
        private static final Refusal OTHER_HOST =
                new Refusal(Reason.NOT_ENTITLED, "the board is here by the name of this machine to itself alone");

        /** Name of the cookie: cookies do not know ports, so another hub on this machine has another. */
        private String cookie() {
            return "demarche-board-"
                    + Sha256.of(token.text().getBytes(StandardCharsets.US_ASCII))
                            .brief();
        }

        @Override
        public Verdict decide(Optional<Sha256> pin, HttpHeaders headers, Optional<Target> target) {
            if (!headers.get(HttpHeaderNames.HOST, "").toLowerCase(Locale.ROOT).matches(LOOPBACK)) {
                return new TurnedAway(OTHER_HOST);
            }
            if (target.isPresent() && target.get() instanceof Target.Visit visit) {
                return token.is(visit.token())
                        ? new SentOn(cookie() + "=" + token.text() + "; Path=/; HttpOnly; SameSite=Strict")
                        : new TurnedAway(NO_TOKEN);
            }
            return shown(headers) ? new Admitted("this machine", () -> true) : new TurnedAway(NO_TOKEN);
        }

        private boolean shown(HttpHeaders headers) {
            String cookie = cookie();
            for (String line : headers.getAll(HttpHeaderNames.COOKIE)) {
                for (String one : line.split(";", -1)) {
                    String pair = one.strip();
                    if (pair.startsWith(cookie + "=") && token.is(pair.substring(cookie.length() + 1))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}

package org.demarche.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

final class DoorkeeperTest {
    private static final Token TOKEN = Token.make(new SecureRandom());
    private static final Doorkeeper BY_TOKEN = new Doorkeeper.ByToken(TOKEN);
    private static final Sha256 PIN = Sha256.of(new byte[] {1});

    private static HttpHeaders headers(String... pairs) {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    private static String cookie() {
        Doorkeeper.Verdict verdict = visit(TOKEN.text());
        String set = ((Doorkeeper.SentOn) verdict).cookie();
        assertThat(set).endsWith("; Path=/; HttpOnly; SameSite=Strict");
        return set.substring(0, set.indexOf(';'));
    }

    private static Doorkeeper.Verdict visit(String token) {
        return BY_TOKEN.at(Optional.empty(), headers("Host", "localhost:1"), Optional.of(new Target.Visit(token)));
    }

    private static Doorkeeper.Verdict at(String... pairs) {
        return BY_TOKEN.at(Optional.empty(), headers(pairs), Target.parse("/"));
    }

    @Test
    void token_inTheAddress_givesTheCookieThatLetsIn() {
        String cookie = cookie();
        assertThat(at("Host", "127.0.0.1:7445", "Cookie", "a=b; " + cookie + ";c=d"))
                .isInstanceOf(Doorkeeper.Admitted.class);
        assertThat(at("Host", "[::1]:7445", "Cookie", "x=y", "Cookie", cookie)).isInstanceOf(Doorkeeper.Admitted.class);
    }

    @Test
    void token_wrongInEveryCharacter_doesNotLetIn() {
        String text = TOKEN.text();
        for (int i = 0; i < text.length(); i++) {
            String wrong = text.substring(0, i) + (text.charAt(i) == '0' ? '1' : '0') + text.substring(i + 1);
            assertThat(visit(wrong)).isInstanceOf(Doorkeeper.TurnedAway.class);
            assertThat(at("Host", "localhost", "Cookie", cookie().replace(text, wrong)))
                    .isInstanceOf(Doorkeeper.TurnedAway.class);
        }
        for (String wrong : List.of("", text + "0", text.substring(1), " " + text, "ü")) {
            assertThat(visit(wrong)).isInstanceOf(Doorkeeper.TurnedAway.class);
        }
    }

    @Test
    void cookie_missingOrUnderAnotherName_doesNotLetIn() {
        assertThat(at("Host", "localhost")).isInstanceOf(Doorkeeper.TurnedAway.class);
        assertThat(at("Host", "localhost", "Cookie", "demarche-board=" + TOKEN.text()))
                .isInstanceOf(Doorkeeper.TurnedAway.class);
        assertThat(at("Host", "localhost", "Cookie", ";;=;")).isInstanceOf(Doorkeeper.TurnedAway.class);
        assertThat(at("Host", "localhost", "Authorization", "Bearer " + TOKEN.text()))
                .isInstanceOf(Doorkeeper.TurnedAway.class);
    }

    @Test
    void host_thatIsNotThisMachinesOwnName_isTurnedAwayWithTheRightToken() {
        for (String host : List.of(
                "rebound.example",
                "127.0.0.1.example",
                "localhost.example",
                "localhost:1:2",
                "localhost:",
                "localhost@rebound.example",
                "10.0.0.1",
                "[::2]",
                "")) {
            assertThat(at("Host", host, "Cookie", cookie())).as(host).isInstanceOf(Doorkeeper.TurnedAway.class);
            assertThat(BY_TOKEN.at(
                            Optional.empty(), headers("Host", host), Optional.of(new Target.Visit(TOKEN.text()))))
                    .as(host)
                    .isInstanceOf(Doorkeeper.TurnedAway.class);
        }
        assertThat(at("Host", "LocalHost:7445", "Cookie", cookie())).isInstanceOf(Doorkeeper.Admitted.class);
    }

    @Test
    void pageOfSomebodyElse_mayLeadHereAndNothingMore() {
        String cookie = cookie();
        assertThat(at("Host", "localhost", "Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors"))
                .isInstanceOf(Doorkeeper.TurnedAway.class);
        assertThat(at(
                        "Host",
                        "localhost",
                        "Cookie",
                        cookie,
                        "Sec-Fetch-Site",
                        "cross-site",
                        "Sec-Fetch-Mode",
                        "navigate"))
                .isInstanceOf(Doorkeeper.Admitted.class);
        assertThat(at("Host", "localhost", "Cookie", cookie, "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors"))
                .isInstanceOf(Doorkeeper.Admitted.class);
    }

    @Test
    void pin_thatIsKnown_letsInUntilItEnds() {
        Map<Sha256, String> known = new HashMap<>(Map.of(PIN, "watch room"));
        Doorkeeper byPin = new Doorkeeper.ByPin(pin -> Optional.ofNullable(known.get(pin)));
        Doorkeeper.Verdict verdict = byPin.at(Optional.of(PIN), headers(), Target.parse("/"));
        assertThat(verdict).isInstanceOf(Doorkeeper.Admitted.class);
        Doorkeeper.Admitted admitted = (Doorkeeper.Admitted) verdict;
        assertThat(admitted.name()).isEqualTo("watch room");
        assertThat(admitted.still().getAsBoolean()).isTrue();
        known.clear();
        assertThat(admitted.still().getAsBoolean()).isFalse();
        assertThat(byPin.at(Optional.of(PIN), headers(), Target.parse("/"))).isInstanceOf(Doorkeeper.TurnedAway.class);
        assertThat(byPin.at(Optional.empty(), headers("Host", "localhost"), Target.parse("/?token=" + TOKEN.text())))
                .isInstanceOf(Doorkeeper.TurnedAway.class);
    }

    @Test
    void token_printed_isNotShown() {
        assertThat(TOKEN.toString()).doesNotContain(TOKEN.text());
        assertThat(Token.parse(TOKEN.text()).orElseThrow().is(TOKEN.text())).isTrue();
        assertThat(Token.parse(TOKEN.text().substring(1))).isEmpty();
        assertThat(Token.parse(TOKEN.text().toUpperCase(Locale.ROOT) + "G")).isEmpty();
    }
}

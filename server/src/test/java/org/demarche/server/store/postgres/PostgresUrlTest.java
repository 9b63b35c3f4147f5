package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.demarche.server.store.postgres.PostgresUrl.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresUrlTest {
    private static final String FULL = "?sslmode=verify-full&sslrootcert=/etc/demarche/ca.pem";

    @Test
    void parse_severalHosts_keepsTheirOrder() {
        PostgresUrl url = PostgresUrl.parse("postgresql://hub@db1:5433,db2,[fd00::3]:5434/log" + FULL);
        assertThat(url.user()).isEqualTo("hub");
        assertThat(url.hosts())
                .containsExactly(new Host("db1", 5433), new Host("db2", 5432), new Host("fd00::3", 5434));
        assertThat(url.database()).isEqualTo("log");
        assertThat(url.tls()).isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "/etc/demarche/ca.pem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://hub@localhost:5432/log",
                "postgresql://hub@127.0.0.1:5432,[::1]:5433/log?sslmode=disable",
                "postgresql://h%40b@db1:5432/l%25g?sslcert=/c&sslkey=/k%20y&sslmode=verify-full&sslrootcert=/a+b",
            })
    void toString_ofAnAddress_readsBackAsTheSame(String text) {
        PostgresUrl url = PostgresUrl.parse(text);
        assertThat(PostgresUrl.parse(url.toString())).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://hub@db1/log                               | is not one of PostgreSQL",
                "postgresql://hub@db1                              | names no database",
                "postgresql://hub@localhost/                       | names no database",
                "postgresql://db1/log                              | names no user",
                "postgresql://@db1/log                             | names no user",
                "postgresql://hub@/log                             | names no host",
                "postgresql://hub@db1,,db2/log                     | names no host",
                "postgresql://hub@%2Fvar%2Frun/log                 | without TLS",
                "postgresql://hub@localhost:0/log                  | has port 0",
                "postgresql://hub@localhost:66000/log              | has port 66000",
                "postgresql://hub@localhost:x/log                  | has a port that is none",
                "postgresql://hub@localhost/log?sslmode=           | gives no value for sslmode",
                "postgresql://hub@localhost/log?sslmode=disable&sslmode=disable | gives sslmode twice",
                "postgresql://hub@localhost/log?ssl=true           | a parameter ssl that is not known",
                "postgresql://hub@localhost/l%g                    | has a % that two hexadecimal digits do not follow",
            })
    void parse_notAnAddress_saysWhatIsWrong(String text, String wrong) {
        assertThatThrownBy(() -> PostgresUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong)
                .hasMessageContaining("expected: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://hub:s3cret@localhost/log",
                "postgresql://hub@localhost/log?password=s3cret",
                "postgresql://hub:s3cret?x@localhost/log",
                "postgresql://hub:s3cret/x@localhost/log",
            })
    void parse_withAPassword_isRefusedAndDoesNotRepeatIt(String text) {
        assertThatThrownBy(() -> PostgresUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?sslmode=disable"})
    void parse_hostBeyondThisMachine_needsTls(String parameters) {
        assertThatThrownBy(() -> PostgresUrl.parse("postgresql://hub@localhost,db2.example/log" + parameters))
                .hasMessage(
                        "the address of the database leads to db2.example without TLS that checks who answers there; expected: sslmode=verify-full&sslrootcert=/path/to/ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "prefer", "require", "verify-ca"})
    void parse_weakerSslmode_isRefusedEvenHere(String mode) {
        for (String host : List.of("localhost", "db1")) {
            assertThatThrownBy(() -> PostgresUrl.parse("postgresql://hub@" + host + "/log?sslmode=" + mode))
                    .hasMessage(
                            "the address of the database has sslmode " + mode
                                    + ", with which anybody could answer in the database's place; expected: sslmode=verify-full&sslrootcert=/path/to/ca.pem");
        }
    }

    @Test
    void parse_verifyFull_needsAnAuthorityAndBothOrNoneOfTheHubsOwn() {
        assertThatThrownBy(() -> PostgresUrl.parse("postgresql://hub@db1/log?sslmode=verify-full"))
                .hasMessageContaining("whose certificates to believe");
        assertThatThrownBy(() -> PostgresUrl.parse("postgresql://hub@db1/log" + FULL + "&sslcert=/c"))
                .hasMessageContaining("one of sslcert and sslkey");
        assertThatThrownBy(() -> PostgresUrl.parse("postgresql://hub@localhost/log?sslrootcert=/c"))
                .hasMessageContaining("says nothing of sslmode");
    }
}

package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {
    private static final PostgresUrl URL = PostgresUrl.parse("postgresql://hub@localhost/log");

    @ParameterizedTest
    @CsvSource({
        "53100, FULL, is full: free some space",
        "53200, FAILED, is short of resources",
        "53300, FAILED, raise its max_connections",
        "25006, READ_ONLY, takes no writes",
        "55P03, BUSY, is held by another session",
        "25P03, BUSY, too long and was put out",
        "40P01, BUSY, undid a transaction",
        "23505, CONFLICT, holds an entry already",
        "42P01, ABSENT, run demarche hub init first",
        "42501, READ_ONLY, may not write its files (said)",
        "58030, FAILED, cannot use its files (said)",
        "28P01, FAILED, refuses hub: check the password's file",
        "08006, FAILED, cannot be reached (said)",
        "57P01, FAILED, another hub has the same name",
        "57P03, FAILED, is starting or shutting down",
        "57014, FAILED, took too long",
        "XX001, DAMAGED, fail over to a standby",
        "22000, FAILED, failed (22000: said)",
    })
    void of_aCode_saysWhatItMeansAndWhere(String code, Kind kind, String says) {
        StoreException failure = Failures.of(URL, new SQLException("said\nand more", code));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage())
                .contains(says)
                .contains("localhost:5432")
                .doesNotContain("\n");
    }

    @Test
    void of_thePoolsOwnException_looksAtItsCause() {
        SQLException pool =
                new SQLTransientConnectionException("store - request timed out", new SQLException("no", "53300"));
        assertThat(Failures.of(URL, pool)).hasMessageContaining("max_connections");
    }
}

package org.demarche.server.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.demarche.server.HubException;
import org.demarche.server.TestHub;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole hub whose hub.toml names two time authorities, over HTTP. */
final class StampingProcessTest {
    @TempDir
    private Path directory;

    private static String table(String name, String url) {
        return "[[time_authority]]\nname = \"my-" + name + "\"\nurl = \"" + url + "\"\nanchor = \"" + name + ".pem\"\n";
    }

    @Test
    void hub_whoseConfigurationNamesAuthorities_hasItsHeadStampedByAll() throws Exception {
        try (TimeServer alpha = new TimeServer("alpha", () -> TestHub.START);
                TimeServer beta = new TimeServer("beta", () -> TestHub.START)) {
            Files.writeString(
                    directory.resolve("alpha.pem"), alpha.authority().anchor().pem());
            Files.writeString(
                    directory.resolve("beta.pem"), beta.authority().anchor().pem());
            try (TestHub hub = TestHub.start(
                            directory,
                            table("alpha", alpha.url().toString())
                                    + table("beta", beta.url().toString()),
                            TestHub.timestampedBy("alpha", "beta"));
                    LogStore store = SqliteStore.openToRead(hub.database())) {
                await().untilAsserted(() -> assertThat(store.stamped().tokens(1))
                        .extracting(StoredToken::authority)
                        .containsExactly("alpha", "beta"));
                assertThat(store.stamped().newest().map(FrozenHead::size)).contains(1L);
            }
        }
    }

    @Test
    void hub_withoutAnAnchorThatItNames_saysWhatToDo() throws Exception {
        assertThatThrownBy(() ->
                        TestHub.start(directory, table("alpha", "https://t.example"), TestHub.timestampedBy("alpha")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(
                        "alpha.pem does not exist: it is to hold the certificate of the time authority my-alpha");
    }

    @Test
    void hub_withAnAnchorThatIsNone_saysWhatIsExpected() throws Exception {
        Files.writeString(directory.resolve("alpha.pem"), "not a certificate");
        assertThatThrownBy(() ->
                        TestHub.start(directory, table("alpha", "https://t.example"), TestHub.timestampedBy("alpha")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining(
                        "alpha.pem: certificate: not PEM (expected: one block -----BEGIN CERTIFICATE-----)");
    }
}

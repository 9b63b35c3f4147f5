package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.demarche.postgres.PostgresServer;
import org.demarche.postgres.SharedPostgres;
import org.demarche.postgres.TestCertificates;
import org.demarche.secret.SecretFiles;
import org.demarche.server.store.StoreException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who answers, and who asks: certificates and passwords. */
final class TlsToPostgresTest {
    /** The driver would print what the test provokes. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    @TempDir
    private Path folder;

    private final PostgresServer server = SharedPostgres.server();

    @BeforeAll
    static void silenceTheDriver() {
        DRIVER.setLevel(Level.OFF);
    }

    @BeforeEach
    void writeCertificates() throws IOException {
        TestCertificates.ofThisProcess().writeForClient(folder);
    }

    private PostgresDatabase database(String user, String host, String parameters, Optional<Path> password) {
        String database = server.createDatabase(user);
        return new PostgresDatabase(
                PostgresUrl.parse("postgresql://" + user + "@" + host + ":" + server.port() + "/" + database
                        + "?sslmode=verify-full&sslrootcert=" + folder + "/ca.pem" + parameters),
                password);
    }

    private static void assertOpens(PostgresDatabase database) {
        PostgresStore.init(database);
        try (PostgresStore store = PostgresStore.open(database, "hub-1", 0)) {
            assertThat(store.confirm()).isZero();
        }
    }

    @Test
    void verifyFull_serverOfTheAuthority_isAcceptedAndEncrypts() {
        PostgresDatabase database = database("hub", "localhost", "", Optional.empty());
        assertOpens(database);
        try (PostgresStore store = PostgresStore.open(database, "hub-1", 0)) {
            assertThat(server.ask(
                            "SELECT string_agg(DISTINCT ssl::text, ',') FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = '"
                                    + database.url().database() + "'"))
                    .isEqualTo("true");
            assertThat(store.size()).isZero();
        }
    }

    @Test
    void verifyFull_serverOfAnotherAuthority_isRefused() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), new TestCertificates().authority());
        PostgresDatabase database = database("hub", "localhost", "", Optional.empty());
        assertThatThrownBy(() -> PostgresStore.init(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("could not be verified: check that sslrootcert");
    }

    @Test
    void verifyFull_serverOfAnotherName_isRefused() {
        PostgresDatabase database = database("hub", "127.0.0.1", "", Optional.empty());
        assertThatThrownBy(() -> PostgresStore.init(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("its certificate bears the host's name");
    }

    @Test
    void verifyFull_hubsOwnCertificate_logsItIn() {
        assertOpens(database(
                "hub_with_certificate",
                "localhost",
                "&sslcert=" + folder + "/client.pem&sslkey=" + folder + "/client.pk8",
                Optional.empty()));
    }

    @Test
    void verifyFull_noCertificateWhereOneIsAskedFor_isRefused() {
        PostgresDatabase database = database("hub_with_certificate", "localhost", "", Optional.empty());
        assertThatThrownBy(() -> PostgresStore.init(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("refuses hub_with_certificate");
    }

    @Test
    void password_ofAFile_logsIn() throws IOException {
        Path file = folder.resolve("password");
        SecretFiles.write(file, (PostgresServer.PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        assertOpens(database("hub_with_password", "localhost", "", Optional.of(file)));
    }

    @Test
    void password_wrongOrOpenToOthers_saysSo() throws IOException {
        Path file = folder.resolve("password");
        SecretFiles.write(file, "another".getBytes(StandardCharsets.UTF_8));
        PostgresDatabase database = database("hub_with_password", "localhost", "", Optional.of(file));
        assertThatThrownBy(() -> PostgresStore.init(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("refuses hub_with_password: check the password's file");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> PostgresStore.init(database))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("chmod 600 " + file);
    }
}

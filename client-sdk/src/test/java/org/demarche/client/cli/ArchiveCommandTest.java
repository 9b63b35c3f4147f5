package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.archive.Years.march;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Years;
import org.demarche.client.Surroundings;
import org.demarche.client.transport.Pause;
import org.demarche.evidence.ArchivedBundle;
import org.demarche.evidence.Code;
import org.demarche.evidence.LogForge;
import org.demarche.evidence.MemoryLog;
import org.demarche.evidence.Story;
import org.demarche.refusal.RefusedException;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An archive and two time authorities on the network, through the years. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveCommandTest {
    private final StampOffice alpha = StampOffice.open("alpha", "SHA512withECDSA", Years.newYear(2026), march(2032));
    private final StampOffice beta = StampOffice.open("beta", "SHA512withECDSA", Years.newYear(2026), march(2034));
    private final StampOffice gamma = StampOffice.open("gamma", "SHA512withECDSA", march(2030), march(2040));
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, Path> certificates = new LinkedHashMap<>();

    @TempDir
    Path folder;

    private String charter;
    private List<byte[]> bundles;
    private HttpServer network;
    private Instant now;
    private Instant authorityTime;

    private record Run(int code, String out, String err) {}

    @BeforeAll
    void tellTheStory() {
        Story story = Story.ofTierOne();
        charter = story.genesis().hash().hex();
        MemoryLog log = LogForge.honest(story.scene());
        bundles = List.of(story.bundle(), log.noticeBundle(story.report()), log.noticeBundle(story.proposal()));
    }

    @BeforeEach
    void open() throws IOException {
        requests.set(0);
        setYear(2027);
        network = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (StampOffice office : List.of(alpha, beta, gamma)) {
            Path pem = folder.resolve(office.name() + ".pem");
            Files.writeString(pem, office.anchor().pem());
            certificates.put(office.name(), pem);
            network.createContext("/" + office.name(), exchange -> answer(exchange, office));
        }
        network.start();
        for (int i = 0; i < bundles.size(); i++) {
            Files.write(file(i), bundles.get(i));
        }
    }

    @AfterEach
    void close() {
        network.stop(0);
    }

    private void setYear(int year) {
        now = march(year);
        authorityTime = now;
    }

    private Path file(int i) {
        return folder.resolve("bundle-" + i + ".evidence");
    }

    private void answer(HttpExchange exchange, StampOffice office) throws IOException {
        requests.incrementAndGet();
        byte[] response = office.answer(exchange.getRequestBody().readAllBytes(), authorityTime);
        exchange.sendResponseHeaders(200, response.length);
        exchange.getResponseBody().write(response);
        exchange.close();
    }

    private Run archive(String verb, String... more) {
        List<String> args = new ArrayList<>(List.of("archive", verb));
        certificates.forEach((name, pem) -> args.addAll(List.of("--anchor", name + "=" + pem)));
        args.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Liaison.run(
                args.toArray(String[]::new),
                new ByteArrayInputStream(new byte[0]),
                out,
                err,
                Map.of(),
                announce -> new Surroundings(
                        InstantSource.fixed(now),
                        new SecureRandom(),
                        profile -> {
                            throw new AssertionError("an archive needs no hub");
                        },
                        Pause.real(),
                        announce));
        return new Run(
                code,
                out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " "),
                err.toString(StandardCharsets.UTF_8));
    }

    private Run renew(String... authorities) {
        return archive(
                "renew",
                Stream.concat(
                                Stream.of(folder.toString()),
                                Stream.of(authorities).flatMap(a -> Stream.of("--authority", a + "=" + url(a))))
                        .toArray(String[]::new));
    }

    private String url(String authority) {
        return "http://127.0.0.1:" + network.getAddress().getPort() + "/" + authority;
    }

    private VerifyRun verify(int i, int year) {
        return VerifyRun.of(
                file(i).toString(),
                "--charter",
                charter,
                "--at",
                march(year).toString(),
                "--anchor",
                "alpha=" + certificates.get("alpha"),
                "--anchor",
                "beta=" + certificates.get("beta"),
                "--anchor",
                "gamma=" + certificates.get("gamma"),
                "--algorithms",
                algorithms().toString());
    }

    private Path algorithms() {
        Path file = folder.resolve("fallen.toml");
        try {
            return Files.writeString(file, """
                    [[algorithm]]
                    name = "SHA-256"
                    trusted_until = 2028-01-01T00:00:00Z
                    """);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void folder_begunAndRenewed_isProvenYearsLater() throws IOException, RefusedException {
        assertThat(verify(0, 2029).exit()).isEqualTo(Code.RENEWAL_MISSING.exit());
        Run begun = renew("alpha", "beta");
        assertThat(begun.code()).as(begun.err()).isZero();
        assertThat(requests).hasValue(2);
        assertThat(begun.out()).contains("record 1 begun by alpha, SHA-512, record 2 begun by beta, SHA-512");
        assertThat(ArchivedBundle.parse(Files.readAllBytes(file(0))).records()).hasSize(2);

        VerifyRun later = verify(0, 2029);
        assertThat(later.exit()).as(later.out()).isZero();
        assertThat(later.out())
                .contains("record 2: time-stamped 2027-03-01T00:00:01Z by beta; good until 2034-03-01T00:00:00Z");

        assertThat(renew("alpha", "beta").out()).contains("nothing is due");
        assertThat(requests).hasValue(2);

        now = Years.newYear(2032);
        authorityTime = now;
        Run renewed = renew("gamma", "beta");
        assertThat(renewed.code()).as(renewed.err()).isZero();
        assertThat(renewed.out())
                .contains("record 1 renewed by gamma")
                .doesNotContain("renewed by beta", "begun")
                .contains("renew before 2034-03-01T00:00:00Z");
        VerifyRun late = verify(2, 2039);
        assertThat(late.exit()).as(late.out()).isZero();
        assertThat(verify(2, 2041).exit()).isEqualTo(Code.RENEWAL_MISSING.exit());
    }

    @Test
    void status_tellsTheSoonestFirst() {
        renew("alpha");
        Run good = archive("status", folder.toString());
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.out())
                .contains("good, 1 record; renew before 2032-03-01T00:00:00Z, the end of the certificate of alpha's");
        Run json = archive(
                "status", folder.toString(), "--algorithms", algorithms().toString(), "-o", "json");
        assertThat(json.code()).isZero();
        assertThat(json.out()).contains("\"good_until\":\"2032-03-01T00:00:00Z\"");
        Run late = archive(
                "status", folder.toString(), "--algorithms", algorithms().toString(), "--at", "2032-06-01T00:00:00Z");
        assertThat(late.code()).isEqualTo(Exit.CONDITION);
        assertThat(late.out()).contains("OVERDUE since 2032-03-01T00:00:00Z, the end of the certificate of alpha's");
    }

    @Test
    void authority_withAWrongClock_isNotBelieved() throws IOException {
        authorityTime = march(2028);
        Run run = renew("alpha");
        assertThat(run.code()).isEqualTo(Exit.UNREACHABLE);
        assertThat(run.err())
                .contains(
                        "demarche: error: alpha: its time-stamp is dated 2028-03-01T00:00:00Z, and our clock says 2027-03-01T00:00:00Z");
        assertThat(Files.readAllBytes(file(0))).isEqualTo(bundles.get(0));
    }

    @Test
    void authority_thatIsDownOrUnknown_leavesTheOthersTheirWork() throws IOException, RefusedException {
        certificates.remove("beta");
        Run run = archive(
                "renew",
                file(0).toString(),
                "--authority",
                "nowhere=http://127.0.0.1:1/",
                "--authority",
                "beta=" + url("beta"),
                "--authority",
                "lost=" + url("lost"),
                "--authority",
                "alpha=" + url("alpha"));
        assertThat(run.code()).isEqualTo(Exit.UNREACHABLE);
        assertThat(run.err())
                .contains("nowhere: http://127.0.0.1:1/ cannot be reached")
                .contains("beta: its certificate is not known (name it with --anchor beta=FILE)")
                .contains("answers with HTTP status 404");
        assertThat(ArchivedBundle.parse(Files.readAllBytes(file(0))).records()).hasSize(1);
    }

    @Test
    void file_thatIsNoBundle_isNamedAndTheOthersAreDone() throws IOException {
        Files.writeString(folder.resolve("aaa.evidence"), "no bundle");
        Run run = renew("alpha");
        assertThat(run.code()).isEqualTo(Exit.CONDITION);
        assertThat(run.err()).contains("aaa.evidence: not an evidence bundle");
        assertThat(Files.readAllBytes(file(0))).isNotEqualTo(bundles.get(0));
        Files.delete(folder.resolve("aaa.evidence"));
    }

    @Test
    void file_renewed_keepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(file(0), PosixFilePermissions.fromString("rw-r--r--"));
        renew("alpha");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(0))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void export_ofAProvenBundle_isAContainer() throws Exception {
        Path container = folder.resolve("papers.asice");
        Path keys = folder.resolve("keys.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "embassy", alpha.privateKey(), "secret".toCharArray(), new Certificate[] {alpha.certificate()});
        try (OutputStream file = Files.newOutputStream(keys)) {
            store.store(file, "secret".toCharArray());
        }
        Path passphrase = Files.createFile(
                folder.resolve("passphrase"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passphrase, "secret");
        Run run = archive(
                "export",
                file(0).toString(),
                "--charter",
                charter,
                "--out",
                container.toString(),
                "--authority",
                "beta=" + url("beta"),
                "--sign-with",
                keys.toString(),
                "--passphrase-file",
                passphrase.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("bytes: PROVEN: tier 1");
        try (ZipFile zip = new ZipFile(container.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains("META-INF/timestamp001.tst", "META-INF/signature002.p7s", "bundle.evidence");
        }
        Files.delete(container);
    }

    @Test
    void export_forWhichNothingVouches_orThatIsNotProven_isRefused() {
        String out = folder.resolve("none.asice").toString();
        Run bare = archive("export", file(0).toString(), "--charter", charter, "--out", out);
        assertThat(bare.code()).isEqualTo(Exit.USAGE);
        assertThat(bare.err()).contains("nothing vouches for the container");
        Run other = archive("export", file(0).toString(), "--charter", "0".repeat(64), "--out", out);
        assertThat(other.code()).isEqualTo(Exit.CONDITION);
        assertThat(other.err()).contains("UNDECIDED");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void address_thatIsNone_isUsage() {
        Run run = archive("renew", folder.toString(), "--authority", "alpha=ftp://there");
        assertThat(run.code()).isEqualTo(Exit.USAGE);
        assertThat(run.err()).contains("no such address").contains("http:// or https://");
    }

    @Test
    void status_emptyFile_saysThatItIsEmpty() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.evidence"));
        Run run = archive("status", empty.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("demarche: error: " + empty + ": the file is empty");
    }

    @Test
    void statusAndRenew_bundlesOfAnExercise_sayWhatTheyAre() throws IOException {
        try (InputStream exercise = ArchiveCommandTest.class.getResourceAsStream("/lies/honest-tier-1.evidence")) {
            Files.write(file(0), Objects.requireNonNull(exercise).readAllBytes());
        }
        assertThat(archive("status", file(1).toString()).out()).doesNotContain("EXERCISE");
        for (Run run : List.of(
                archive("status", file(0).toString()),
                archive("renew", file(0).toString(), "--authority", "alpha=" + url("alpha"), "--within", "1d"))) {
            assertThat(run.out())
                    .startsWith("EXERCISE ====")
                    .contains("EXERCISE " + file(0))
                    .endsWith("==== EXERCISE ");
        }
        assertThat(archive("status", "-o", "json", file(0).toString()).out()).contains("\"exercise\":true");
    }
}

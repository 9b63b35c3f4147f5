package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosignature;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.transport.HttpAnswer;
import org.demarche.client.transport.HttpDoor;
import org.demarche.client.witness.CosignedFile;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Proofs;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status table of C2SP tlog-witness, row by row, against a witness whose hub offers nothing. */
class WitnessHttpTest {
    private static final String NAME = "NO-w";
    private static final String TEXT = "text/plain; charset=utf-8";

    @TempDir
    Path directory;

    private DeskFixture fixture;
    private WitnessPost post;
    private final CompletableFuture<DeskException> ending = new CompletableFuture<>();

    @BeforeEach
    void start() throws Exception {
        fixture = DeskFixture.witnessed(directory);
        // The hub's own offers would move what was cosigned last: they break, and are tried again in vain.
        fixture.hub.witnessing.turnedAway = Optional.of(new Refusal(Reason.NOT_READY, "no offers in this test"));
        post = WitnessPost.open(
                Profile.read(fixture.profile("NO/watch")),
                new WitnessPost.Duty(
                        NAME,
                        new KeyFile(fixture.witnessKey(NAME), f -> DeskFixture.PASSPHRASE.clone()),
                        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                fixture.surroundings(),
                new WitnessListener() {
                    @Override
                    public void onCosigned(Head head, Instant at, boolean witnessed) {}

                    @Override
                    public void onWithheld(String sentence) {}

                    @Override
                    public void onTrouble(DeskException trouble) {}
                });
        Thread waiting = new Thread(() -> {
            try {
                post.await(Duration.ofDays(1));
            } catch (DeskException e) {
                ending.complete(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.setDaemon(true);
        waiting.start();
    }

    @AfterEach
    void stop() {
        post.close();
        fixture.close();
    }

    /** An answer, its head taken apart. */
    private record Answer(int status, String type, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private Answer ask(String head, byte[] body) throws IOException {
        InetSocketAddress address = post.address().orElseThrow();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return ask(socket, head, body);
        }
    }

    private static Answer ask(Socket socket, String head, byte[] body) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write((head + "\r\nHost: w\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        byte[] all = all(socket.getInputStream());
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String type = text.substring(0, end)
                .lines()
                .filter(line -> line.startsWith("content-type: "))
                .map(line -> line.substring("content-type: ".length()))
                .findFirst()
                .orElse("");
        return new Answer(
                Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3)),
                type,
                text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] all(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toByteArray();
    }

    private Answer post(byte[] body) throws IOException {
        return ask("POST /add-checkpoint HTTP/1.1\r\nContent-Length: " + body.length, body);
    }

    private Answer add(long old, List<Sha256> proof, byte[] note) throws Exception {
        return post(new AddCheckpointRequest(old, proof, Note.parse(note)).bytes());
    }

    private Answer get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1", new byte[0]);
    }

    private MemoryTree tree() {
        return fixture.hub.scene().tree();
    }

    private byte[] signed(long size) {
        return fixture.hub.signed(tree().head(size)).toByteArray();
    }

    private List<Sha256> proof(long from, long to) {
        return Proofs.consistency(from, to, tree());
    }

    /** Cosigned up to {@code size}, as a start. */
    private void upTo(long size) throws Exception {
        // The witness may not have come to its entries, or compared its clock, yet.
        Answer answer = add(0, List.of(), signed(size));
        for (int tries = 0; answer.status() == 503 && tries < 200; tries++) {
            answer = add(0, List.of(), signed(size));
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    // The table
    // -------------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void add_grownWithProof_is200WithBothLines() throws Exception {
        upTo(7);
        Answer answer = add(7, proof(7, 13), signed(13));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo(TEXT);
        VerifiedCheckpoint head =
                new CheckpointVerifier(TestHub.ORIGIN, TestKeys.log().publicKey()).open(signed(13));
        List<NoteSignature> lines = NoteSignature.parseLines(answer.body());
        assertThat(lines).hasSize(2);
        assertThat(new CosignatureVerifier(NAME, TestKeys.witness(NAME).publicKey()).check(head, lines))
                .isEqualTo(new Cosignature.Valid(Instant.ofEpochSecond(fixture.clock.millis() / 1000)));
        byte[] state = Files.readAllBytes(CosignedFile.of(fixture.witnessKey(NAME)));
        assertThat(state).isEqualTo(head.plus(lines).note());
    }

    @Test
    void add_sameSizeAgain_is200() throws Exception {
        upTo(7);
        assertThat(add(7, List.of(), signed(7)).status()).isEqualTo(200);
    }

    @Test
    void add_linesOfOthersInTheNote_areLeftOut() throws Exception {
        upTo(7);
        VerifiedCheckpoint head =
                new CheckpointVerifier(TestHub.ORIGIN, TestKeys.log().publicKey()).open(signed(8));
        byte[] withFalse = head.plus(NoteSignature.parseLines(
                        new String(add(7, List.of(), signed(7)).body(), StandardCharsets.UTF_8)
                                .getBytes(StandardCharsets.UTF_8)))
                .note();
        Answer answer = add(7, proof(7, 8), withFalse);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Files.readAllBytes(CosignedFile.of(fixture.witnessKey(NAME))))
                .isEqualTo(head.plus(NoteSignature.parseLines(answer.body())).note());
    }

    @Test
    void add_unknownOrigin_is404() throws Exception {
        byte[] other =
                new CheckpointSigner("log.example/other", TestKeys.log()).sign(tree().head(7), fixture.clock.instant());
        assertThat(add(0, List.of(), other).status()).isEqualTo(404);
    }

    @Test
    void add_notSignedByTheLog_is403() throws Exception {
        byte[] foreign = new CheckpointSigner(TestHub.ORIGIN, LogSigningKey.generate(new SecureRandom()))
                .sign(tree().head(7), fixture.clock.instant());
        assertThat(add(0, List.of(), foreign).status()).isEqualTo(403);
        // One that lies far beyond the copy is no one's lie either, and is not remembered.
        byte[] beyond = new CheckpointSigner(TestHub.ORIGIN, LogSigningKey.generate(new SecureRandom()))
                .sign(new Head(Long.MAX_VALUE, Sha256.of()), fixture.clock.instant());
        assertThat(add(0, List.of(), beyond).status()).isEqualTo(403);
    }

    @Test
    void add_logsSignatureFalse_is403() throws Exception {
        String note = new String(signed(7), StandardCharsets.UTF_8).replaceFirst("\n7\n", "\n8\n");
        assertThat(add(0, List.of(), note.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(403);
        assertThat(ending).isNotDone();
    }

    @Test
    void add_headThatTheOnlyHubDoesNotShowYet_isNoRollback() throws Exception {
        long size = tree().size();
        upTo(size);
        List<byte[]> before = fixture.hub.served();
        fixture.hub.withhold = true;
        fixture.say("UA/watch");
        List<byte[]> whole = fixture.hub.served();
        fixture.hub.serve(before);
        assertThat(add(size, proof(size, size + 1), signed(size + 1)).status()).isEqualTo(503);
        // The follower begins anew, and is shown less than the log has signed.
        fixture.hub.serve(before);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (fixture.hub.followers() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(ending).isNotDone();
        fixture.hub.withhold = false;
        fixture.hub.serve(whole);
        Answer answer = add(size, proof(size, size + 1), signed(size + 1));
        for (int tries = 0; answer.status() == 503 && tries < 10; tries++) {
            answer = add(size, proof(size, size + 1), signed(size + 1));
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(ending).isNotDone();
    }

    @Test
    void add_oldSizeGreaterThanNew_is400() throws Exception {
        assertThat(add(8, List.of(), signed(7)).status()).isEqualTo(400);
    }

    @Test
    void add_notARequest_is400() throws Exception {
        assertThat(post("old 1\n".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
        String sixtyFour = "old 1\n" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64) + "\n";
        assertThat(post((sixtyFour + new String(signed(7), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void add_oldSizeNotTheLastCosigned_is409WithThatSize() throws Exception {
        upTo(7);
        for (long old : List.of(0L, 6L)) {
            Answer answer = add(old, old == 0 ? List.of() : proof(old, 13), signed(13));
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.type()).isEqualTo("text/x.tlog.size");
            assertThat(answer.text()).isEqualTo("7\n");
        }
    }

    @Test
    void add_smallerThanTheLastCosigned_is409OrCantBeAsked() throws Exception {
        upTo(7);
        assertThat(add(6, List.of(), signed(6)).status()).isEqualTo(409);
        assertThat(add(7, List.of(), signed(6)).status()).isEqualTo(400);
        assertThat(post.last().orElseThrow().size()).isEqualTo(7);
    }

    @Test
    void add_proofDoesNotHold_is422() throws Exception {
        upTo(7);
        List<Sha256> wrong = new ArrayList<>(proof(7, 13));
        wrong.set(0, Sha256.of());
        assertThat(add(7, wrong, signed(13)).status()).isEqualTo(422);
        assertThat(add(7, List.of(), signed(13)).status()).isEqualTo(422);
        assertThat(ending).isNotDone();
    }

    @Test
    void add_proofFromNothing_is422() throws Exception {
        assertThat(add(0, proof(7, 13), signed(13)).status()).isEqualTo(422);
    }

    @Test
    void add_emptyTreeWithAnotherRoot_is422() throws Exception {
        String note = new String(signed(7), StandardCharsets.UTF_8).replaceFirst("\n7\n", "\n0\n");
        assertThat(add(0, List.of(), note.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(422);
    }

    @Test
    void add_sameSizeOtherRootSignedByTheLog_is422AndTheEndOfTrust() throws Exception {
        upTo(7);
        byte[] split = fixture.hub.signed(new Head(7, Sha256.of())).toByteArray();
        assertThat(add(7, List.of(), split).status()).isEqualTo(422);
        assertThat(ending.get(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(DeskException.Misbehaved.class, lie -> {
            assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY);
            assertThat(lie.file().orElseThrow()).exists();
        });
    }

    @Test
    void add_entriesNotReplayed_is503WithOneSentence() throws Exception {
        upTo(20);
        fixture.hub.withhold = true;
        fixture.say("UA/watch");
        long size = tree().size();
        Answer answer = add(20, proof(20, size), signed(size));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text())
                .isEqualTo("the head is over " + size + " entries, and this witness has replayed " + (size - 1)
                        + " of them\n");
        fixture.hub.beat();
        assertThat(add(20, proof(20, size), signed(size)).status()).isEqualTo(200);
    }

    // The rest of the door
    // --------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void get_checkpointOfTheOrigin_isTheNoteCosignedLast() throws Exception {
        String path =
                "/" + Sha256.of(TestHub.ORIGIN.getBytes(StandardCharsets.UTF_8)).hex() + "/checkpoint";
        assertThat(get(path).status()).isEqualTo(404);
        upTo(7);
        Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo(TEXT);
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(CosignedFile.of(fixture.witnessKey(NAME))));
    }

    @Test
    void ask_anythingElse_is404Or405() throws Exception {
        assertThat(get("/").status()).isEqualTo(404);
        assertThat(get("/add-checkpoint").status()).isEqualTo(405);
        assertThat(get("/" + Sha256.of().hex() + "/checkpoint").status()).isEqualTo(404);
    }

    @Test
    void post_largerThanAnyRequest_isRefusedBeforeItIsRead() throws Exception {
        assertThat(ask("POST /add-checkpoint HTTP/1.1\r\nContent-Length: 9999999", new byte[0])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void open_withoutTlsBeyondLoopback_isRefused() {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThatThrownBy(() ->
                        HttpDoor.open(everywhere, Optional.empty(), 10, (m, p, b) -> HttpAnswer.sentence(200, "never")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLS only");
    }

    @Test
    void open_withTls_isKnownByItsKey() throws Exception {
        TlsIdentity tls = TlsIdentity.generate("witness", new SecureRandom(), fixture.clock.instant());
        List<Sha256> pins = Collections.synchronizedList(new ArrayList<>());
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Remembering(pins)}, null);
        try (HttpDoor door = HttpDoor.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Optional.of(tls),
                        10,
                        (m, p, b) -> HttpAnswer.sentence(200, m + " " + p));
                SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(
                                door.address().getAddress(), door.address().getPort())) {
            assertThat(ask(socket, "GET /here?x=1 HTTP/1.1", new byte[0]).text())
                    .isEqualTo("GET /here\n");
            assertThat(pins).containsExactly(tls.pin());
        }
    }

    @Test
    void ask_moreAtOnceThanAreServed_is503() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(2);
        try (HttpDoor door = HttpDoor.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), 10, (m, p, b) -> {
                    busy.countDown();
                    try {
                        release.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return HttpAnswer.sentence(200, "done");
                })) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                all.add(CompletableFuture.supplyAsync(
                        () -> {
                            try (Socket socket = new Socket(
                                    door.address().getAddress(), door.address().getPort())) {
                                return ask(socket, "GET / HTTP/1.1", new byte[0])
                                        .status();
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        },
                        task -> new Thread(task).start()));
            }
            // Two are served, eight wait; the eleventh is turned away.
            assertThat(CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new))
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(503);
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
            release.countDown();
            assertThat(all.stream().map(CompletableFuture::join).filter(status -> status == 200))
                    .hasSize(10);
        }
    }

    /** Trusts anybody, and remembers the key. */
    private record Remembering(List<Sha256> pins) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            pins.add(TlsIdentity.pinOf(chain[0]));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

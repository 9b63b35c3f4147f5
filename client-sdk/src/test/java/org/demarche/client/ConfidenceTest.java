package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.client.follow.Exhibits;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.follow.Prosecutor;
import org.demarche.client.follow.Replica;
import org.demarche.client.follow.Trust;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens while a lie is written down, the trust has ended, and nobody waits for ever. */
class ConfidenceTest {
    private static final Instant NOW = Instant.ofEpochMilli(Scene.START);

    @TempDir
    Path directory;

    private final Scene scene = Scene.inForce();
    private final CheckpointSigner signer = new CheckpointSigner(TestHub.ORIGIN, TestKeys.log());
    private final Trust trust = new Trust(
            SampleCharter.actual(TestKeys::fingerprint).charter(),
            LogKeys.of(signer.keys()),
            SignatureVerifier.bouncyCastle(),
            InstantSource.fixed(NOW));
    private Replica replica;

    @BeforeEach
    void open() throws Exception {
        replica = Replica.open(directory.resolve("log"), trust);
        replica.accept(
                0,
                scene.entries().stream().map(Entry::bytes).toList(),
                signer.sign(scene.tree().head(), NOW));
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
    }

    private Confidence confidence(Path exhibits, LongFunction<List<byte[]>> served) {
        return new Confidence(
                replica, new Exhibits(exhibits), new Prosecutor(replica, trust, served), InstantSource.fixed(NOW));
    }

    private static LieException lie() {
        return new LieException(Misbehaviour.UNREADABLE, "it lied", Map.of("bytes", new byte[] {1}));
    }

    /** A lie that needs what the hub serves to be proven. */
    private LieException lieBeyondTheCopy() throws Exception {
        long size = scene.tree().size();
        replica.see(signer.sign(new Head(size + 2, scene.tree().head(3).root()), NOW));
        return catchThrowableOfType(
                LieException.class,
                () -> replica.see(
                        signer.sign(new Head(size + 2, scene.tree().head(4).root()), NOW)));
    }

    private List<Path> kept(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void lied_diskFails_endsTheTrustAndSaysWhy() throws Exception {
        Path file = Files.createFile(directory.resolve("in-the-way"));
        Confidence confidence = confidence(file.resolve("misbehaviour"), size -> List.of());
        assertThat(confidence.lied(lie()))
                .isInstanceOf(DeskException.Misbehaved.class)
                .extracting(e -> e.hint())
                .asString()
                .startsWith("the evidence could not be written (");
        assertThatThrownBy(confidence::require).isInstanceOf(DeskException.Misbehaved.class);
    }

    @Test
    void lied_fileSystemGone_endsTheTrustAndSaysWhy() throws Exception {
        Path inside;
        try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("disk.zip"), Map.of("create", "true"))) {
            inside = zip.getPath("/misbehaviour");
        }
        Confidence confidence = confidence(inside, size -> List.of());
        assertThat(confidence.lied(lie()).hint()).startsWith("the evidence could not be written (");
        assertThat(confidence.isLost()).isTrue();
    }

    @Test
    void lied_errorWhileProving_endsTheTrustAndKeepsWhatCameWithTheLie() throws Exception {
        Path exhibits = directory.resolve("misbehaviour");
        CompletableFuture<DeskException> told = new CompletableFuture<>();
        Confidence confidence = confidence(exhibits, size -> {
            throw new StackOverflowError("while proving");
        });
        confidence.onLoss(told::complete);
        LieException lie = lieBeyondTheCopy();
        assertThatThrownBy(() -> confidence.lied(lie)).isInstanceOf(StackOverflowError.class);
        assertThat(kept(exhibits)).singleElement().asString().endsWith(".exhibits");
        assertThatThrownBy(confidence::require)
                .isInstanceOf(DeskException.Misbehaved.class)
                .hasMessageContaining("its own bytes are in ");
        assertThat(told).isCompletedWithValueMatching(e -> e instanceof DeskException.Misbehaved);
    }

    @Test
    void lied_threadIsToEnd_writesAndStaysInterrupted() throws Exception {
        Path exhibits = directory.resolve("misbehaviour");
        Confidence confidence = confidence(exhibits, size -> List.of());
        Thread.currentThread().interrupt();
        DeskException reason = confidence.lied(lie());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(reason.getMessage()).contains("its own bytes are in ");
        assertThat(kept(exhibits)).hasSize(1);
    }

    @Test
    void require_accusationUnderWay_waitsForItAndCanBeInterrupted() throws Exception {
        CountDownLatch proving = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Confidence confidence = confidence(directory.resolve("misbehaviour"), size -> {
            proving.countDown();
            awaitQuietly(goOn);
            return List.of();
        });
        LieException lie = lieBeyondTheCopy();
        Thread accuser = new Thread(() -> confidence.lied(lie));
        accuser.start();
        assertThat(proving.await(20, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<DeskException> interrupted = new CompletableFuture<>();
        Thread impatient = asking(confidence, interrupted);
        impatient.interrupt();
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isInstanceOf(DeskException.Unreachable.class);

        CompletableFuture<DeskException> answered = new CompletableFuture<>();
        asking(confidence, answered);
        assertThat(confidence.isLost()).isFalse();
        goOn.countDown();
        assertThat(answered.get(20, TimeUnit.SECONDS)).isInstanceOf(DeskException.Misbehaved.class);
        accuser.join();
    }

    private static Thread asking(Confidence confidence, CompletableFuture<DeskException> answer) {
        Thread thread = new Thread(() -> {
            try {
                confidence.require();
                answer.completeExceptionally(new AssertionError("trusted"));
            } catch (DeskException e) {
                answer.complete(e);
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void lied_twice_isOneLoss() throws Exception {
        Confidence confidence = confidence(directory.resolve("misbehaviour"), size -> List.of());
        DeskException first = confidence.lied(lie());
        assertThat(confidence.lied(lie())).isSameAs(first);
        assertThat(confidence.ended(new IOException("later"))).isSameAs(first);
        assertThat(kept(directory.resolve("misbehaviour"))).hasSize(1);
    }
}

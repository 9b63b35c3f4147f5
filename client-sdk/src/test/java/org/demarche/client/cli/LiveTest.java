package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.demarche.client.DeskFixture;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTest {
    private static final String ENTER = "\u001b[?1049h";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private DeskFixture fixture;
    private final Shown out = new Shown();
    private final Shown err = new Shown();
    private final Typed in = new Typed();
    private final Chair chair = new Chair();

    /** Output that can be waited for. */
    private static final class Shown extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        synchronized void await(String text) throws InterruptedException {
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (!toString(StandardCharsets.UTF_8).contains(text)) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertThat(leftMs).as("%s in %s", text, this).isPositive();
                wait(leftMs);
            }
        }
    }

    /** Keys, as they are typed. */
    private static final class Typed extends InputStream {
        private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();

        void type(String text) {
            text.chars().forEach(keys::add);
        }

        @Override
        public int read() throws IOException {
            try {
                return keys.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int available() {
            return keys.size();
        }
    }

    /** A terminal of any size. */
    private static final class Chair implements Seat {
        private Size size = new Size(24, 80);
        private final List<String> done = new ArrayList<>();

        @Override
        public synchronized Optional<Size> size() {
            return Optional.of(size);
        }

        synchronized void resize(int rows, int columns) {
            size = new Size(rows, columns);
        }

        @Override
        public Raw raw() {
            done.add("raw");
            return () -> done.add("as before");
        }
    }

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.inForce(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private int run(InputStream keys, Map<String, String> environment, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--profile");
        all.add(fixture.profile("NO/watch").toString());
        return Liaison.run(
                all.toArray(String[]::new),
                Terminal.of(keys, out, err, environment, announce -> fixture.surroundings(), chair));
    }

    private CompletableFuture<Integer> live(String... args) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(in, Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8"), args);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static int code(CompletableFuture<Integer> run) throws Exception {
        return run.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void incident_q_leavesTheScreenAsItWasAndTheLastPageBehind() throws Exception {
        Sha256 incident = fixture.reported("UA/watch");
        CompletableFuture<Integer> run = live("incident", incident.brief());
        out.await("INCIDENT " + incident.brief());
        in.type("q");
        assertThat(code(run)).isZero();
        assertThat(out()).startsWith(ENTER);
        String behind = out().substring(out().indexOf(LEAVE) + LEAVE.length());
        assertThat(behind)
                .contains("INCIDENT " + incident.brief(), "demarche liaison")
                .doesNotContain("\u001b");
        assertThat(chair.done).containsExactly("raw", "as before");
    }

    @Test
    void incident_ctrlC_endsWithCode0() throws Exception {
        CompletableFuture<Integer> run = live("incident");
        out.await("No incident.");
        in.type("\u0003");
        assertThat(code(run)).isZero();
        assertThat(out()).contains(LEAVE);
    }

    @Test
    void watch_newEntryAndOtherSize_areDrawn() throws Exception {
        CompletableFuture<Integer> run = live("watch");
        out.await("NEXT nothing is due");
        fixture.said("GB/watch", "Something new.");
        out.await("message: Something new.");
        chair.resize(30, 120);
        Sha256 incident = fixture.reported("UA/watch");
        out.await(incident.brief() + "  stands   1– 2– 3–");
        in.type("q");
        assertThat(code(run)).isZero();
    }

    @Test
    void watch_silence_isStaleInWords() throws Exception {
        CompletableFuture<Integer> run = live("watch");
        out.await("NEXT nothing is due");
        fixture.advance(Duration.ofSeconds(7));
        out.await("STALE: nothing verified has come for 7 s");
        in.type("q");
        assertThat(code(run)).isZero();
    }

    @Test
    void watch_hubLies_saysSoAndExitsWithTheVerdict() throws Exception {
        fixture.said("GB/watch", "True.");
        CompletableFuture<Integer> run = live("watch");
        out.await("message: True.");
        fixture.repeatsItsLastEntry();
        int code = code(run);
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isBetween(10, 22);
        assertThat(out()).contains("FOLLOWING HAS ENDED: ", LEAVE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("demarche: error: ", "demarche: hint: ");
        assertThat(chair.done).containsExactly("raw", "as before");
    }

    @Test
    void onceJsonPlainAndDumbTerminals_areAnsweredInLines() throws Exception {
        Sha256 incident = fixture.reported("UA/watch");
        InputStream nothing = new ByteArrayInputStream(new byte[0]);
        Map<String, String> able = Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8");
        assertThat(run(nothing, able, "incident", incident.brief(), "--once")).isZero();
        assertThat(run(nothing, able, "incident", "-o", "json")).isZero();
        assertThat(run(nothing, able, "incident", incident.brief(), "--expect-active", "1"))
                .isEqualTo(7);
        assertThat(run(nothing, able, "watch", "--from", "0", "--count", "1")).isZero();
        assertThat(run(nothing, Map.of("TERM", "dumb"), "incident")).isZero();
        assertThat(out()).contains("INCIDENT " + incident.brief()).doesNotContain("\u001b");
        assertThat(chair.done).isEmpty();
    }
}

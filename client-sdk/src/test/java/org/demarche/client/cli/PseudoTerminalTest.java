package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.demarche.client.DeskFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live screen in a process of its own at a terminal that {@code script} of util-linux makes. */
@Tag("needs-script")
class PseudoTerminalTest {
    private static final String LEAVE = "\u001b[?1049l";
    private static final Duration LONGEST = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    /** A desk with a hub in the same process, in {@code args[0]}, where it also leaves its process id. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            Path home = Path.of(args[0]);
            DeskFixture fixture = DeskFixture.exercise(home);
            String[] command = {
                "watch", "--profile", fixture.profile("NO/watch").toString()
            };
            Files.writeString(
                    home.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
            System.exit(Liaison.run(
                    command,
                    Terminal.of(
                            System.in,
                            System.out,
                            System.err,
                            System.getenv(),
                            announce -> fixture.surroundings(),
                            new Stty())));
        }
    }

    private final StringBuilder shown = new StringBuilder();

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Whatever runs the tests in the background has SIGINT ignored, which children inherit.
        Path script = Files.writeString(directory.resolve("run.sh"), """
            stty rows 24 cols 80
            env --default-signal=INT "$DEMARCHE_JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$DEMARCHE_CP" '%s' "$DEMARCHE_HOME"
            echo "CODE $?"
            stty -a
            """.formatted(Child.class.getName()));
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", "sh " + script, "/dev/null");
        builder.environment().put("TERM", "xterm");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("DEMARCHE_JAVA", java);
        builder.environment().put("DEMARCHE_CP", System.getProperty("java.class.path"));
        builder.environment().put("DEMARCHE_HOME", directory.toString());
        return builder.redirectErrorStream(true).start();
    }

    private void await(InputStream out, String text) throws Exception {
        CompletableFuture.runAsync(() -> {
                    try {
                        byte[] buffer = new byte[8192];
                        for (int n = 0; n >= 0 && shown.indexOf(text) < 0; n = out.read(buffer)) {
                            shown.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        assertThat(shown).contains(text);
    }

    private void assertRestored(Process terminal) throws Exception {
        await(terminal.getInputStream(), "-tostop");
        assertThat(shown.indexOf(LEAVE)).isLessThan(shown.indexOf("CODE "));
        String after = shown.substring(shown.indexOf("CODE "));
        assertThat(after).contains("isig icanon", " echo ").doesNotContain("-icanon", "-isig", "-echo ");
        terminal.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void watch_q_restoresTheTerminalWithCode0() throws Exception {
        Process terminal = start();
        await(terminal.getInputStream(), "q ends");
        terminal.getOutputStream().write('q');
        terminal.getOutputStream().flush();
        assertRestored(terminal);
        assertThat(shown).contains("CODE 0", "EXERCISE");
    }

    @Test
    void watch_sigint_restoresTheTerminal() throws Exception {
        Process terminal = start();
        await(terminal.getInputStream(), "q ends");
        String pid = Files.readString(directory.resolve("pid"));
        assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
        assertRestored(terminal);
        assertThat(shown).contains("CODE 130");
    }
}

package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command refuses before it plays. */
class ExerciseTest {
    private static final String LAUNCHER = "demarche.launcher";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Never run: whatever is refused here is refused before. */
    @BeforeEach
    void nameALauncher() throws IOException {
        Path launcher = Files.createFile(directory.resolve("demarche"));
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        System.setProperty(LAUNCHER, launcher.toString());
    }

    @AfterEach
    void forgetIt() {
        System.clearProperty(LAUNCHER);
    }

    private int run(String... args) {
        return Exercise.main(
                args,
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private void assertRefused(int code, int expected, String sentence) {
        assertThat(code).isEqualTo(expected);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("demarche: error: ")
                .contains(sentence, "\ndemarche: hint: ")
                .hasLineCount(2);
    }

    @Test
    void folder_notEmpty_isRefusedAndLeftAlone() {
        assertRefused(run("--out", directory.toString()), Exercise.USAGE, directory + " is not an empty folder");
        assertThat(directory).isDirectoryContaining(f -> f.endsWith("demarche"));
    }

    @Test
    void folder_thatIsAFile_isRefused() {
        String file = directory.resolve("demarche").toString();
        assertRefused(run("--out", file), Exercise.USAGE, "is not an empty folder");
    }

    @Test
    void folder_thatCannotBeMade_isRefused() {
        String inAFile = directory.resolve("demarche").resolve("play").toString();
        assertRefused(run("--out", inAFile), Exercise.SETUP, "the folder " + inAFile + " cannot be made (");
    }

    @Test
    void party_thatIsNone_isRefused() {
        assertRefused(run("--as", "XX"), Exercise.USAGE, "--as: XX is not a party");
    }

    @Test
    void pace_outOfBounds_isRefused() {
        assertRefused(run("--pace", "0"), Exercise.USAGE, "--pace: 0 (expected: 1 to ");
    }

    @Test
    void scenario_missing_isRefused() {
        String none = directory.resolve("none.toml").toString();
        assertRefused(
                run("--scenario", none, "--out", directory.resolve("new").toString()),
                Exercise.SETUP,
                "cannot be read");
        assertThat(directory.resolve("new")).doesNotExist();
    }

    @Test
    void launcher_unknown_isRefused() {
        System.clearProperty(LAUNCHER);
        assertRefused(run(), Exercise.SETUP, "names no launcher");
    }
}

package org.demarche.client.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CosignedFileTest {
    @TempDir
    Path directory;

    /** What another process sees: this test's own class path, in a process of its own. */
    public static final class Other {
        public static void main(String[] args) throws IOException {
            System.exit(CosignedFile.isHeld(Path.of(args[0])) ? 1 : 0);
        }
    }

    private static boolean heldForAnother(Path key) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        key.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).isBetween(0, 1);
        return other.exitValue() == 1;
    }

    @Test
    void open_secondTimeInOneProcess_isRefusedAndTheFirstStaysLocked() throws Exception {
        Path key = directory.resolve("key");
        Path alias =
                Files.createSymbolicLink(directory.resolve("alias"), directory).resolve("key");
        CosignedFile first = CosignedFile.open(key);
        for (Path same : new Path[] {key, alias}) {
            assertThatThrownBy(() -> CosignedFile.open(same)).isInstanceOf(IOException.class);
            assertThat(CosignedFile.isHeld(same)).isTrue();
        }
        assertThat(heldForAnother(key)).isTrue();
        first.close();
        assertThat(CosignedFile.isHeld(key)).isFalse();
        try (CosignedFile second = CosignedFile.open(alias)) {
            first.close();
            assertThat(CosignedFile.isHeld(key)).isTrue();
            assertThat(second.path()).isEqualTo(CosignedFile.of(alias));
        }
    }
}

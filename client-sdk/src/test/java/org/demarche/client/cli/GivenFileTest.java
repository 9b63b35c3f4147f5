package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenFileTest {
    @TempDir
    Path directory;

    private static String sentence(Path file) {
        return GivenFile.sentence(catchThrowableOfType(IOException.class, () -> GivenFile.read(file)));
    }

    @Test
    void read_whatCannotBeRead_isSaidWithItsName() throws IOException {
        Path missing = directory.resolve("none");
        assertThat(sentence(missing)).isEqualTo(missing + ": does not exist");
        assertThat(sentence(directory)).isEqualTo(directory + ": Is a directory");
        Path file = Files.writeString(directory.resolve("file"), "text");
        assertThat(GivenFile.read(file)).asString().isEqualTo("text");
    }
}

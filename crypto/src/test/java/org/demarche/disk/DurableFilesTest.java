package org.demarche.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
    @TempDir
    Path directory;

    @Test
    void write_overAFile_replacesAllOfIt() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "what was there before");
        DurableFiles.write(file, new byte[] {1, 2, 3});
        assertThat(file).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void write_thatFails_leavesWhatWasThereAndNothingElse() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("file"));
        Files.writeString(folder.resolve("inside"), "kept");
        assertThatThrownBy(() -> DurableFiles.write(folder, new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(directory.toFile().list()).containsExactly("file");
        assertThat(folder.resolve("inside")).hasContent("kept");
    }

    @Test
    void delete_ofWhatIsNotThere_isDone() throws IOException {
        DurableFiles.delete(directory.resolve("file"));
        assertThat(directory).isEmptyDirectory();
    }
}

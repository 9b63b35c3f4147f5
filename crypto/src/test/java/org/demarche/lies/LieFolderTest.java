package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The folder as a whole: nobody has touched what the program wrote, and it stays small. */
class LieFolderTest {
    private static final int MAX_FILE = 90_000;
    private static final long MAX_FOLDER = 10_000_000;

    /** {@code -Ddemarche.lies=FOLDER} writes the files anew before they are compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        String folder = System.getProperty("demarche.lies");
        if (folder != null) {
            LieFiles.main(new String[] {folder});
        }
    }

    @Test
    void lies_thatConvictTheLog_tookTheLogsKeys() {
        assertThat(Lies.all())
                .filteredOn(l -> l.exit() / 10 == 2)
                .allMatch(l -> l.liar().holdsLogKeys());
        assertThat(Lies.all()).filteredOn(l -> l.exit() == 0).allMatch(l -> l.liar() == Lie.Liar.NOBODY);
    }

    @Test
    void folder_writtenAnew_isTheSame() throws IOException {
        Map<String, byte[]> files = LieFiles.all();
        try (Stream<Path> there = Files.list(LieFilesTest.FOLDER)) {
            assertThat(there.map(p -> p.getFileName().toString())).containsExactlyInAnyOrderElementsOf(files.keySet());
        }
        long total = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(Files.readAllBytes(LieFilesTest.FOLDER.resolve(file.getKey())))
                    .as(file.getKey())
                    .isEqualTo(file.getValue());
            assertThat(file.getValue().length).as(file.getKey()).isLessThan(MAX_FILE);
            total += file.getValue().length;
        }
        assertThat(total).isLessThan(MAX_FOLDER);
    }
}

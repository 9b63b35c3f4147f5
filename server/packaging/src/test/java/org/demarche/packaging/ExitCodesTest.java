package org.demarche.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExitCodesTest {
    private static final Path ROOT = Path.of(System.getProperty("demarche.root"));

    @Test
    void page_isWhatTheCommandsSay() throws IOException {
        Path fresh = ROOT.resolve("server/packaging")
                .resolve(System.getProperty("demarche.target"))
                .resolve("exit-codes.md");
        Files.writeString(fresh, ExitCodes.page());
        assertThat(ROOT.resolve("server/docs/exit-codes.md"))
                .as("a command's exit codes were changed; take them over: cp %s server/docs/exit-codes.md", fresh)
                .hasSameTextualContentAs(fresh);
    }
}

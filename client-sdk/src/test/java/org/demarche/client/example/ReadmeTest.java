package org.demarche.client.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what compiles. */
class ReadmeTest {
    @Test
    void snippet_ofTheReadme_isTheCompiledOne() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/demarche/client/example/Quickstart.java"));
        String snippet = source.substring(source.indexOf("// README: begin\n") + "// README: begin\n".length(), source.indexOf("        // README: end"));
        assertThat(Files.readString(Path.of("..", "README.md"))).contains("```java\n" + snippet.stripIndent() + "```");
    }
}

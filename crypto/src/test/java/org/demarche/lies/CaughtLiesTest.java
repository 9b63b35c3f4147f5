package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every committed misbehaviour file, put before the command as its users do; and the folder as the program writes it. */
class CaughtLiesTest {
    static final Path FOLDER = Path.of("src/test/resources/misbehaviour");

    private static final int MAX_FILE = 60_000;

    /** {@code -Ddemarche.misbehaviour=FOLDER} writes the files anew before they are compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        String folder = System.getProperty("demarche.misbehaviour");
        if (folder == null) {
            return;
        }
        Path to = Files.createDirectories(Path.of(folder));
        try (Stream<Path> there = Files.list(to)) {
            for (Path old : there.toList()) {
                Files.delete(old);
            }
        }
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Files.write(to.resolve(file.getKey()), file.getValue());
        }
    }

    @TestFactory
    Stream<DynamicTest> file_everyOne_getsItsExitCodeAtItsStep() {
        return CaughtLies.all().stream().map(l -> DynamicTest.dynamicTest(l.name(), () -> assertVerdict(l)));
    }

    private static void assertVerdict(CaughtLie lie) {
        VerifyRun run = VerifyRun.of(
                FOLDER.resolve(lie.fileName()).toString(),
                "--charter",
                lie.trusted().hash().hex());
        assertThat(run.exit()).as(run.toString()).isEqualTo(lie.exit());
        List<String> out = run.out().lines().toList();
        String word = lie.convicts() ? "DISPROVEN: " : lie.exit() == 30 ? "UNDECIDED: " : "INVALID: ";
        assertThat(out.get(out.size() - 1)).startsWith(word);
        assertThat(out.stream()
                        .filter(l -> l.startsWith(" " + lie.step() + "  "))
                        .findFirst()
                        .orElseThrow())
                .as(run.toString())
                .endsWith("[" + lie.exit() + "]");
        assertThat(run.out().contains("the log " + LieLog.ORIGIN + " "))
                .isEqualTo(lie.convicts() || run.out().contains("the log " + LieLog.ORIGIN + " signed"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void folder_writtenAnew_isTheSame() throws IOException {
        Map<String, byte[]> files = files();
        try (Stream<Path> there = Files.list(FOLDER)) {
            assertThat(there.map(p -> p.getFileName().toString())).containsExactlyInAnyOrderElementsOf(files.keySet());
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(Arrays.equals(Files.readAllBytes(FOLDER.resolve(file.getKey())), file.getValue()))
                    .as(file.getKey())
                    .isTrue();
            assertThat(file.getValue().length).as(file.getKey()).isLessThan(MAX_FILE);
        }
    }

    @Test
    void answer_asJson_saysWhatTheLogDidAndSinceWhen() throws IOException {
        VerifyRun run = VerifyRun.of(
                FOLDER.resolve("entry-changed.misbehaviour").toString(),
                "--charter",
                LieCharter.plain().hash().hex(),
                "-o",
                "json");
        JsonNode answer = new ObjectMapper().readTree(run.out());
        assertThat(answer.at("/verdict/class").asText()).isEqualTo("DISPROVEN");
        assertThat(answer.at("/verdict/exit").asInt()).isEqualTo(run.exit()).isEqualTo(20);
        assertThat(answer.at("/steps")).hasSize(6);
        assertThat(answer.at("/conviction/lie").asText()).isEqualTo("split_history");
        assertThat(answer.at("/conviction/origin").asText()).isEqualTo(LieLog.ORIGIN);
        assertThat(answer.at("/conviction/since_index").asInt()).isEqualTo(4);
        assertThat(answer.at("/charter/status").asText()).isEqualTo("exercise");
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder readme = new StringBuilder("""
                # Files that convict a log

                Each file here is a misbehaviour file (PROTOCOL.md, "Misbehaviour and its verification"), named by what the log did, or one that looks like it and proves nothing, named by what it holds
                instead. `verify` must give the exit code that stands here, at the step that stands here; a verifier of your own should do so too.

                ```
                verify FILE --charter HASH
                ```

                The charters stand in the folder [`lies`](../lies), and so do the seeds of the keys, **which everybody knows**: nothing real may ever trust one of them. To write the
                folder anew, from the root of the project (a test compares it with what is committed):

                ```
                mvn -q -pl proto,crypto test -Dtest=CaughtLiesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddemarche.misbehaviour=src/test/resources/misbehaviour
                ```

                | file | charter | exit | step | what it holds |
                |---|---|---|---|---|
                """);
        for (CaughtLie lie : CaughtLies.all()) {
            files.put(lie.fileName(), lie.file().get());
            readme.append("| %s | %s | %d | %d | %s |%n"
                    .formatted(lie.name(), lie.trusted().name(), lie.exit(), lie.step(), lie.what()));
        }
        files.put("README.md", readme.toString().replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
        return files;
    }
}

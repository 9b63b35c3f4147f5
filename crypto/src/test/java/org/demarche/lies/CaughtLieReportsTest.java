package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The answers of {@code verify} to misbehaviour files, word by word and field by field, against those that were read and committed. */
class CaughtLieReportsTest {
    private static final Path FOLDER = Path.of("src/test/resources/misbehaviour-reports");
    private static final String VERDICTS = "verdicts.txt";

    /** {@code -Ddemarche.misbehaviour-reports=FOLDER} writes the answers anew before they are compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        String folder = System.getProperty("demarche.misbehaviour-reports");
        if (folder != null) {
            for (Map.Entry<String, String> report : reports().entrySet()) {
                Files.writeString(Path.of(folder).resolve(report.getKey()), report.getValue());
            }
            Files.writeString(Path.of(folder).resolve(VERDICTS), verdicts());
        }
    }

    @Test
    void verdict_onEveryFile_isTheCommittedOne() throws IOException {
        assertThat(verdicts()).isEqualTo(Files.readString(FOLDER.resolve(VERDICTS)));
    }

    @Test
    void answer_toEveryKindOfFile_isTheCommittedOne() throws IOException {
        Map<String, String> committed = new LinkedHashMap<>();
        Map<String, String> reports = reports();
        for (String name : reports.keySet()) {
            committed.put(name, Files.readString(FOLDER.resolve(name)));
        }
        assertThat(reports).isEqualTo(committed);
        Set<String> all = new HashSet<>(reports.keySet());
        all.addAll(List.of(VERDICTS, "README.md"));
        try (Stream<Path> there = Files.list(FOLDER)) {
            assertThat(there.map(p -> p.getFileName().toString())).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private static String verdicts() {
        StringBuilder verdicts = new StringBuilder();
        for (CaughtLie lie : CaughtLies.all()) {
            List<String> lines = answer(lie).lines().toList();
            verdicts.append(lie.name())
                    .append("\n    ")
                    .append(lines.get(lines.size() - 1))
                    .append('\n');
        }
        return verdicts.toString();
    }

    /** Answers by the file that holds them. */
    private static Map<String, String> reports() {
        Map<String, String> reports = new LinkedHashMap<>();
        Set<Integer> codes = new HashSet<>();
        for (CaughtLie lie : CaughtLies.all()) {
            if (codes.add(lie.exit())) {
                reports.put(lie.name() + ".txt", answer(lie, "-o", "table"));
                reports.put(lie.name() + ".json", answer(lie, "-o", "json"));
            }
        }
        return reports;
    }

    private static String answer(CaughtLie lie, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                CaughtLiesTest.FOLDER.resolve(lie.fileName()).toString(),
                "--charter",
                LieFilesTest.FOLDER.resolve(lie.trusted().name() + ".toml").toString()));
        arguments.addAll(Arrays.asList(options));
        return VerifyRun.of(arguments.toArray(String[]::new)).out();
    }
}

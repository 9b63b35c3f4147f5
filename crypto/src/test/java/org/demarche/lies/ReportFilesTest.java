package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The answers of {@code verify}, word by word and field by field, against those that were read and committed. */
class ReportFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/reports");

    /** {@code -Ddemarche.reports=FOLDER} writes the answers anew before they are compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        String folder = System.getProperty("demarche.reports");
        if (folder != null) {
            for (Map.Entry<String, List<String>> report : reports().entrySet()) {
                Files.writeString(Path.of(folder).resolve(report.getKey()), answer(report.getValue()));
            }
        }
    }

    @Test
    void folder_holdsThatAndNothingElse() throws IOException {
        Set<String> expected = new HashSet<>(reports().keySet());
        expected.add("README.md");
        try (Stream<Path> there = Files.list(FOLDER)) {
            assertThat(there.map(p -> p.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @TestFactory
    Stream<DynamicTest> answer_toEveryKindOfFile_isTheCommittedOne() {
        return reports().entrySet().stream()
                .map(r -> DynamicTest.dynamicTest(
                        r.getKey(),
                        () -> assertThat(answer(r.getValue()))
                                .isEqualTo(Files.readString(FOLDER.resolve(r.getKey()), StandardCharsets.UTF_8))));
    }

    /** Arguments by the file that holds the answer. */
    private static Map<String, List<String>> reports() {
        Map<String, List<String>> reports = new LinkedHashMap<>();
        Set<Integer> codes = new HashSet<>(Set.of(0, Lie.ANOTHER_RESULT));
        for (Lie lie : Lies.all()) {
            if (lie.liar() != Lie.Liar.NOBODY && !codes.add(lie.exit())) {
                continue;
            }
            put(reports, lie.name(), lie, List.of());
        }
        Lie stamped = Lies.all().stream()
                .filter(l -> l.name().equals("honest-timestamped"))
                .findFirst()
                .orElseThrow();
        put(reports, "honest-timestamped-not-to-be-renewed-yet", stamped, List.of("--at", "2027-03-01T00:00:00Z"));
        put(reports, "honest-timestamped-never-renewed", stamped, List.of("--at", "2140-03-01T00:00:00Z"));
        return reports;
    }

    private static void put(Map<String, List<String>> reports, String name, Lie lie, List<String> more) {
        Map.of("table", ".txt", "json", ".json").forEach((form, ending) -> {
            List<String> arguments = new ArrayList<>(List.of(
                    LieFilesTest.FOLDER.resolve(lie.fileName()).toString(),
                    "--charter",
                    LieFilesTest.FOLDER.resolve(lie.trusted().name() + ".toml").toString(),
                    "-o",
                    form));
            arguments.addAll(more);
            reports.put(name + ending, arguments);
        });
    }

    private static String answer(List<String> arguments) {
        return VerifyRun.of(arguments.toArray(String[]::new)).out();
    }
}

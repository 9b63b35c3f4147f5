package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String MISBEHAVIOUR = "misbehaviour.verdicts";

    /** {@code -Ddemarche.reports=FOLDER} writes the answers anew before they are compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        String folder = System.getProperty("demarche.reports");
        if (folder != null) {
            for (Map.Entry<String, List<String>> report : reports().entrySet()) {
                Files.writeString(Path.of(folder).resolve(report.getKey()), answer(report.getValue()));
            }
            Files.writeString(Path.of(folder).resolve(MISBEHAVIOUR), misbehaviour());
        }
    }

    @Test
    void folder_holdsThatAndNothingElse() throws IOException {
        Set<String> expected = new HashSet<>(reports().keySet());
        expected.add("README.md");
        expected.add(MISBEHAVIOUR);
        try (Stream<Path> there = Files.list(FOLDER)) {
            assertThat(there.map(p -> p.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void verdict_onEveryMisbehaviourFile_isTheCommittedOne() throws IOException {
        assertThat(misbehaviour()).isEqualTo(Files.readString(FOLDER.resolve(MISBEHAVIOUR), StandardCharsets.UTF_8));
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
            List<String> arguments = List.of(
                    LieFilesTest.FOLDER.resolve(lie.fileName()).toString(),
                    "--charter",
                    LieFilesTest.FOLDER.resolve(lie.trusted().name() + ".toml").toString(),
                    "-o");
            reports.put(
                    lie.name() + ".txt",
                    Stream.concat(arguments.stream(), Stream.of("table")).toList());
            reports.put(
                    lie.name() + ".json",
                    Stream.concat(arguments.stream(), Stream.of("json")).toList());
        }
        Set<Integer> caught = new HashSet<>();
        for (CaughtLie lie : CaughtLies.all()) {
            if (caught.add(lie.exit())) {
                List<String> arguments = arguments(lie);
                reports.put(lie.fileName() + ".txt", with(arguments, "-o", "table"));
                reports.put(lie.fileName() + ".json", with(arguments, "-o", "json"));
            }
        }
        return reports;
    }

    private static List<String> arguments(CaughtLie lie) {
        return List.of(
                CaughtLiesTest.FOLDER.resolve(lie.fileName()).toString(),
                "--charter",
                LieFilesTest.FOLDER.resolve(lie.trusted().name() + ".toml").toString());
    }

    private static List<String> with(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toList();
    }

    /** The last line of the answer to each misbehaviour file. */
    private static String misbehaviour() {
        StringBuilder verdicts = new StringBuilder();
        for (CaughtLie lie : CaughtLies.all()) {
            List<String> lines = answer(arguments(lie)).lines().toList();
            verdicts.append(lie.name())
                    .append('\n')
                    .append("    ")
                    .append(lines.get(lines.size() - 1))
                    .append('\n');
        }
        return verdicts.toString();
    }

    private static String answer(List<String> arguments) {
        return VerifyRun.of(arguments.toArray(String[]::new)).out();
    }
}

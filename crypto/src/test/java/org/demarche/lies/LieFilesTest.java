package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every committed file that lies, put before the command as its users do. */
class LieFilesTest {
    static final Path FOLDER = Path.of("src/test/resources/lies");

    @TestFactory
    Stream<DynamicTest> file_everyOne_getsItsExitCodeAtItsStep() {
        return Lies.all().stream().map(l -> DynamicTest.dynamicTest(l.name(), () -> assertVerdict(l)));
    }

    private static void assertVerdict(Lie lie) {
        VerifyRun run = VerifyRun.of(
                FOLDER.resolve(lie.fileName()).toString(),
                "--charter",
                FOLDER.resolve(lie.trusted().name() + ".toml").toString(),
                "--expect",
                lie.claim());
        assertThat(run.exit()).as(run.toString()).isEqualTo(lie.exit());
        List<String> out = run.out().lines().toList();
        String verdict = out.get(out.size() - 1);
        assertThat(verdict).as(run.toString()).startsWith(word(lie.exit()));
        assertThat(out.stream()
                        .filter(l -> l.startsWith("PROVEN")
                                || l.startsWith("INVALID")
                                || l.startsWith("DISPROVEN")
                                || l.startsWith("UNDECIDED")))
                .containsExactly(verdict);
        assertThat(run.out() + run.err()).doesNotContain("\tat ", "Exception", "a defect of this program", "\u2028");
        assertThat(run.err().lines().count()).isEqualTo(lie.exit() == Lie.ANOTHER_RESULT ? 2 : 0);
        if (lie.step() != 0) {
            assertThat(out.stream()
                            .filter(l -> l.matches("%2d  .*".formatted(lie.step())))
                            .findFirst()
                            .orElseThrow())
                    .as(run.toString())
                    .endsWith("[" + lie.exit() + "]");
        }
    }

    private static String word(int exit) {
        return switch (exit) {
            case 0, Lie.ANOTHER_RESULT -> "PROVEN: ";
            case 30, 31, 32 -> "UNDECIDED: ";
            case 20, 21, 22 -> "DISPROVEN: ";
            default -> "INVALID: ";
        };
    }
}

package org.demarche.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one jar that is handed to whoever is to check evidence. */
class VerifyJarTest {
    private static final Path FILES = Path.of(System.getProperty("demarche.root"), "crypto/src/test/resources");

    /** A file of the folder of lies: its name, the charter to trust, what to expect, and the exit code. */
    private record Line(String name, String charter, String expect, int exit) {
        static Line of(String text) {
            String[] cells = text.split("\t", -1);
            return new Line(cells[0], cells[1], cells[2], Integer.parseInt(cells[3]));
        }

        String[] arguments() {
            Path lies = FILES.resolve("lies");
            String charterFile = lies.resolve(charter).toString();
            String file = lies.resolve(name).toString();
            return new String[] {file, "--charter", charterFile, "--expect", expect};
        }
    }

    private static List<Line> lines() throws IOException {
        return Files.readAllLines(FILES.resolve("lies/lies.tsv")).stream()
                .skip(1)
                .map(Line::of)
                .toList();
    }

    @Test
    void evidence_ofEveryKind_isJudgedAsByTheCommand() throws Exception {
        VerifyJar alone = VerifyJar.alone();
        VerifyJar among = VerifyJar.amongAll();
        List<Line> lines = lines();
        assertThat(lines).hasSizeGreaterThan(200);
        for (Line line : lines) {
            VerifyJar.Answer answer = alone.ask(line.arguments());
            assertThat(answer.exit()).as(line.name()).isEqualTo(line.exit());
            assertThat(answer).as(line.name()).isEqualTo(among.ask(line.arguments()));
        }
    }

    @Test
    void misbehaviourFile_ofEveryKind_isJudgedAsByTheCommand() throws Exception {
        VerifyJar alone = VerifyJar.alone();
        VerifyJar among = VerifyJar.amongAll();
        String plain = FILES.resolve("lies/plain.toml").toString();
        try (Stream<Path> files = Files.list(FILES.resolve("misbehaviour"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".misbehaviour")).toList()) {
                String[] arguments = {file.toString(), "--charter", plain};
                assertThat(alone.ask(arguments)).as(file.toString()).isEqualTo(among.ask(arguments));
            }
        }
    }

    @Test
    void json_isWhatTheCommandPrints() throws Exception {
        String file = FILES.resolve("lies/honest-witnessed.evidence").toString();
        String charter = FILES.resolve("lies/witnessed.toml").toString();
        String[] arguments = {file, "--charter", charter, "-o", "json"};
        assertThat(VerifyJar.alone().ask(arguments))
                .isEqualTo(VerifyJar.amongAll().ask(arguments))
                .matches(answer -> answer.exit() == 0);
    }

    @Test
    void jar_holdsNoNetworkCode() throws IOException {
        assertThat(names())
                .noneMatch(name -> name.startsWith("io/") || name.contains("Grpc") || name.startsWith("org/sqlite"));
        assertThat(names())
                .noneMatch(name -> name.startsWith("org/bouncycastle/est") || name.startsWith("org/conscrypt"));
        assertThat(names()).noneMatch(name -> name.endsWith(".so") || name.endsWith(".dll") || name.endsWith(".dylib"));
    }

    @Test
    void jar_bearsNoSignatureThatItCouldNotKeep() throws IOException {
        assertThat(names()).noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"));
        try (JarFile jar = new JarFile(VerifyJar.FILE.toFile())) {
            assertThat(jar.getManifest().getEntries()).isEmpty();
        }
    }

    @Test
    void jar_needsNoOther() throws IOException {
        try (JarFile jar = new JarFile(VerifyJar.FILE.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path"))
                    .isNull();
            assertThat(jar.getJarEntry("META-INF/LICENSE")).isNotNull();
        }
    }

    @Test
    void java_withTheJarAlone_provesAFile() throws Exception {
        Line honest = lines().stream().filter(l -> l.exit() == 0).findFirst().orElseThrow();
        Process java = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        System.getProperty("java.home") + File.separator + "bin" + File.separator
                                                + "java",
                                        "-jar",
                                        VerifyJar.FILE.toString()),
                                Stream.of(honest.arguments()))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        assertThat(said).contains("\nPROVEN: ");
    }

    private static List<String> names() throws IOException {
        try (JarFile jar = new JarFile(VerifyJar.FILE.toFile())) {
            return jar.stream().map(JarEntry::getName).toList();
        }
    }
}

package org.demarche.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher against stand-ins for {@code java} and {@code mvn} that write down how they were called, in a copy of the tree's outline. So every case, an
 * old JDK among them, is quick and the same on every machine.
 */
class LauncherIT {
    private static final Path LAUNCHER = Path.of(System.getProperty("demarche.root", ".."), "demarche");

    /** A {@code mvn} that knows its version, and makes what the launcher expects of a build. */
    private static final String MAVEN = """
            case "$*" in *-version*) echo "Apache Maven 3.8.7"; exit 0 ;; esac
            echo "[INFO] Building Demarche: the hub 0.1.0 [5/6]"
            echo built >>builds
            mkdir -p target/lib
            for module in crypto client-sdk server; do : >target/lib/demarche-$module-0.1.0.jar; done
            : >target/lib/.built
            """;

    private static final String JAVA = "for argument in \"$@\"; do echo \"$argument\"; done";

    @TempDir
    Path temporary;

    private final Map<Process, Path> errors = new HashMap<>();

    private Path root;
    private Path bin;

    record Ran(int status, List<String> out, String err) {}

    @BeforeEach
    void setUp() throws IOException {
        root = Files.createDirectories(temporary.resolve("a tree with spaces"));
        bin = Files.createDirectories(temporary.resolve("bin"));
        Files.copy(LAUNCHER, root.resolve("demarche"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(root.resolve("server/src/main/java"));
        Files.writeString(root.resolve("server/pom.xml"), "");
        for (String tool : List.of("find", "head", "readlink", "mkdir", "rm", "mv", "sed", "grep", "cat", "sleep")) {
            install("bin/" + tool, "exec " + onPath(tool) + " \"$@\"");
        }
    }

    @Test
    void no_command_prints_usage_on_stderr_and_exits_2() throws Exception {
        Ran ran = run();

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("usage: demarche ");
    }

    @Test
    void help_prints_usage_on_stdout_and_exits_0() throws Exception {
        assertThat(run("--help")).isEqualTo(run("help"));
        assertThat(run("help").status()).isZero();
        assertThat(String.join("\n", run("help").out()))
                .contains("exercise", "hub", "liaison", "verify", "conformance");
    }

    @Test
    void unknown_command_is_named_and_exits_2() throws Exception {
        Ran ran = run("verfy");

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith("demarche: error: there is no command \"verfy\"")
                .contains("demarche: hint: ");
    }

    @Test
    void missing_java_is_said_in_one_sentence() throws Exception {
        Ran ran = run("verify", "file");

        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.err()).startsWith("demarche: error: there is no java on the PATH (expected: JDK 17 or later)");
    }

    @Test
    void old_java_is_said_in_one_sentence() throws Exception {
        install("jdk/bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        Ran ran = run(Map.of("JAVA_HOME", temporary.resolve("jdk").toString()), "verify", "file");

        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.err()).contains("is version 11.0.2 (expected: 17 or later)");
    }

    @Test
    void missing_maven_is_said_in_one_sentence() throws Exception {
        jdk("17.0.15");

        Ran ran = run("verify", "file");

        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.err()).startsWith("demarche: error: there is no mvn on the PATH");
    }

    @Test
    void old_maven_is_said_in_one_sentence() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", "echo 'Apache Maven 3.6.3'");

        Ran ran = run("verify", "file");

        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.err()).startsWith("demarche: error: mvn is version 3.6.3 (expected: 3.8 or later)");
    }

    @Test
    void first_use_builds_and_says_so_on_stderr_only() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", MAVEN);

        Ran ran = run("verify", "a file");

        assertThat(ran.status()).isZero();
        assertThat(ran.err()).contains("nothing is built yet", "[5/6] Demarche: the hub");
        assertThat(ran.out()).endsWith("org.demarche.verify.Verify", "a file");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void second_use_does_not_call_maven_and_says_nothing() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", MAVEN);
        run("verify", "file");
        install("bin/mvn", "echo called >>builds; exit 1");

        Ran ran = run("hub", "status");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void newer_source_is_built() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", MAVEN);
        run("verify", "file");
        Path built = root.resolve("target/lib/.built");
        Files.writeString(root.resolve("server/src/main/java/New.java"), "");
        Files.setLastModifiedTime(built, FileTime.fromMillis(0));

        Ran ran = run("hub", "status");

        assertThat(ran.err()).contains("is newer than what was built");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void failed_build_shows_mavens_errors_and_exits_70() throws Exception {
        jdk("17.0.15");
        install(
                "bin/mvn",
                "case \"$*\" in *-version*) echo 'Apache Maven 3.9.9'; exit 0 ;; esac\necho '[ERROR] New.java:[1,1] no'\nexit 1");

        Ran ran = run("hub", "status");

        assertThat(ran.status()).isEqualTo(70);
        assertThat(ran.err())
                .contains("demarche: error: the build failed", "[ERROR] New.java:[1,1] no", "demarche: hint: see ");
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void lock_of_a_process_that_is_gone_does_not_stop_the_build() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", MAVEN);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(root.resolve("target/build.lock"));
        Files.writeString(root.resolve("target/build.lock/pid"), gone.pid() + "\n");

        assertThat(run("hub", "status").status()).isZero();
        assertThat(root.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void two_first_uses_at_once_build_once() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", MAVEN);

        Process one = start(Map.of(), "verify", "one");
        Process two = start(Map.of(), "verify", "two");

        assertThat(finish(one).out()).endsWith("one");
        assertThat(finish(two).out()).endsWith("two");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void java_gets_the_launchers_path_and_one_jar() throws Exception {
        jdk("17.0.15");
        install("bin/mvn", MAVEN);
        Path link = Files.createSymbolicLink(bin.resolve("demarche"), root.resolve("demarche"));
        String real = root.toRealPath().toString();

        List<String> out = finish(start(List.of(link.toString(), "exercise", "--seed", "1"), Map.of()))
                .out();

        assertThat(out)
                .containsSubsequence("-cp", real + "/target/lib/demarche-client-sdk-0.1.0.jar")
                .contains("-Ddemarche.launcher=" + real + "/demarche")
                .endsWith("org.demarche.client.exercise.Exercise", "--seed", "1");
    }

    @Test
    void native_access_is_given_to_a_jdk_that_asks_for_it_only() throws Exception {
        install("bin/mvn", MAVEN);
        jdk("17.0.15");
        assertThat(run("hub", "status").out()).doesNotContain("--enable-native-access=ALL-UNNAMED");
        jdk("25");
        assertThat(run("hub", "status").out()).contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void package_without_sources_runs_from_its_lib_folder() throws Exception {
        jdk("21.0.1");
        Files.delete(root.resolve("pom.xml"));
        Files.createDirectories(root.resolve("lib"));
        Files.writeString(root.resolve("lib/demarche-server-0.1.0.jar"), "");

        Ran ran = run("hub", "run");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).endsWith("org.demarche.server.cli.Hub", "run");
    }

    private void jdk(String version) throws IOException {
        install("jdk/bin/java", JAVA);
        install("jdk/bin/javac", "");
        Files.writeString(temporary.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        if (!Files.exists(bin.resolve("java"))) {
            Files.createSymbolicLink(bin.resolve("java"), temporary.resolve("jdk/bin/java"));
        }
    }

    private void install(String path, String script) throws IOException {
        Path file = temporary.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private long builds() throws IOException {
        try (Stream<String> lines = Files.lines(root.resolve("builds"))) {
            return lines.count();
        }
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    private Ran run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return finish(start(environment, arguments));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of(root.resolve("demarche").toString()), Stream.of(arguments))
                .toList();
        return start(command, environment);
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(Files.createTempFile(temporary, "stderr", "").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        errors.put(process, builder.redirectError().file().toPath());
        return process;
    }

    private Ran finish(Process process) throws IOException, InterruptedException {
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), out, Files.readString(errors.get(process)));
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + tool + " on the PATH"));
    }
}

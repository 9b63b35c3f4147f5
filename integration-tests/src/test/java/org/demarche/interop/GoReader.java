package org.demarche.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code src/test/interop/reader.go}, built against Debian's package of {@code golang.org/x/mod}. */
final class GoReader {
    private static final Path SOURCE = Path.of("src/test/interop/reader.go");
    private static final String DEBIAN = "/usr/share/gocode";
    private static final int PATIENCE_S = 120;

    private final Path program;

    private GoReader(Path program) {
        this.program = program;
    }

    /**
     * What came of it.
     *
     * @param code the exit code
     * @param said what it wrote
     */
    record Ran(int code, String said) {}

    /** Builds it into a folder. */
    static GoReader build(Path folder) throws IOException, InterruptedException {
        assertThat(Path.of(DEBIAN, "src/golang.org/x/mod/sumdb/tlog"))
                .as("the Debian package golang-golang-x-mod-dev")
                .isDirectory();
        Path program = folder.resolve("reader");
        ProcessBuilder go = new ProcessBuilder("go", "build", "-o", program.toString(), SOURCE.toString());
        go.environment().put("GO111MODULE", "off");
        go.environment().put("GOPATH", DEBIAN);
        go.environment()
                .put(
                        "GOCACHE",
                        Files.createDirectories(folder.resolve("go-cache")).toString());
        Ran built = run(go);
        assertThat(built.code()).as(built.said()).isZero();
        return new GoReader(program);
    }

    /** Runs it. */
    Ran run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        return run(new ProcessBuilder(command));
    }

    private static Ran run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as(said).isTrue();
        return new Ran(process.exitValue(), said);
    }
}

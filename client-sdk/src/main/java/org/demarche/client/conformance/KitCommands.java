package org.demarche.client.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.demarche.conformance.Case;
import org.demarche.conformance.Json;
import org.demarche.conformance.Kit;
import org.demarche.conformance.ReferenceClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What else can be done with the kit. */
final class KitCommands {
    private KitCommands() {}

    @Command(
            name = "serve",
            description = "Be a client: answer the questions on standard input, by this implementation.",
            mixinStandardHelpOptions = true)
    static final class Serve implements Callable<Integer> {
        private final InputStream in;
        private final PrintStream out;

        Serve(InputStream in, PrintStream out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public Integer call() throws IOException {
            ReferenceClient.serve(in, out);
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "List the cases: name, result, and what each is about.",
            mixinStandardHelpOptions = true)
    static final class List implements Callable<Integer> {
        private final PrintStream out;

        List(PrintStream out) {
            this.out = out;
        }

        @Override
        public Integer call() {
            for (Case each : Kit.cases()) {
                out.println(each.name() + "\t" + (each.negative() ? "refuse" : "accept") + "\t" + each.about());
            }
            return 0;
        }
    }

    @Command(
            name = "show",
            description = "Print a case, with every byte of its input.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final PrintStream out;
        private final PrintStream err;

        @Parameters(paramLabel = "CASE", description = "Its name, such as tree/inclusion-index-is-size.")
        @SuppressWarnings("NullAway.Init")
        private String name;

        Show(PrintStream out, PrintStream err) {
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() {
            Optional<Case> found = Kit.read(name);
            if (found.isEmpty()) {
                return Conformance.fail(
                        err,
                        Conformance.USAGE,
                        "there is no case " + name + " (expected: a name such as tree/inclusion-index-is-size)",
                        "demarche conformance list");
            }
            out.print(Json.text(found.get().json()));
            return 0;
        }
    }

    @Command(name = "export", description = "Write the kit's files into a folder.", mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        private final PrintStream out;
        private final PrintStream err;

        @Parameters(paramLabel = "DIR", description = "The folder: new, or empty.")
        @SuppressWarnings("NullAway.Init")
        private Path folder;

        Export(PrintStream out, PrintStream err) {
            this.out = out;
            this.err = err;
        }

        @Override
        public Integer call() {
            try {
                if (occupied()) {
                    return Conformance.fail(
                            err, Conformance.USAGE, folder + " is not an empty folder", "name a new one");
                }
                for (String path : Kit.files()) {
                    Path file = folder.resolve(path);
                    Files.createDirectories(file.toAbsolutePath().getParent());
                    Files.write(file, Kit.file(path));
                }
                out.println(Kit.names().size() + " cases written to " + folder);
                return 0;
            } catch (IOException e) {
                return Conformance.fail(
                        err,
                        Conformance.SETUP,
                        folder + ": can't be written: " + Conformance.reason(e),
                        "name a folder that you may write to");
            }
        }

        private boolean occupied() throws IOException {
            if (!Files.isDirectory(folder)) {
                return Files.exists(folder);
            }
            try (Stream<Path> there = Files.list(folder)) {
                return there.findAny().isPresent();
            }
        }
    }
}

package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.demarche.client.archive.Holding;
import picocli.CommandLine.Parameters;

/** The files that a command of an archive is about. */
final class KeptFiles {
    private static final String ENDING = ".evidence";

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Bundles, or folders of which every *.evidence is one.")
    private List<Path> places = List.of();

    /**
     * The files that are worth keeping, as of {@code time}.
     *
     * @param worthless is told of the others, one sentence each
     */
    List<Holding> read(Holding.Keeper keeper, Instant time, Consumer<String> worthless) throws IOException {
        List<Holding> all = new ArrayList<>();
        for (Path file : files()) {
            try {
                all.add(Holding.of(file, GivenFile.read(file), keeper, time));
            } catch (Holding.WorthlessException e) {
                worthless.accept(e.sentence());
            }
        }
        return all;
    }

    private List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                all.add(place);
                continue;
            }
            try (Stream<Path> inside = Files.list(place)) {
                inside.filter(f -> f.toString().endsWith(ENDING) && Files.isRegularFile(f))
                        .sorted()
                        .forEach(all::add);
            }
        }
        return all;
    }
}

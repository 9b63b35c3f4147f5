package org.demarche.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Worlds whose charter every party has assented to, played once for each plan and copied from then on: hub, machines, and what each desk had seen. */
final class Adopted {
    private static final Map<Plan, Original> ORIGINALS = new ConcurrentHashMap<>();

    private record Original(Path directory, HubHome home) {}

    private Adopted() {}

    /** Copies the world of a plan into a directory. */
    static HubHome copy(Plan plan, Path directory) {
        Original original = ORIGINALS.computeIfAbsent(plan, Adopted::play);
        try (Stream<Path> files = Files.walk(original.directory())) {
            for (Path file : files.toList()) {
                Path copy = directory.resolve(original.directory().relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            HubHome home = original.home().at(World.hub(directory), Ports.free());
            readdress(directory, "127.0.0.1:" + original.home().port(), "127.0.0.1:" + home.port());
            readdress(directory, "port = " + original.home().port(), "port = " + home.port());
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another hub may run on the old port, or several do. */
    static void readdress(Path directory, String from, String to) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(f -> f.endsWith("desk.toml") || f.endsWith("hub.toml"))
                    .toList()) {
                Files.writeString(file, Files.readString(file).replace(from, to));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Original play(Plan plan) {
        try {
            Path directory = Files.createTempDirectory("demarche-world-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            try (World world = World.draft(directory, plan).start()) {
                world.adopt();
                return new Original(directory, world.home());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

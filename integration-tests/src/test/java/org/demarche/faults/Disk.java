package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.postgres.Place;

/**
 * A small disk with a file system of its own, mounted for those alone who are run in its {@link #place}; it is gone with them. Needs root, loop devices and {@code mkfs.ext4}.
 */
final class Disk implements AutoCloseable {
    private static final String HOLD = "mount -o loop \"$1\" \"$2\" && chmod 777 \"$2\" && echo mounted && cat";

    private final Path image;
    private final Path mounted;
    private final Process holder;

    /** A disk of so many megabytes, whose image and place to be mounted are in {@code folder}. */
    Disk(Path folder, int megabytes) throws IOException {
        image = folder.resolve("disk.image");
        mounted = Files.createDirectories(folder.resolve("disk"));
        Shell.run("truncate", "-s", megabytes + "M", image.toString());
        Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString());
        holder = new ProcessBuilder("unshare", "--mount", "sh", "-c", HOLD, "sh", image.toString(), mounted.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said =
                new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8)).readLine();
        assertThat(said).as("a disk could be mounted").isEqualTo("mounted");
    }

    /** Where it is mounted. */
    Place place() {
        return new Place(entry(), "127.0.0.1");
    }

    private List<String> entry() {
        return List.of("nsenter", "--mount", "--target", Long.toString(holder.pid()), "--");
    }

    /** Its root, for those in its place. */
    Path root() {
        return mounted;
    }

    /** Its root, for this process. */
    Path seen() {
        return Path.of("/proc", Long.toString(holder.pid()), "root")
                .resolve(Path.of("/").relativize(mounted));
    }

    /** Leaves no room on it. */
    void fill() throws IOException {
        for (int size : List.of(1 << 20, 1 << 12, 1)) {
            try (OutputStream out = Files.newOutputStream(seen().resolve("filler-" + size))) {
                byte[] piece = new byte[size];
                while (true) {
                    out.write(piece);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("No space left");
            }
        }
    }

    /** Makes room again. */
    void free() throws IOException {
        try (Stream<Path> files = Files.list(seen())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("filler-"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** The file system turns read only, as it does when it finds an error of the disk. */
    void fail() {
        runThere("mount", "-o", "remount,abort", mounted.toString());
    }

    /** Mounts it anew; nobody may use it. */
    void mend() {
        runThere("umount", mounted.toString());
        // It ends with 1 when it has mended something.
        Shell.Ran check = Shell.ran(List.of("e2fsck", "-p", "-f", image.toString()));
        assertThat(check.code()).as(check.said()).isLessThanOrEqualTo(1);
        runThere("mount", "-o", "loop", image.toString(), mounted.toString());
    }

    /** Runs a program in its place. */
    void runThere(String... command) {
        List<String> whole = new ArrayList<>(entry());
        whole.addAll(List.of(command));
        Shell.run(whole.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        holder.destroy();
        holder.onExit().join();
    }
}

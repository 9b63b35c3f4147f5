package org.demarche.postgres;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.demarche.hash.Sha256;
import org.tukaani.xz.XZInputStream;

/**
 * The programs, unpacked once for all test processes, the files of a new server, made once for each, and the servers that this process has started. When the process
 * ends so do they, and their files are removed; the files of a process that was killed are removed by the next.
 */
final class Installation {
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Deque<PostgresServer> STARTED = new ArrayDeque<>();

    private final Privileges privileges;
    private final Path programs;
    private final Path data;
    private final Path template;

    private static final class Holder {
        static final Installation HERE = new Installation();
    }

    static Installation here() {
        return Holder.HERE;
    }

    private Installation() {
        try {
            privileges = Privileges.find();
            Path folder = folder();
            programs = unpack(folder);
            removeLeftBehind(folder);
            data = folder.resolve("data-" + ProcessHandle.current().pid());
            Files.createDirectories(data);
            privileges.give(data);
            template = data.resolve("template");
            Commands.run(privileges.command(
                    program("initdb"),
                    "--pgdata=" + template,
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums",
                    "--wal-segsize=1",
                    "--no-sync"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-postgres"));
    }

    /** Where nobody may not look, nobody can run nothing. */
    private Path folder() throws IOException {
        if (privileges.changesOwner()) {
            Path folder = Files.createTempDirectory("demarche-postgres");
            Files.setPosixFilePermissions(folder, EXECUTABLE);
            return folder.toRealPath();
        }
        Path target =
                Path.of(System.getProperty("demarche.root", ".."), System.getProperty("demarche.target", "target"));
        return Files.createDirectories(target.resolve("postgres")).toRealPath();
    }

    private static Path unpack(Path folder) throws IOException {
        byte[] archive = archive();
        Path unpacked = folder.resolve("programs-"
                + Sha256.of(archive).toString().replaceAll("[^0-9a-f]", "").substring(0, 16));
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        Path unnamed = Files.createTempDirectory(folder, "unpacking");
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(unnamed.resolve(entry.getName()).normalize(), entry, tar);
            }
        }
        Files.setPosixFilePermissions(unnamed, EXECUTABLE);
        try {
            Files.move(unnamed, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(unpacked)) {
                throw e;
            }
            // Another process was quicker.
            delete(unnamed);
        }
        return unpacked;
    }

    private static void write(Path file, TarArchiveEntry entry, InputStream contents) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(contents, file);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(file, EXECUTABLE);
        }
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "/postgres-" + system + "-" + processor + ".txz";
        try (InputStream in = Installation.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("there is no PostgreSQL for this platform among the test dependencies (" + name
                        + "): run the tests on Linux or macOS, on x86-64 or aarch64");
            }
            return in.readAllBytes();
        }
    }

    Privileges privileges() {
        return privileges;
    }

    String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    /** A folder for a server's files, with those of a new one. */
    Path newData() {
        return copyOf(template);
    }

    /** A folder for a server's files, with copies of these, as far as they stay there meanwhile; not of the write-ahead log. */
    Path copyOf(Path original) {
        try {
            Path copy = Files.createTempDirectory(data, "server");
            boolean running = Files.exists(original.resolve("postmaster.pid"));
            Path log = original.resolve("pg_wal");
            try (Stream<Path> files = Files.walk(original)) {
                for (Path file : files.toList()) {
                    boolean skipped = file.endsWith("postmaster.pid")
                            || (running && file.startsWith(log) && Files.isRegularFile(file));
                    if (!file.equals(original) && !skipped) {
                        copy(file, copy.resolve(original.relativize(file)));
                    }
                }
            }
            privileges.give(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            // A running server may remove a file; its write-ahead log says so.
            if (Files.exists(file)) {
                throw e;
            }
        }
    }

    void started(PostgresServer server) {
        synchronized (STARTED) {
            STARTED.push(server);
        }
    }

    private void end() {
        List<PostgresServer> all;
        synchronized (STARTED) {
            all = List.copyOf(STARTED);
        }
        all.forEach(PostgresServer::close);
        delete(privileges.changesOwner() ? data.getParent() : data);
    }

    private static void removeLeftBehind(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("data-\\d+")
                        && ProcessHandle.of(Long.parseLong(name.substring(5))).isEmpty()) {
                    delete(file);
                }
            }
        }
    }

    static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

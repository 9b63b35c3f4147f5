package org.demarche.server.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.disk.DurableFiles;
import org.demarche.server.HubException;
import org.demarche.server.backup.LastBackup;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;

/** A support bundle as it is put together; every text loses the hub's secrets before it is added. */
public final class SupportBundle {
    private static final int LOG_BYTES = 256 << 10;
    private static final int METRICS_BYTES = 4 << 20;
    private static final int METRICS_S = 5;
    private static final String OPERATIONS_ADDRESS = "operations.address";

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Redaction redaction;
    private final HubConfig config;
    private final Path directory;

    /** An empty one, of the hub in {@code directory}. */
    public SupportBundle(HubConfig config, Path directory) throws HubException {
        this.config = config;
        this.directory = directory;
        List<Path> secrets = new ArrayList<>(
                List.of(config.passphrase(), config.logKeystore(), config.tls().key()));
        secrets.addAll(config.otherLogKeystores());
        password(config.store()).ifPresent(secrets::add);
        try {
            this.redaction = new Redaction(secrets);
        } catch (IOException e) {
            throw new HubException(
                    HubException.SETUP,
                    "a file of secrets cannot be read, so that nothing can be kept free of it: " + e.getMessage(),
                    e);
        }
    }

    private static Optional<Path> password(StoreAddress store) {
        if (store instanceof StoreAddress.Database database) {
            return database.database().password();
        }
        return store instanceof StoreAddress.Standby standby
                ? standby.database().password()
                : Optional.empty();
    }

    /** Adds a text. */
    public void add(String name, String text) {
        files.put(name, redaction.of(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the machine, the disk and the names, sizes and permissions of the files in the hub's folder. */
    public void addMachine() {
        Runtime runtime = Runtime.getRuntime();
        add(
                "machine.txt",
                "os " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + "\njava " + System.getProperty("java.vm.name") + " "
                        + System.getProperty("java.runtime.version") + "\ncores " + runtime.availableProcessors()
                        + "\nmemory_of_this_command_mib " + (runtime.maxMemory() >> 20) + "\n" + disk("hub", directory)
                        + (config.store() instanceof StoreAddress.File file
                                ? disk("store", file.path().toAbsolutePath().resolveSibling(""))
                                : ""));
        add("files.txt", listing());
        add(
                "backup.txt",
                LastBackup.of(directory)
                        .map(last -> "at " + last.at() + "\nbytes " + last.bytes() + "\nentries "
                                + last.head().size() + "\n")
                        .orElse("never\n"));
    }

    private static String disk(String what, Path path) {
        try {
            FileStore store = Files.getFileStore(path);
            return String.format(
                    Locale.ROOT,
                    "disk_%s %s, %d MiB of %d MiB free%n",
                    what,
                    store.type(),
                    store.getUsableSpace() >> 20,
                    store.getTotalSpace() >> 20);
        } catch (IOException e) {
            return "disk_" + what + " unknown: " + e.getMessage() + "\n";
        }
    }

    private String listing() {
        try (Stream<Path> inside = Files.list(directory)) {
            StringBuilder text = new StringBuilder();
            for (Path path : inside.sorted().toList()) {
                text.append(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .append(' ')
                        .append(Files.size(path))
                        .append(' ')
                        .append(Files.getLastModifiedTime(path))
                        .append(' ')
                        .append(path.getFileName())
                        .append('\n');
            }
            return text.toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "cannot be listed: " + e.getMessage() + "\n";
        }
    }

    /** Adds numbers of the store; nothing of what entries say. */
    public void addStore(LogStore store) {
        long size = store.size();
        add(
                "store.txt",
                "entries " + size + "\nentry_bytes " + (size == 0 ? 0 : store.bytes(0, size)) + "\ngovernance_entries "
                        + store.governance(size).size() + "\nnewest_head_offered_to_witnesses "
                        + store.cosigned().newest().map(head -> head.size()).orElse(0L)
                        + "\nnewest_witnessed_head " + store.cosigned().newestWitnessed()
                        + "\nnewest_cosigned_by_witness " + store.cosigned().newestByWitness()
                        + "\nnewest_stamped_head "
                        + store.stamped().newest().map(head -> head.size()).orElse(0L) + "\nunsafe "
                        + store.whyUnsafe().orElse("no") + "\n");
    }

    /** Adds the end of a log file. */
    public void addLog(Path file) throws HubException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, log.length() - LOG_BYTES);
            log.seek(from);
            byte[] end = new byte[(int) (log.length() - from)];
            log.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            // A line that is cut through says nothing.
            add("log.txt", from == 0 ? text : text.substring(text.indexOf('\n') + 1));
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Adds the metrics of the hub that runs, if it tells them on this machine in the clear. */
    public void addMetrics() {
        Path address = directory.resolve(OPERATIONS_ADDRESS);
        if (!Files.exists(address)) {
            return;
        }
        try {
            HttpResponse<InputStream> answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(METRICS_S))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://"
                                            + Files.readString(address).strip() + "/metrics"))
                                    .timeout(Duration.ofSeconds(METRICS_S))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                add("metrics.txt", new String(body.readNBytes(METRICS_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException | IllegalArgumentException e) {
            add("metrics.txt", "cannot be read: " + e + "\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is in it: bytes by name. */
    public Map<String, Integer> contents() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        files.forEach((name, bytes) -> sizes.put(name, bytes.length));
        return sizes;
    }

    /**
     * Writes it.
     *
     * @throws HubException USAGE if the file is there already
     */
    public void write(Path to, Instant now) throws HubException {
        if (Files.exists(to)) {
            throw new HubException(HubException.USAGE, to + " is there already: give another name", null);
        }
        try {
            DurableFiles.write(to, TarGz.of(files, now));
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, to + " cannot be written: " + e.getMessage(), e);
        }
    }
}

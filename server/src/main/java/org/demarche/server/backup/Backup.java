package org.demarche.server.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.demarche.copy.CopyReader;
import org.demarche.disk.DurableFiles;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.server.HubException;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.LogTree;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backup, also while the hub runs: writes it under another name, reads it back, restores it into a store of its own, and gives it its name only when that has the
 * very head that was read. So a file with the name that was asked for is a backup that restores.
 */
public final class Backup {
    private static final int AT_ONCE = 256;
    private static final String REHEARSAL = ".backup-rehearsal-";

    private final HubConfig config;
    private final Path directory;
    private final Addressees addressees;
    private final SecureRandom random;
    private final SignatureVerifier verifier;

    /** Backups of the hub in {@code directory}. */
    public Backup(
            HubConfig config, Path directory, Addressees addressees, SecureRandom random, SignatureVerifier verifier) {
        this.config = config;
        this.directory = directory;
        this.addressees = addressees;
        this.random = random;
        this.verifier = verifier;
    }

    /**
     * What of a log is to be kept.
     *
     * @param store can be read
     * @param size how many of its entries; they must be durable
     * @param left how many there are behind them that no head covers, so that nobody can tell whether they stay
     * @param head a signed note over as many or fewer, if there is one
     * @param origin of the log
     */
    public record Extent(LogStore store, long size, long left, Optional<byte[]> head, String origin) {
        /** Which entries are not in the backup, why, and what to do, in a sentence; empty: all are. */
        public Optional<String> whatIsLeft() {
            return left == 0
                    ? Optional.empty()
                    : Optional.of(
                            (left == 1
                                            ? "entry " + size + " is"
                                            : "the entries from " + size + " to " + (size + left - 1) + " are")
                                    + " not in this backup: no hub of this log has left a head in the database that covers "
                                    + (left == 1 ? "it" : "them")
                                    + ", and without one nobody can tell whether what a server shows will stay; see that a hub of this log runs (demarche hub status), and take another backup");
        }
    }

    /**
     * Takes one.
     *
     * @param to the file; it must not be there
     * @param written is told how many entries have been written
     * @param verified is told how many have been verified, and then, from 0, how many compared
     * @throws HubException if it cannot be taken; then there is no such file
     */
    public LastBackup take(Extent extent, Path to, Instant now, LongConsumer written, LongConsumer verified)
            throws HubException {
        Path unfinished = to.resolveSibling(to.getFileName() + DurableFiles.UNFINISHED);
        requireNew(to);
        Map<String, byte[]> files = HubFolder.read(config, directory);
        Manifest manifest = new Manifest(
                now.truncatedTo(ChronoUnit.SECONDS),
                extent.origin(),
                new LogTree(extent.store(), extent.size()).headAt(extent.size()));
        try (FileChannel channel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                DurableFiles.permissions("rw-------"))) {
            requireAlone(channel, unfinished);
            try {
                channel.truncate(0);
                Unsealer own = write(channel, manifest, files, extent, written);
                channel.force(true);
                rehearse(unfinished, addressees.passphrase().map(Unsealer::of).orElse(own), manifest.head(), verified);
                long bytes = channel.size();
                // A plain move, which refuses to replace what another process may have put there meanwhile.
                Files.move(unfinished, to);
                DurableFiles.forceDirectory(to);
                LastBackup last = new LastBackup(
                        manifest.made(), to.toAbsolutePath().normalize().toString(), bytes, manifest.head());
                last.keep(directory);
                return last;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (FileAlreadyExistsException e) {
            throw taken(to);
        } catch (IOException e) {
            throw new HubException(
                    HubException.SETUP,
                    to + " cannot be written: " + reason(e)
                            + ": nothing was left behind; see that there is room and that this user may write there, or name another place",
                    e);
        }
    }

    /** Of these two the message is a path and nothing else. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "this user may not write " + e.getMessage();
        }
        return e instanceof NoSuchFileException
                ? "the folder of " + e.getMessage() + " does not exist"
                : String.valueOf(e.getMessage());
    }

    private static void requireNew(Path to) throws HubException {
        if (Files.exists(to)) {
            throw taken(to);
        }
    }

    private static HubException taken(Path to) {
        return new HubException(
                HubException.USAGE,
                to + " is there already: a backup is never overwritten; give another name, such as one with the date",
                null);
    }

    private static void requireAlone(FileChannel channel, Path unfinished) throws IOException, HubException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw another(unfinished, e);
        }
        throw another(unfinished, null);
    }

    private static HubException another(Path unfinished, @Nullable Exception e) {
        return new HubException(
                HubException.USAGE,
                "another backup is writing " + unfinished + ": wait for it, or give another name",
                e);
    }

    private Unsealer write(
            FileChannel channel, Manifest manifest, Map<String, byte[]> files, Extent extent, LongConsumer written)
            throws IOException, HubException {
        OutputStream bounded = new Bounded(new BufferedOutputStream(Channels.newOutputStream(channel)));
        Sealed.Sealing sealing = Sealed.seal(bounded, addressees, random);
        ZipOutputStream zip = new ZipOutputStream(sealing.out());
        zip.setLevel(Deflater.BEST_SPEED);
        member(zip, Members.MANIFEST, manifest.text().getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            member(zip, Members.FILES + file.getKey(), file.getValue());
        }
        StoredLog log = new StoredLog(extent.store(), config.store().toString());
        DataOutputStream out = new DataOutputStream(zip);
        zip.putNextEntry(new ZipEntry(Members.COSIGNED));
        HeadRecords.writeCosigned(log.cosigned().orElseThrow(), extent.size(), out);
        zip.putNextEntry(new ZipEntry(Members.STAMPED));
        HeadRecords.writeStamped(log.stamped().orElseThrow(), extent.size(), out);
        if (extent.head().isPresent()) {
            member(zip, Members.HEAD, extent.head().get());
        }
        zip.putNextEntry(new ZipEntry(Members.ENTRIES));
        entries(extent, out, written);
        zip.close();
        bounded.flush();
        return sealing.own();
    }

    private void entries(Extent extent, DataOutputStream out, LongConsumer written) throws IOException, HubException {
        out.write(CopyReader.magic());
        long next = 0;
        while (next < extent.size()) {
            for (StoredEntry row : extent.store().entries(next, (int) Math.min(AT_ONCE, extent.size() - next))) {
                if (row.index() != next) {
                    throw new HubException(
                            14,
                            config.store() + ": entry " + next
                                    + " is missing: run demarche hub fsck; no backup was made",
                            null);
                }
                out.writeInt(row.bytes().size());
                row.bytes().writeTo(out);
                next++;
            }
            written.accept(next);
        }
    }

    private static void member(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** Restores it into a store that nobody uses, and takes that away again. */
    private void rehearse(Path file, Unsealer unsealer, Head expected, LongConsumer progress)
            throws IOException, HubException {
        BackupCopy copy = BackupCopy.open(file, unsealer);
        removeLeftOvers();
        Path folder = directory.resolve(REHEARSAL + ProcessHandle.current().pid());
        DurableFiles.createDirectories(folder);
        Path database = folder.resolve("hub.sqlite");
        try (LogStore store = SqliteStore.open(database)) {
            new Carriage(store, new UnfinishedStore(folder, new StoreAddress.File(database)), verifier, progress)
                    .run(copy, expected, charter -> {});
        } finally {
            remove(folder);
        }
    }

    /** Of backups that were killed. */
    private void removeLeftOvers() throws IOException {
        try (Stream<Path> inside = Files.list(directory)) {
            for (Path path : inside.filter(p -> p.getFileName().toString().startsWith(REHEARSAL))
                    .toList()) {
                String pid = path.getFileName().toString().substring(REHEARSAL.length());
                boolean lives = pid.matches("[0-9]{1,9}")
                        && ProcessHandle.of(Long.parseLong(pid)).isPresent();
                if (!lives) {
                    remove(path);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Refuses more than one key may encrypt, and closes nothing: the channel is its owner's. */
    private static final class Bounded extends FilterOutputStream {
        private long written;

        Bounded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            count(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            count(length);
            out.write(bytes, from, length);
        }

        private void count(int more) throws IOException {
            written += more;
            if (written > Sealed.MOST_BYTES) {
                throw new IOException("more than 60 GiB, which one key must not encrypt");
            }
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}

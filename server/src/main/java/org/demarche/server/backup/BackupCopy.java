package org.demarche.server.backup;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.demarche.checkpoint.Note;
import org.demarche.copy.CopyReader;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Merkle;
import org.demarche.refusal.RefusedException;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.demarche.server.carry.Source;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredToken;
import org.jspecify.annotations.Nullable;

/**
 * A backup that has been read once from end to end: its seal holds, and its entries have the root that it states. They are read anew, through the seal, as often as need be;
 * nothing of them is kept in memory, and nothing is written unsealed.
 */
public final class BackupCopy implements Source {
    /** Exit code: the bytes are not what they should be. */
    public static final int UNREADABLE = SealedFile.UNREADABLE;

    private static final int MOST_FILES = 128;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Unsealer unsealer;
    private final Manifest manifest;
    private final Map<String, byte[]> files;
    private final Optional<byte[]> head;
    private final Word<OfferedHead, StoredCosignature> cosigned;
    private final Word<FrozenHead, StoredToken> stamped;

    private BackupCopy(Path file, Unsealer unsealer, Contents contents) {
        this.file = file;
        this.unsealer = unsealer;
        this.manifest = contents.manifest;
        this.files = contents.files;
        this.head = contents.head;
        this.cosigned = contents.cosigned;
        this.stamped = contents.stamped;
    }

    /** What lies in front of the entries. */
    private record Contents(
            Manifest manifest,
            Map<String, byte[]> files,
            Optional<byte[]> head,
            Word<OfferedHead, StoredCosignature> cosigned,
            Word<FrozenHead, StoredToken> stamped) {}

    /**
     * Reads all of a backup.
     *
     * @throws HubException SETUP if it cannot be read or opened; 10 if it is damaged, or ends too early
     */
    public static BackupCopy open(Path file, Unsealer unsealer) throws HubException {
        SealedFile.requireWhole(file);
        try (InputStream raw = raw(file)) {
            Sealed.Opened sealed = Sealed.open(raw, unsealer);
            ZipInputStream zip = new ZipInputStream(sealed.content());
            Contents contents = contents(zip);
            CopyReader entries = CopyReader.begin(zip);
            Frontier tree = new Frontier();
            while (tree.size() < contents.manifest.head().size()) {
                tree.append(Merkle.leaf(entries.next()));
            }
            require(zip.read() < 0 && zip.getNextEntry() == null, "it holds more than it says");
            sealed.finish();
            require(tree.head().equals(contents.manifest.head()), "its entries do not have the root that it states");
            return new BackupCopy(file, unsealer, contents);
        } catch (Unsealer.NotOpenedException e) {
            throw new HubException(HubException.SETUP, file + " cannot be opened: " + e.getMessage(), e);
        } catch (FileSystemException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        } catch (RefusedException e) {
            throw damaged(file, e.refusal().sentence(), e);
        } catch (IOException | RuntimeException e) {
            throw damaged(file, "its seal is broken", e);
        }
    }

    private static InputStream raw(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    }

    private static HubException damaged(Path file, String how, Exception e) {
        return new HubException(
                UNREADABLE,
                file + " is damaged (" + how + "): nothing of it was used; give another copy, or another backup",
                e);
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    private static Contents contents(ZipInputStream zip) throws IOException {
        require(Members.MANIFEST.equals(name(zip)), "it does not begin with a manifest");
        Manifest manifest = Manifest.parse(HubFolder.text(bytes(zip, Manifest.MOST_BYTES)))
                .orElseThrow(() -> new IOException("its manifest cannot be read"));
        Map<String, byte[]> files = new LinkedHashMap<>();
        String name = name(zip);
        while (name.startsWith(Members.FILES) && files.size() < MOST_FILES) {
            String inFolder = name.substring(Members.FILES.length());
            require(HubFolder.isName(inFolder), "it holds a file with a name that no hub gives");
            require(files.put(inFolder, bytes(zip, SecretFiles.MAX_LENGTH)) == null, "it holds a file twice");
            name = name(zip);
        }
        require(Members.COSIGNED.equals(name), "the word of witnesses is missing");
        Word<OfferedHead, StoredCosignature> cosigned = HeadRecords.readCosigned(new DataInputStream(zip));
        require(Members.STAMPED.equals(name(zip)), "the word of time authorities is missing");
        Word<FrozenHead, StoredToken> stamped = HeadRecords.readStamped(new DataInputStream(zip));
        name = name(zip);
        Optional<byte[]> head = Optional.empty();
        if (name.equals(Members.HEAD)) {
            head = Optional.of(bytes(zip, Note.MAX_BYTES));
            name = name(zip);
        }
        require(Members.ENTRIES.equals(name), "the entries are missing");
        return new Contents(manifest, files, head, cosigned, stamped);
    }

    private static String name(ZipInputStream zip) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        return entry == null ? "" : entry.getName();
    }

    private static byte[] bytes(ZipInputStream zip, int most) throws IOException {
        byte[] bytes = zip.readNBytes(most + 1);
        require(bytes.length <= most, "it holds a file that is too large");
        return bytes;
    }

    /** What it says of itself. */
    public Manifest manifest() {
        return manifest;
    }

    /** The greatest head that the log had signed and its entries reach, a signed note; not verified. */
    public Optional<byte[]> head() {
        return head.map(byte[]::clone);
    }

    /** The hub's files in it, by their paths in the hub's folder. */
    public List<String> files() {
        return List.copyOf(files.keySet());
    }

    /** Whether a file of a backup lay outside the hub's folder. */
    public static boolean isElsewhere(String name) {
        return name.startsWith(HubFolder.ELSEWHERE);
    }

    /** The text of one of the files; empty if it is not there. */
    public String text(String name) {
        return files.containsKey(name) ? HubFolder.text(files.get(name)) : "";
    }

    /**
     * Writes the hub's files that are not there yet.
     *
     * @return those that were written
     * @throws HubException USAGE if another one is there; then none is written
     */
    public List<String> writeFiles(Path directory) throws HubException {
        return HubFolder.write(files, directory);
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long size() {
        return manifest.head().size();
    }

    @Override
    public Optional<Word<OfferedHead, StoredCosignature>> cosigned() {
        return Optional.of(cosigned);
    }

    @Override
    public Optional<Word<FrozenHead, StoredToken>> stamped() {
        return Optional.of(stamped);
    }

    @Override
    public Pass begin() throws HubException {
        @Nullable InputStream raw = null;
        try {
            raw = raw(file);
            Sealed.Opened sealed = Sealed.open(raw, unsealer);
            ZipInputStream zip = new ZipInputStream(sealed.content());
            contents(zip);
            return new Reading(raw, CopyReader.begin(zip));
        } catch (IOException | RefusedException | RuntimeException e) {
            if (raw != null) {
                close(raw);
            }
            throw damaged(file, "it has changed since it was read first", e);
        }
    }

    private void close(InputStream raw) throws HubException {
        try {
            raw.close();
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private final class Reading implements Pass {
        private final InputStream raw;
        private final CopyReader entries;

        Reading(InputStream raw, CopyReader entries) {
            this.raw = raw;
            this.entries = entries;
        }

        @Override
        public List<ByteString> next(int most) throws HubException {
            List<ByteString> next = new ArrayList<>();
            try {
                while (next.size() < most && entries.index() < size()) {
                    next.add(ByteString.copyFrom(entries.next()));
                }
                return next;
            } catch (IOException | RefusedException | RuntimeException e) {
                throw damaged(file, "it has changed since it was read first", e);
            }
        }

        @Override
        public void close() throws HubException {
            BackupCopy.this.close(raw);
        }
    }
}

package org.demarche.server.tiles;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.merkle.Tile;
import org.demarche.merkle.TileName;
import org.demarche.merkle.TilePath;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;

/**
 * What each path gives at present. There is nothing beyond the published head; before it there is every tile, and every first part of one, so whoever has any head
 * of this log can still read what it covers. Thread-safe.
 */
public final class LogFiles {
    /** The path of the head. */
    static final String CHECKPOINT = "/checkpoint";

    /** Entries that are in memory at once for one reader: 1 MiB at the most. */
    private static final int ENTRIES_AT_ONCE = 16;

    private static final int LENGTH_BYTES = 2;

    private final HubLog log;
    private final Function<Published, ByteString> note;

    /**
     * The files of a log.
     *
     * @param note the signed note over a head, with whatever cosignatures there are
     */
    public LogFiles(HubLog log, Function<Published, ByteString> note) {
        this.log = log;
        this.note = note;
    }

    /** Entries on their way to a reader. */
    public record Part(ByteString bytes, long next) {}

    /**
     * The file at a path.
     *
     * @param path with its slash in front, as it stands in a request
     * @throws RefusedException FIELD_INVALID if no file could ever have this path, NOT_FOUND if there is none yet
     * @throws StoreException if the store cannot be read
     */
    public LogFile get(String path) throws RefusedException {
        Published published = log.published();
        if (path.equals(CHECKPOINT)) {
            return new LogFile.Note(note.apply(published));
        }
        TilePath tile = Optional.of(path)
                .filter(p -> p.startsWith("/"))
                .flatMap(p -> TilePath.parse(p.substring(1)))
                .orElseThrow(
                        () -> new RefusedException(
                                Reason.FIELD_INVALID,
                                "not a path of this log (expected: /checkpoint, /tile/<L>/<N>, /tile/entries/<N>, these two with .p/<W> behind them or without)"));
        if (tile instanceof TilePath.Hashes hashes) {
            requireWithin(hashes.name(), published.size());
            return new LogFile.Hashes(read(hashes.name(), published.size()));
        }
        if (tile instanceof TilePath.Entries entries) {
            requireWithin(entries.name(), published.size());
            long from = entries.name().index() * Tile.WIDTH;
            long end = from + entries.name().width();
            long lengths = (long) LENGTH_BYTES * entries.name().width();
            return new LogFile.Bundle(from, end, log.store().bytes(from, end) + lengths);
        }
        throw missing(published.size());
    }

    private static void requireWithin(TileName name, long size) throws RefusedException {
        long hashes = size >>> (Tile.HEIGHT * name.level());
        if (name.index() > hashes / Tile.WIDTH || name.index() * Tile.WIDTH + name.width() > hashes) {
            throw missing(size);
        }
    }

    private static RefusedException missing(long size) {
        return new RefusedException(
                Reason.NOT_FOUND, "the log has no such tile yet, with " + size + " entries (see /checkpoint)");
    }

    private Tile read(TileName name, long size) {
        if (name.index() < TileName.full(name.level(), size)) {
            return log.store().tile(name.level(), name.index()).first(name.width());
        }
        return name.level() == 0
                ? Tile.of(log.store().leaves(name.index() * Tile.WIDTH, name.width()))
                : Tile.read(name, log.tree());
    }

    /**
     * The entries of a bundle from one of them on, a few.
     *
     * @param from index of the first; within the bundle
     * @throws StoreException if the store cannot be read, or holds other entries than it did
     */
    public Part part(LogFile.Bundle bundle, long from) {
        List<StoredEntry> entries = log.entries().range(from, bundle.end(), ENTRIES_AT_ONCE);
        if (entries.isEmpty()) {
            throw new StoreException(Kind.DAMAGED, "the store has no entry " + from);
        }
        int length = entries.stream()
                .mapToInt(entry -> LENGTH_BYTES + entry.bytes().size())
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (StoredEntry entry : entries) {
            bytes.putShort((short) entry.bytes().size());
            entry.bytes().copyTo(bytes);
        }
        return new Part(UnsafeByteOperations.unsafeWrap(bytes.array()), from + entries.size());
    }
}

package org.demarche.server.store.postgres;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredHead;

/** The log in the stores that earlier releases have left: what is in the files {@code filled-by-v…}. */
public final class EarlierLog {
    public static final List<StoredEntry> ENTRIES =
            LongStream.range(0, 260).mapToObj(EarlierLog::entry).toList();
    public static final Tile TILE =
            Tile.of(ENTRIES.subList(0, 256).stream().map(StoredEntry::leaf).toList());

    private EarlierLog() {}

    /** The newest of the heads that hubs had left for hubs that only read, from version 2 on. */
    static Optional<StoredHead> newestHead(int version) {
        return version < 2
                ? Optional.empty()
                : Optional.of(new StoredHead(260, ByteString.copyFromUtf8("a note"), false));
    }

    private static StoredEntry entry(long index) {
        ByteString bytes = ByteString.copyFromUtf8(index == 0 ? "genesis" : "entry " + index);
        return new StoredEntry(
                index,
                bytes,
                Sha256.of(bytes.toByteArray()),
                index == 0 ? Optional.empty() : Optional.of(hash("notice " + index)),
                index > 0 && index % 2 == 0 ? Optional.of(hash("an incident")) : Optional.empty(),
                index == 0);
    }

    private static Sha256 hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}

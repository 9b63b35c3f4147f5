package org.demarche.server.store.postgres;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.StoredEntry;

/** The log in the databases that earlier releases have left: what is in the files {@code filled-by-v….sql}. */
final class EarlierLog {
    static final List<StoredEntry> ENTRIES =
            LongStream.range(0, 260).mapToObj(EarlierLog::entry).toList();
    static final Tile TILE =
            Tile.of(ENTRIES.subList(0, 256).stream().map(StoredEntry::leaf).toList());

    private EarlierLog() {}

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

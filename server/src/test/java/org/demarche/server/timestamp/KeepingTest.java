package org.demarche.server.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which frozen heads stay. Here the newest three do. */
final class KeepingTest {
    @TempDir
    private Path directory;

    private SqliteStore store;
    private StampedHeads heads;
    private Keeping keeping;

    @BeforeEach
    void open() {
        store = SqliteStore.open(directory.resolve("hub.sqlite"));
        heads = store.stamped();
        keeping = new Keeping(heads, 3);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void freeze(long size) {
        assertThat(heads.freeze(new FrozenHead(size, ByteString.copyFromUtf8("head " + size))))
                .isTrue();
    }

    private void stamp(long size) {
        heads.add(new StoredToken(size, "alpha", ByteString.copyFromUtf8("token"), ByteString.copyFromUtf8("anchor")));
    }

    private List<Long> sizes() {
        return heads.heads(1, 1_000).stream().map(FrozenHead::size).toList();
    }

    @Test
    void tidy_whileNoAuthorityAnswers_leavesTheNewest() {
        for (long size = 1; size <= 20; size++) {
            freeze(size);
            keeping.tidy();
        }
        assertThat(sizes()).containsExactly(18L, 19L, 20L);
    }

    @Test
    void tidy_headsWithATokenOfAnyAuthority_stay() {
        for (long size = 1; size <= 20; size++) {
            freeze(size);
            if (size % 5 == 2) {
                stamp(size);
            }
            keeping.tidy();
        }
        assertThat(sizes()).containsExactly(2L, 7L, 12L, 17L, 18L, 19L, 20L);
        assertThat(heads.tokens(7)).hasSize(1);
    }

    @Test
    void tidy_manyThatAnEarlierReleaseLeft_goSomeAtATime() {
        for (long size = 1; size <= 80; size++) {
            freeze(size);
        }
        keeping.tidy();
        assertThat(sizes()).hasSize(80 - 64).startsWith(65L);
        keeping.tidy();
        assertThat(sizes()).containsExactly(78L, 79L, 80L);
        keeping.tidy();
        assertThat(sizes()).hasSize(3);
    }
}

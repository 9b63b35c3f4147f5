package org.demarche.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must do with heads that are stamped. An engine's test is a subclass that says how to open it. */
public abstract class StampedHeadsContract {
    @TempDir
    protected Path directory;

    protected LogStore store;
    protected StampedHeads heads;

    /** Opens the store that lives in {@code directory}, the same one every time. */
    protected abstract LogStore open(Path directory);

    @BeforeEach
    void openStore() {
        store = open(directory);
        heads = store.stamped();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static FrozenHead head(long size, String text) {
        return new FrozenHead(size, ByteString.copyFromUtf8(text));
    }

    private static StoredToken token(long size, String authority, String text) {
        return new StoredToken(
                size, authority, ByteString.copyFromUtf8(text), ByteString.copyFromUtf8("the anchor of " + authority));
    }

    @Test
    void freeze_sizeAtMostTheGreatest_staysAsItWas() {
        assertThat(heads.newest()).isEmpty();
        assertThat(heads.freeze(head(5, "five"))).isTrue();
        assertThat(heads.freeze(head(5, "another five"))).isFalse();
        assertThat(heads.freeze(head(4, "four"))).isFalse();
        assertThat(heads.freeze(head(9, "nine"))).isTrue();
        assertThat(heads.newest()).contains(head(9, "nine"));
        assertThat(heads.heads(1, 10)).containsExactly(head(5, "five"), head(9, "nine"));
        assertThat(heads.heads(6, 10)).containsExactly(head(9, "nine"));
        assertThat(heads.heads(1, 1)).containsExactly(head(5, "five"));
    }

    @Test
    void add_token_isKeptOncePerAuthorityAndOnlyOverAFrozenHead() {
        heads.freeze(head(5, "five"));
        assertThat(heads.add(token(5, "beta", "b"))).isTrue();
        assertThat(heads.add(token(5, "alpha", "a"))).isTrue();
        assertThat(heads.add(token(5, "alpha", "later"))).isTrue();
        assertThat(heads.add(token(6, "alpha", "a"))).isFalse();
        assertThat(heads.tokens(5)).containsExactly(token(5, "alpha", "a"), token(5, "beta", "b"));
        assertThat(heads.tokens(6)).isEmpty();
    }

    @Test
    void drop_heads_removesThoseWithoutATokenAlone() {
        heads.freeze(head(5, "five"));
        heads.freeze(head(6, "six"));
        heads.freeze(head(9, "nine"));
        heads.add(token(6, "alpha", "a"));
        heads.drop(List.of(6L, 5L, 7L));
        heads.drop(List.of());
        assertThat(heads.heads(1, 10)).containsExactly(head(6, "six"), head(9, "nine"));
        assertThat(heads.tokens(6)).containsExactly(token(6, "alpha", "a"));
        assertThat(heads.add(token(5, "alpha", "a"))).as("it has gone").isFalse();
    }

    @Test
    void carry_inAnyOrder_isAsItWasElsewhere() {
        heads.carry(head(9, "nine"), List.of(token(9, "beta", "b")));
        heads.carry(head(5, "five"), List.of());
        heads.carry(head(9, "nine"), List.of(token(9, "alpha", "a"), token(9, "beta", "later")));
        heads.carry(head(9, "another nine"), List.of(token(9, "gamma", "c")));
        assertThat(heads.heads(1, 10)).containsExactly(head(5, "five"), head(9, "nine"));
        assertThat(heads.tokens(9)).containsExactly(token(9, "alpha", "a"), token(9, "beta", "b"));
    }

    @Test
    void reopened_hasAllOfIt() {
        heads.freeze(head(5, "five"));
        heads.add(token(5, "alpha", "a"));
        store.close();
        openStore();
        assertThat(heads.newest()).contains(head(5, "five"));
        assertThat(heads.tokens(5)).containsExactly(token(5, "alpha", "a"));
    }
}

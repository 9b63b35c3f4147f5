package org.demarche.server.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which stamped heads evidence gets, where a store holds tokens that no hub would keep today. */
final class StampedTest {
    private static final Charter CHARTER = SampleCharter.actual(StampedTest::fingerprint)
            .timestampedBy("alpha", "beta")
            .charter();

    @TempDir
    private Path directory;

    private LogScene scene;
    private StampedHeads heads;
    private Stamped stamped;

    private static Sha256 fingerprint(String name) {
        return name.endsWith("/certificate")
                ? TestAuthority.named(name.substring(0, name.indexOf('/')))
                        .anchor()
                        .fingerprint()
                : TestKeys.fingerprint(name);
    }

    @BeforeEach
    void open() throws Exception {
        SqliteStore store = SqliteStore.open(directory.resolve("hub.sqlite"));
        scene = new LogScene(store, CHARTER);
        heads = store.stamped();
        stamped = new Stamped(scene.log(), heads, scene::nowMs);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private long freeze() {
        scene.grow(1);
        long size = scene.log().published().size();
        heads.freeze(new FrozenHead(
                size,
                WitnessedHead.newBuilder()
                        .setCheckpoint(scene.log().published().checkpoint())
                        .build()
                        .toByteString()));
        return size;
    }

    private void stamp(String name, Duration late) {
        TestAuthority authority = TestAuthority.named(name);
        heads.add(new StoredToken(
                scene.log().published().size(),
                name,
                ByteString.copyFrom(authority
                        .token(
                                scene.log().published().checkpoint().toByteArray(),
                                Instant.ofEpochMilli(scene.nowMs()).plus(late))
                        .bytes()),
                ByteString.copyFrom(authority.anchor().bytes())));
    }

    private Optional<Stamped.Found> covering(long size) {
        return stamped.covering(
                size, scene.log().published().size(), scene.log().reigns()::at);
    }

    @Test
    void covering_tokenDatedBeforeTheEntry_isNotBrought() {
        long size = freeze();
        stamp("alpha", Duration.ZERO);
        stamp("beta", Duration.ofDays(-1));
        assertThat(covering(size))
                .hasValueSatisfying(
                        found -> assertThat(found.head().authorities()).containsExactly("alpha"));
    }

    @Test
    void covering_headWithoutATokenOfUse_isPassedOver() {
        long first = freeze();
        stamp("alpha", Duration.ofDays(-1));
        stamp("beta", Duration.ofDays(1));
        assertThat(covering(first)).isEmpty();
        long second = freeze();
        stamp("alpha", Duration.ZERO);
        stamp("beta", Duration.ZERO);
        assertThat(covering(first))
                .hasValueSatisfying(found -> assertThat(found.size()).isEqualTo(second));
    }
}

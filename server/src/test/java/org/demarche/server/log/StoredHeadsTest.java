package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is read under the heads that others have left, and never beyond them. */
final class StoredHeadsTest {
    private static final String ORIGIN = "hub.exercise.example/ceasefire";
    private static final LogKeys KEYS = keys(TestKeys.log());

    @TempDir
    private Path directory;

    private final HeadShelf shelf = new HeadShelf();
    private final AtomicLong wallMs = new AtomicLong();
    private LogScene scene;
    private HeadTrail trail;

    @BeforeEach
    void open() throws RefusedException {
        scene = new LogScene(directory);
        trail = new HeadTrail(scene.log(), shelf, 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static LogKeys keys(LogSigningKey key) {
        return LogKeys.of(new CheckpointSigner(ORIGIN, key).keys());
    }

    private HubLog reading() {
        return reading(KEYS);
    }

    private HubLog reading(LogKeys keys) {
        return new HubLog(
                scene.store(),
                new StoredHeads(shelf, "the database", keys, wallMs::get),
                SignatureVerifier.bouncyCastle(),
                1 << 20);
    }

    private static Head head(HubLog log) {
        return log.published().head();
    }

    @Test
    void published_isTheNewestHeadAndNoEntryMore() {
        scene.grow(5);
        trail.leave();
        Head left = head(scene.log());
        scene.grow(3);
        HubLog reading = reading();
        Appender follower = new Appender(reading);
        assertThat(head(reading)).isEqualTo(left);
        assertThat(reading.published().checkpoint())
                .isEqualTo(shelf.newest().orElseThrow().note());
        assertThat(follower.follow()).isTrue();
        assertThat(head(reading)).isEqualTo(left);
        assertThat(reading.store().size()).as("that can be read").isEqualTo(left.size() + 3);
        Sha256 unseen =
                scene.store().entry(left.size()).orElseThrow().identity().orElseThrow();
        assertThat(reading.ofNotice(unseen)).isEmpty();
    }

    @Test
    void follow_aGreaterHead_tellsTheListenersOfWhatHasMoved() {
        trail.leave();
        HubLog reading = reading();
        Appender follower = new Appender(reading);
        List<Head> told = new ArrayList<>();
        List<Sha256> moved = new ArrayList<>();
        reading.addListener((published, incidents) -> {
            told.add(published.head());
            incidents.forEach(i -> moved.add(i.id()));
        });
        scene.growIncidents(1, 0);
        assertThat(follower.follow()).isTrue();
        assertThat(told).isEmpty();
        trail.leave();
        assertThat(follower.follow()).isTrue();
        assertThat(told).containsExactly(head(scene.log()));
        assertThat(moved)
                .containsExactlyElementsOf(
                        scene.log().incidents().stream().map(i -> i.id()).toList());
    }

    @Test
    void follow_storeFailsHalfWay_tellsOfAllOfItAfterwards() {
        trail.leave();
        HubLog reading = reading();
        Appender follower = new Appender(reading);
        List<Sha256> moved = new ArrayList<>();
        reading.addListener((published, incidents) -> incidents.forEach(i -> moved.add(i.id())));
        scene.growIncidents(1, 0);
        scene.grow(1_100);
        trail.leave();
        scene.store().failReadsFrom(1_000);
        assertThat(follower.follow()).isFalse();
        assertThat(follower.whyNotWritable()).isPresent();
        scene.store().heal();
        assertThat(follower.follow()).isTrue();
        assertThat(follower.whyNotWritable()).isEmpty();
        assertThat(moved).hasSize(1);
        assertThat(head(reading)).isEqualTo(head(scene.log()));
    }

    @Test
    void checkpointAt_multiplesAndTheNewest_areThoseThatWereLeft() {
        scene.grow(2_100);
        trail.leave();
        HubLog reading = reading();
        assertThat(reading.checkpointAt(1_024))
                .isEqualTo(shelf.head(1_024).orElseThrow().note());
        assertThat(reading.checkpointAt(2_102))
                .isEqualTo(shelf.newest().orElseThrow().note());
        assertThatThrownBy(() -> reading.checkpointAt(7))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("holds no head of the log at 7 entries");
    }

    @Test
    void open_noHeadLeft_saysWhatToDo() {
        assertThatThrownBy(this::reading)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the database holds no head of the log yet: start a hub of this release");
    }

    @Test
    void open_headByAnotherKey_isNotBelieved() {
        LogSigningKey other = LogSigningKey.generate(new SecureRandom());
        byte[] note = new CheckpointSigner(ORIGIN, other).sign(head(scene.log()), Instant.ofEpochSecond(1));
        shelf.leave(List.of(new StoredHead(2, ByteString.copyFrom(note), false)));
        assertThatThrownBy(this::reading)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                .hasMessageContaining("is not one that the log signed");
    }

    @Test
    void open_entriesOfAnotherRoot_areNotShown() {
        byte[] note = new CheckpointSigner(ORIGIN, TestKeys.log())
                .sign(new Head(2, Sha256.of(new byte[1])), Instant.ofEpochSecond(1));
        shelf.leave(List.of(new StoredHead(2, ByteString.copyFrom(note), false)));
        assertThatThrownBy(this::reading)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                .hasMessageContaining("do not have the root that the log signed over 2 of them");
    }

    @Test
    void open_keysThatTheCharterDoesNotName_saysWhichItNames() {
        trail.leave();
        assertThatThrownBy(() -> reading(keys(LogSigningKey.generate(new SecureRandom()))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("log.pub must have ed25519")
                .hasMessageContaining(TestKeys.log().publicKey().ed25519Id().fingerprint());
    }

    @Test
    void follow_headThatGoesBack_showsOnWhatWasShownAndSaysSo() {
        scene.grow(5);
        trail.leave();
        HubLog reading = reading();
        Appender follower = new Appender(reading);
        Head shown = head(reading);
        shelf.goBackTo(2, scene.log().checkpointAt(2));
        assertThat(follower.follow()).isFalse();
        assertThat(follower.whyNotWritable().orElseThrow())
                .contains("shows 2 entries, and this hub has shown 7 before");
        assertThat(head(reading)).isEqualTo(shown);
        trail.leave();
        assertThat(follower.follow()).isTrue();
        assertThat(follower.whyNotWritable()).isEmpty();
    }

    @Test
    void probe_oldHead_saysOfWhenUntilANewOneIsLeft() {
        trail.leave();
        HubLog reading = reading();
        Appender follower = new Appender(reading);
        long signedMs = reading.knownUntilMs();
        wallMs.set(signedMs + 20_000);
        follower.probe();
        assertThat(follower.whyNotWritable()).isEmpty();
        wallMs.set(signedMs + 45_000);
        follower.probe();
        assertThat(follower.whyNotWritable().orElseThrow())
                .isEqualTo(
                        "the newest head of the log in the database is of 010600Z MAR 26: the standby lags, or no hub that writes is"
                                + " running; this hub shows the log as it was then, and goes on by itself");
        scene.pass(Duration.ofSeconds(44));
        trail.leave();
        follower.probe();
        assertThat(follower.whyNotWritable()).isEmpty();
        assertThat(reading.knownUntilMs()).isEqualTo(signedMs + 44_000);
    }
}

package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosignature;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.witness.CosignedFile;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness of NO against a hub that is honest, and against one that is not. */
class WitnessPostTest {
    private static final String NAME = "NO-w";

    @TempDir
    Path directory;

    private DeskFixture fixture;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.witnessed(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static final class Heard implements WitnessListener {
        private final LinkedBlockingQueue<Head> cosigned = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<String> withheld = new LinkedBlockingQueue<>();
        private final LinkedBlockingQueue<DeskException> troubles = new LinkedBlockingQueue<>();

        @Override
        public void onCosigned(Head head, Instant at, boolean witnessed) {
            cosigned.add(head);
        }

        @Override
        public void onWithheld(String sentence) {
            withheld.add(sentence);
        }

        @Override
        public void onTrouble(DeskException trouble) {
            troubles.add(trouble);
        }

        <T> T next(LinkedBlockingQueue<T> queue) throws InterruptedException {
            T next = queue.poll(20, TimeUnit.SECONDS);
            assertThat(next)
                    .as("withheld " + withheld + ", troubles " + troubles)
                    .isNotNull();
            return next;
        }

        /** Waits until a head of this size was cosigned. */
        Head upTo(long size) throws InterruptedException {
            Head head = next(cosigned);
            while (head.size() < size) {
                head = next(cosigned);
            }
            return head;
        }
    }

    private Profile profile() throws IOException, ProfileException {
        return Profile.read(fixture.profile("NO/watch"));
    }

    private WitnessPost.Duty duty() throws IOException {
        return new WitnessPost.Duty(
                NAME, new KeyFile(fixture.witnessKey(NAME), f -> DeskFixture.PASSPHRASE.clone()), Optional.empty());
    }

    private WitnessPost open() throws IOException, ProfileException, DeskException {
        return WitnessPost.open(profile(), duty(), fixture.surroundings(), heard);
    }

    private Path state() throws IOException {
        return CosignedFile.of(fixture.witnessKey(NAME));
    }

    private Head head() {
        return fixture.hub.scene().tree().head();
    }

    private void say(String signer) {
        fixture.say(signer);
    }

    private static VerifiedCheckpoint opened(byte[] note) throws Exception {
        return new CheckpointVerifier(TestHub.ORIGIN, TestKeys.log().publicKey()).open(note);
    }

    /** A note over any head, by the log's keys and cosigned by a witness. */
    private byte[] cosigned(String name, Head head) throws Exception {
        VerifiedCheckpoint signed = opened(fixture.hub.signed(head).toByteArray());
        return signed.plus(new Cosigner(name, TestKeys.witness(name)).cosign(signed, fixture.clock.instant()))
                .note();
    }

    private static DeskException ending(WitnessPost post) throws Exception {
        return ending(post, () -> {});
    }

    /** What ends it; {@code nudge} is done now and then while that is waited for. */
    private static DeskException ending(WitnessPost post, Runnable nudge) throws Exception {
        CompletableFuture<DeskException> ending = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                post.await(Duration.ofDays(1));
            } catch (DeskException e) {
                ending.complete(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        try {
            for (int tries = 0; tries < 200; tries++) {
                try {
                    return ending.get(100, TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    nudge.run();
                }
            }
            throw new AssertionError("it has not ended");
        } finally {
            waiting.interrupt();
        }
    }

    private static void assertCaught(DeskException ending, Misbehaviour kind) {
        assertThat(ending).isInstanceOfSatisfying(DeskException.Misbehaved.class, lie -> {
            assertThat(lie.kind()).as(lie.getMessage()).isEqualTo(kind);
            assertThat(lie.file().orElseThrow()).exists();
        });
    }

    // An honest hub
    // ---------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void open_hubWithHistory_cosignsItsNewestHead() throws Exception {
        try (WitnessPost post = open()) {
            assertThat(heard.next(heard.cosigned)).isEqualTo(head());

            AddCosignaturesRequest word = fixture.hub.witnessing.taken.get(0);
            assertThat(word.getWitness()).isEqualTo(NAME);
            VerifiedCheckpoint signed = opened(fixture.hub.signed(head()).toByteArray());
            List<NoteSignature> lines = NoteSignature.parseLines(word.getLines().toByteArray());
            assertThat(new CosignatureVerifier(NAME, TestKeys.witness(NAME).publicKey()).check(signed, lines))
                    .isEqualTo(new Cosignature.Valid(Instant.ofEpochSecond(fixture.clock.millis() / 1000)));
            assertThat(post.last()).contains(head());
        }
    }

    @Test
    void offer_eachNewHead_isCosignedWhenItsEntriesHaveCome() throws Exception {
        try (WitnessPost post = open()) {
            heard.next(heard.cosigned);
            say("UA/watch");
            say("US/watch");
            assertThat(heard.upTo(head().size())).isEqualTo(head());
            assertThat(opened(Files.readAllBytes(state())).head()).isEqualTo(head());
        }
    }

    @Test
    void offer_entriesNotThereYet_isCosignedOnlyAfterThem() throws Exception {
        try (WitnessPost post = open()) {
            Head before = heard.next(heard.cosigned);
            fixture.hub.withhold = true;
            say("UA/watch");
            assertThat(heard.next(heard.withheld)).contains("has replayed " + before.size() + " of them");
            assertThat(post.last()).contains(before);

            fixture.hub.withhold = false;
            fixture.hub.beat();
            assertThat(heard.next(heard.cosigned)).isEqualTo(head());
        }
    }

    @Test
    void open_again_goesOnFromItsState() throws Exception {
        try (WitnessPost post = open()) {
            heard.next(heard.cosigned);
        }
        byte[] kept = Files.readAllBytes(state());
        fixture.away(true);
        try (WitnessPost post = open()) {
            assertThat(post.last()).contains(head());
            assertThat(Files.readAllBytes(state())).isEqualTo(kept);
        }
    }

    @Test
    void addCosignatures_lineCutAfterStateWasKept_cosignsTheSameHeadAnew() throws Exception {
        fixture.hub.witnessing.cuts = true;
        try (WitnessPost post = open()) {
            assertThat(heard.next(heard.troubles)).isInstanceOf(DeskException.Unreachable.class);
            assertThat(opened(Files.readAllBytes(state())).head()).isEqualTo(head());
            fixture.hub.witnessing.cuts = false;
            assertThat(heard.next(heard.cosigned)).isEqualTo(head());
        }
    }

    @Test
    void open_endedBetweenStateAndAnswer_cosignsThatHeadAgain() throws Exception {
        Files.write(state(), cosigned(NAME, head()));
        try (WitnessPost post = open()) {
            assertThat(heard.next(heard.cosigned)).isEqualTo(head());
        }
    }

    @Test
    void open_noHubAnswers_waitsAndSaysSo() throws Exception {
        fixture.away(true);
        try (WitnessPost post = open()) {
            assertThat(heard.next(heard.troubles)).isInstanceOf(DeskException.Unreachable.class);
        }
    }

    // What it refuses
    // -------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void open_twoAtOnceWithOneKey_refusesTheSecond() throws Exception {
        try (WitnessPost first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(DeskException.Misconfigured.class)
                    .hasMessageContaining("another process cosigns with this key");
        }
        open().close();
    }

    @Test
    void open_charterNamesNoSuchWitnessOrKey_isRefused() throws Exception {
        KeyFile other = new KeyFile(fixture.witnessKey("GB-w"), f -> DeskFixture.PASSPHRASE.clone());
        assertThatThrownBy(() -> WitnessPost.open(
                        profile(), new WitnessPost.Duty(NAME, other, Optional.empty()), fixture.surroundings(), heard))
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("the charter names no witness NO-w with the key");
    }

    @Test
    void open_deskKeyInPlaceOfWitnessKey_isRefused() throws Exception {
        KeyFile desk = fixture.key("NO/watch", "watch.key");
        assertThatThrownBy(() -> WitnessPost.open(
                        profile(), new WitnessPost.Duty(NAME, desk, Optional.empty()), fixture.surroundings(), heard))
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("expected: a log key");
    }

    @Test
    void open_hubDoesNotKnowTheWitness_endsWithItsWord() throws Exception {
        fixture.hub.witnessing.turnedAway =
                Optional.of(new Refusal(Reason.WITNESS_UNKNOWN, "NO-w is no witness of your party"));
        try (WitnessPost post = open()) {
            assertThat(ending(post))
                    .isInstanceOf(DeskException.Refused.class)
                    .hasMessage("NO-w is no witness of your party");
        }
    }

    @Test
    void offer_clocksDiffer_isNotCosigned() throws Exception {
        fixture.hub.clockOffsetMs = 60_000;
        try (WitnessPost post = open()) {
            assertThat(heard.next(heard.withheld)).contains("the hub's clock is 60000 ms ahead of this machine's");
            assertThat(heard.next(heard.troubles)).isInstanceOf(DeskException.ClockSkew.class);
            assertThat(fixture.hub.witnessing.taken).isEmpty();
            assertThat(state()).doesNotExist();
        }
    }

    @Test
    void open_stateDamaged_isRefused() throws Exception {
        byte[] kept = cosigned(NAME, head());
        kept[kept.length / 2] ^= 1;
        Files.write(state(), kept);
        assertThatThrownBy(this::open)
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("not what this witness has cosigned last");
        Files.writeString(state(), "nonsense");
        assertThatThrownBy(this::open)
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("not what this witness has cosigned last");
    }

    @Test
    void open_stateOfAnotherWitness_isRefused() throws Exception {
        try (WitnessPost post = open()) {
            heard.next(heard.cosigned);
        }
        Files.write(state(), cosigned("GB-w", head()));
        assertThatThrownBy(this::open)
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("does not bear the cosignatures of NO-w");
    }

    // A hub that lies
    // -------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void offer_sameSizeOtherRoot_stopsAndKeepsTheEvidence() throws Exception {
        try (WitnessPost post = open()) {
            Head honest = heard.next(heard.cosigned);
            fixture.hub.witnessing.offer(fixture.hub.signed(new Head(honest.size(), Sha256.of(new byte[] {7}))));
            assertCaught(ending(post), Misbehaviour.SPLIT_HISTORY);
            assertThat(post.last()).contains(honest);
            assertThat(fixture.hub.witnessing.taken).hasSize(1);
        }
        // While the evidence lies there it does not begin again.
        assertThatThrownBy(this::open).isInstanceOf(DeskException.Misconfigured.class);
    }

    @Test
    void offer_headThatTheEntriesDoNotLeadTo_stops() throws Exception {
        try (WitnessPost post = open()) {
            Head honest = heard.next(heard.cosigned);
            fixture.hub.witnessing.offer(fixture.hub.signed(new Head(honest.size() + 1, Sha256.of(new byte[] {7}))));
            say("UA/watch");
            assertCaught(ending(post), Misbehaviour.SPLIT_HISTORY);
            assertThat(post.last()).contains(honest);
        }
    }

    @Test
    void offer_notSignedByTheLog_stops() throws Exception {
        try (WitnessPost post = open()) {
            heard.next(heard.cosigned);
            byte[] note = fixture.hub.newest().toByteArray();
            String damaged = new String(note, StandardCharsets.UTF_8).replaceFirst("\n\\d+\n", "\n3\n");
            fixture.hub.witnessing.offer(ByteString.copyFromUtf8(damaged));
            assertCaught(ending(post), Misbehaviour.SIGNATURE);
        }
    }

    @Test
    void follow_hubGoesBack_stops() throws Exception {
        List<byte[]> shorter = fixture.hub.served().subList(0, 15);
        try (WitnessPost post = open()) {
            heard.next(heard.cosigned);
            fixture.hub.serve(shorter);
            assertCaught(ending(post), Misbehaviour.ROLLED_BACK);
        }
    }

    @Test
    void open_stateAheadOfTheOnlyHub_isARollbackWithEvidence() throws Exception {
        Head ahead = new Head(head().size() + 5, Sha256.of(new byte[] {7}));
        Files.write(state(), cosigned(NAME, ahead));
        try (WitnessPost post = open()) {
            assertCaught(ending(post), Misbehaviour.ROLLED_BACK);
        }
        assertThat(fixture.hub.witnessing.taken).isEmpty();
        assertThat(opened(Files.readAllBytes(state())).head()).isEqualTo(ahead);
    }

    @Test
    void open_stateAheadOfEveryHub_isRefusedInOneSentence() throws Exception {
        Head ahead = new Head(head().size() + 5, Sha256.of(new byte[] {7}));
        Files.write(state(), cosigned(NAME, ahead));
        TestHub reader = fixture.addReader();
        // A hub that is behind is given five seconds to catch up.
        Runnable later = () -> {
            fixture.clock.advance(Duration.ofSeconds(6));
            reader.beat();
            fixture.hub.beat();
        };
        try (WitnessPost post = open()) {
            assertThat(ending(post, later))
                    .isInstanceOf(DeskException.Misconfigured.class)
                    .hasMessageContaining("has cosigned " + ahead.size() + " entries, and the log that it is shown has "
                            + head().size());
        }
        assertThat(fixture.hub.witnessing.taken).isEmpty();
    }

    @Test
    void open_stateContradictsTheCopy_isASplitWithEvidence() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            desk.catchUp();
        }
        Files.write(state(), cosigned(NAME, new Head(9, Sha256.of(new byte[] {7}))));
        assertCaught(catchThrowableOfType(DeskException.class, this::open), Misbehaviour.SPLIT_HISTORY);
    }

    @Test
    void open_stateContradictsWhatTheHubShows_isASplitWithEvidence() throws Exception {
        Files.write(state(), cosigned(NAME, new Head(9, Sha256.of(new byte[] {7}))));
        try (WitnessPost post = open()) {
            assertCaught(ending(post), Misbehaviour.SPLIT_HISTORY);
        }
        assertThat(fixture.hub.witnessing.taken).isEmpty();
    }

    @Test
    void offer_charterWithoutWitnesses_neverComesToIt() throws Exception {
        try (DeskFixture plain = DeskFixture.inForce(Files.createDirectories(directory.resolve("plain")))) {
            Profile profile = Profile.read(plain.profile("NO/watch"));
            assertThatThrownBy(() -> WitnessPost.open(profile, duty(), plain.surroundings(), heard))
                    .isInstanceOf(DeskException.Misconfigured.class)
                    .hasMessageContaining("names no witness");
        }
    }

    @Test
    void scene_witnessedCharter_asksForTwoOfThree() {
        assertThat(Scene.witnessedCharter().charter().witnessed().orElseThrow().toString())
                .isEqualTo("2 of (GB-w, FR-w, NO-w)");
    }
}

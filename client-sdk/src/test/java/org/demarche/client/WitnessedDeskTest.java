package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.witness.Witnessing;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a desk says of what witnesses say. */
class WitnessedDeskTest {
    @TempDir
    Path directory;

    private DeskFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.witnessed(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Draft message() {
        return Notices.message("Hello", "Is anybody there?");
    }

    private Witnessing.Witnessed byTwo(long size) {
        return new Witnessing.Witnessed(
                size,
                List.of("GB-w", "NO-w"),
                java.util.Optional.of(Instant.ofEpochSecond(fixture.clock.millis() / 1000)));
    }

    /** The warnings that a desk gets while {@code deed} is done; waits for one. */
    private static DeskException.NotWitnessed warning(Desk desk, Runnable deed) throws Exception {
        CompletableFuture<DeskException.NotWitnessed> warned = new CompletableFuture<>();
        desk.follow(new DeskListener() {
            @Override
            public void onEntry(Delivery entry) {}

            @Override
            public void onTrouble(DeskException trouble) {
                if (trouble instanceof DeskException.NotWitnessed late) {
                    warned.complete(late);
                }
            }
        });
        deed.run();
        return warned.get(20, TimeUnit.SECONDS);
    }

    @Test
    void witnessed_charterNamesNoWitness_isNotAsked() throws Exception {
        try (DeskFixture plain = DeskFixture.inForce(Files.createDirectories(directory.resolve("plain")));
                Desk desk = plain.open("NO/watch")) {
            assertThat(desk.witnessed()).isEqualTo(new Witnessing.NotAsked());
            Receipt receipt = desk.submit(message());
            assertThat(receipt.witnessed()).isEqualTo(new Witnessing.NotAsked());
            assertThat(desk.awaitWitnessed(receipt.index(), Duration.ofSeconds(20)))
                    .isEqualTo(new Witnessing.NotAsked());
            plain.clock.advance(Duration.ofHours(1));
            assertThat(desk.lateWitnesses()).isEmpty();
        }
    }

    @Test
    void witnessed_nobodyHasCosigned_isNotYet() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.witnessed()).isEqualTo(new Witnessing.NotYet());
            assertThat(desk.submit(message()).witnessed()).isEqualTo(new Witnessing.NotYet());
        }
    }

    @Test
    void witnessed_fewerThanTheRuleAsksFor_isNotYet() throws Exception {
        fixture.cosign("GB-w");
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.witnessed()).isEqualTo(new Witnessing.NotYet());
        }
    }

    @Test
    void witnessed_asTheRuleAsks_coversTheEntriesUnderThatHeadAndNoOther() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        long size = fixture.head().size();
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.witnessed()).isEqualTo(byTwo(size));
            Receipt receipt = desk.submit(message());
            assertThat(receipt.witnessed()).isEqualTo(new Witnessing.NotYet());
            desk.catchUp();
            assertThat(desk.entries(size - 1, java.util.Optional.empty()))
                    .extracting(Delivery::witnessed)
                    .containsExactly(byTwo(size), new Witnessing.NotYet());
            assertThat(desk.awaitWitnessed(receipt.index(), Duration.ZERO)).isEqualTo(new Witnessing.NotYet());

            LinkedBlockingQueue<Witnessing.Witnessed> told = new LinkedBlockingQueue<>();
            desk.follow(new DeskListener() {
                @Override
                public void onEntry(Delivery entry) {}

                @Override
                public void onWitnessed(Witnessing.Witnessed newest) {
                    told.add(newest);
                }
            });
            fixture.cosign("GB-w", "NO-w");
            assertThat(desk.awaitWitnessed(receipt.index(), Duration.ofSeconds(20)))
                    .isEqualTo(byTwo(size + 1));
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(byTwo(size + 1));
        }
    }

    @Test
    void witnessed_afterRestartWithoutNetwork_isVerifiedAnewAndKnown() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        long size = fixture.head().size();
        Profile profile = Profile.read(fixture.profile("NO/watch"));
        fixture.open("NO/watch").close();
        Path kept = profile.state().resolve("log/witnessed");
        try (Desk desk = Desk.offline(profile, f -> DeskFixture.PASSPHRASE.clone(), fixture.surroundings())) {
            assertThat(desk.witnessed()).isEqualTo(byTwo(size));
        }
        WitnessedHead head = WitnessedHead.parseFrom(Files.readAllBytes(kept));
        for (byte[] damaged : List.of(
                falseBy("NO-w").apply(head).toByteArray(),
                head.toBuilder().removeWitnessKeys(0).build().toByteArray(),
                head.toBuilder().clearCheckpoint().build().toByteArray(),
                "nonsense".getBytes(StandardCharsets.UTF_8),
                new byte[0])) {
            Files.write(kept, damaged);
            try (Desk desk = Desk.offline(profile, f -> DeskFixture.PASSPHRASE.clone(), fixture.surroundings())) {
                assertThat(desk.witnessed()).isEqualTo(new Witnessing.NotYet());
            }
        }
    }

    /** Changes a witnessed head so that one witness's Ed25519 line is false. */
    private static UnaryOperator<WitnessedHead> falseBy(String witness) {
        return head -> {
            String note = head.getCheckpoint().toStringUtf8();
            int at = note.indexOf("— " + witness + " ") + witness.length() + 3 + 60;
            char other = note.charAt(at) == 'A' ? 'B' : 'A';
            String changed = note.substring(0, at) + other + note.substring(at + 1);
            return head.toBuilder()
                    .setCheckpoint(ByteString.copyFromUtf8(changed))
                    .build();
        };
    }

    @Test
    void witnessed_cosignatureFalse_isNotBelievedAndToldAsAWarning() throws Exception {
        fixture.hub.witnessing.shows = falseBy("NO-w");
        try (Desk desk = fixture.open("NO/watch")) {
            DeskException.NotWitnessed warned = warning(desk, () -> fixture.cosign("GB-w", "NO-w"));
            assertThat(warned).hasMessageContaining("the Ed25519 cosignature of NO-w does not verify");
            assertThat(desk.witnessed()).isEqualTo(new Witnessing.NotYet());
            // It is no reason to stop.
            assertThat(desk.submit(message()).witnessed()).isEqualTo(new Witnessing.NotYet());
        }
    }

    @Test
    void witnessed_keysOfStrangers_areNotBelieved() throws Exception {
        fixture.hub.witnessing.shows = head -> head.toBuilder()
                .setWitnessKeys(0, TestWitnessing.keys(TestKeys.witness("ZZ-w").publicKey()))
                .build();
        try (Desk desk = fixture.open("NO/watch")) {
            DeskException.NotWitnessed warned = warning(desk, () -> fixture.cosign("GB-w", "NO-w"));
            assertThat(warned)
                    .hasMessageContaining("shows its head of " + fixture.head().size() + " entries as witnessed");
            assertThat(desk.witnessed()).isEqualTo(new Witnessing.NotYet());
        }
    }

    @Test
    void witnessed_oneFalseBesideEnoughTrueOnes_countsAndWarns() throws Exception {
        fixture.hub.witnessing.shows = falseBy("FR-w");
        try (Desk desk = fixture.open("NO/watch")) {
            DeskException.NotWitnessed warned = warning(desk, () -> fixture.cosign("GB-w", "FR-w", "NO-w"));
            assertThat(warned).hasMessageContaining("FR-w");
            assertThat(desk.awaitWitnessed(0, Duration.ofSeconds(20)))
                    .isEqualTo(byTwo(fixture.head().size()));
        }
    }

    @Test
    void witnessed_headOfAnotherHistory_endsTheTrust() throws Exception {
        Head other = new Head(9, Sha256.of(new byte[] {7}));
        fixture.hub.witnessing.shows = head ->
                head.toBuilder().setCheckpoint(fixture.hub.signed(other)).build();
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.cosign("GB-w", "NO-w");
            assertThatThrownBy(() -> desk.awaitWitnessed(0, Duration.ofSeconds(20)))
                    .isInstanceOfSatisfying(
                            DeskException.Misbehaved.class,
                            lie -> assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY));
        }
    }

    @Test
    void lateWitnesses_entriesOlderThanAMinute_areTroubleThatPasses() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.say("UA/watch");
            desk.catchUp();
            assertThat(desk.lateWitnesses()).isEmpty();
            fixture.clock.advance(Duration.ofSeconds(61));
            DeskException.NotWitnessed warned = warning(desk, () -> {
                try {
                    desk.catchUp();
                } catch (DeskException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(warned)
                    .hasMessageContaining("entries from " + (fixture.head().size() - 1) + " on are not witnessed")
                    .hasMessageContaining("2 of (GB-w, FR-w, NO-w)");
            assertThat(warned.passing()).isTrue();
            assertThat(desk.lateWitnesses()).isPresent();
            fixture.cosign("GB-w", "NO-w");
            desk.awaitWitnessed(fixture.head().size() - 1, Duration.ofSeconds(20));
            assertThat(desk.lateWitnesses()).isEmpty();
        }
    }

    // Heads from elsewhere
    // --------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void compare_headsOfOthers_agreeLieBeyondOrSayNothing() throws Exception {
        Profile reader = readerOf("NO/watch");
        try (Desk desk = Desk.open(reader, f -> DeskFixture.PASSPHRASE.clone(), fixture.surroundings());
                Desk author = fixture.open("US/watch")) {
            Receipt receipt = author.submit(message());
            Head before = fixture.head();
            assertThat(desk.compare(fixture.signed(before))).isInstanceOf(Comparison.Agrees.class);
            assertThat(desk.compare(receipt.bytes().toByteArray())).isEqualTo(new Comparison.Agrees(before));
            assertThat(desk.compare("nonsense".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Comparison.Nothing.class);
            byte[] damaged = receipt.bytes().toByteArray();
            damaged[30] ^= 1;
            assertThat(desk.compare(damaged)).isInstanceOf(Comparison.Nothing.class);
            byte[] unsigned = fixture.signed(before);
            unsigned[unsigned.length - 10] ^= 1;
            assertThat(desk.compare(unsigned)).isInstanceOf(Comparison.Nothing.class);
            assertThatThrownBy(() -> desk.submit(message()))
                    .isInstanceOf(DeskException.Misconfigured.class)
                    .hasMessageContaining("names no key");

            Head beyond = new Head(before.size() + 3, Sha256.of(new byte[] {7}));
            assertThat(desk.compare(fixture.signed(beyond))).isEqualTo(new Comparison.Beyond(beyond));
            assertThatThrownBy(() -> desk.compare(fixture.signed(new Head(before.size(), Sha256.of(new byte[] {7})))))
                    .isInstanceOfSatisfying(DeskException.Misbehaved.class, lie -> {
                        assertThat(lie.kind()).isEqualTo(Misbehaviour.SPLIT_HISTORY);
                        assertThat(lie.file().orElseThrow()).exists();
                    });
        }
    }

    // The folder, to anybody
    // -----------------------------------------------------------------------------------------------------------------------------------

    private VerifyRun verifyCopy() throws IOException {
        Path profile = fixture.profile("NO/watch");
        return VerifyRun.of(
                profile.resolveSibling("state").toString(),
                "--charter",
                Scene.witnessedCharter().charter().hash().hex(),
                "--log-keys",
                profile.resolveSibling("log.pub").toString());
    }

    @Test
    void verify_copyOfADesk_findsTheWitnessesKeysInIt() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        fixture.open("NO/watch").close();
        VerifyRun whole = verifyCopy();
        assertThat(whole.exit()).as(whole.toString()).isZero();
        assertThat(whole.out()).contains("GB-w, NO-w cosigned the head");

        long size = fixture.head().size();
        fixture.say("UA/watch");
        fixture.open("NO/watch").close();
        VerifyRun further = verifyCopy();
        assertThat(further.exit()).isEqualTo(31);
        assertThat(further.err())
                .contains("what witnesses have cosigned in this folder is the log of " + size
                        + " entries, and its head is of " + (size + 1));
    }

    @Test
    void verify_witnessedFileOfAnothersMaking_provesNothing() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        fixture.open("NO/watch").close();
        Path witnessed = fixture.profile("NO/watch").resolveSibling("state").resolve("log/witnessed");
        WitnessedHead sound = WitnessedHead.parseFrom(Files.readAllBytes(witnessed));
        Files.write(
                witnessed,
                sound.toBuilder()
                        .clearWitnessKeys()
                        .addWitnessKeys(
                                TestWitnessing.keys(TestKeys.witness("FR-w").publicKey()))
                        .addWitnessKeys(TestWitnessing.keys(TestKeys.log().publicKey()))
                        .build()
                        .toByteArray());
        assertThat(verifyCopy().exit()).isEqualTo(31);
        Files.write(witnessed, new byte[] {1, 2, 3});
        assertThat(verifyCopy().exit()).isEqualTo(31);
        Files.delete(witnessed);
        assertThat(verifyCopy().exit()).isEqualTo(31);
    }

    /** A profile like that of {@code desk}, without a key. */
    private Profile readerOf(String desk) throws Exception {
        Path full = fixture.profile(desk);
        String text =
                Files.readString(full).replaceAll("(?m)^key = .*\n", "").replaceAll("(?m)^passphrase_file = .*\n", "");
        return Profile.read(Files.writeString(full.resolveSibling("reader.toml"), text));
    }
}

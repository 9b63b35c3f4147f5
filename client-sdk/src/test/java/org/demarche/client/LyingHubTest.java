package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.LogEntry;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each lie that a hub can tell a desk, told once. */
class LyingHubTest {
    @TempDir
    Path directory;

    private DeskFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.inForce(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static Draft message() {
        return Notices.message("Hello", "Is anybody there?");
    }

    private Scene scene() {
        return fixture.hub.scene();
    }

    /** Submits, and expects that the hub is caught; the bytes are kept and nothing more is sent. */
    private void assertCaught(Desk desk, Misbehaviour kind) throws DeskException {
        assertCaught(catchThrowableOfType(DeskException.Misbehaved.class, () -> desk.submit(message())), kind);
        assertThat(desk.outbox()).hasSize(1);
        assertThatThrownBy(() -> desk.submit(message())).isInstanceOf(DeskException.Misbehaved.class);
    }

    private static void assertCaught(DeskException.Misbehaved lie, Misbehaviour kind) {
        assertThat(lie).isNotNull();
        assertThat(lie.kind()).as(lie.getMessage()).isEqualTo(kind);
        assertThat(lie.file().orElseThrow()).content().startsWith("demarche misbehaviour 1\nkind: " + kind);
    }

    /** What ends the following of this desk. */
    private static DeskException.Misbehaved ending(Desk desk, Runnable lie) throws Exception {
        CompletableFuture<DeskException.Misbehaved> ending = new CompletableFuture<>();
        desk.follow(new DeskListener() {
            @Override
            public void onEntry(Delivery entry) {}

            @Override
            public void onTrouble(DeskException trouble) {
                if (trouble instanceof DeskException.Misbehaved misbehaved) {
                    ending.complete(misbehaved);
                }
            }
        });
        lie.run();
        return ending.get(20, TimeUnit.SECONDS);
    }

    // Receipts
    // -------------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void submit_receiptForAnotherEntry_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            ByteString other = ByteString.copyFrom(scene().entries().get(3).bytes());
            fixture.hub.receipts = r -> r.toBuilder().setEntry(other).build();
            assertCaught(desk, Misbehaviour.FALSE_RECEIPT);
        }
    }

    @Test
    void submit_proofOfInclusionChanged_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.receipts = r -> r.toBuilder()
                    .setInclusion(0, Sha256.of(new byte[0]).byteString())
                    .build();
            assertCaught(desk, Misbehaviour.FALSE_RECEIPT);
        }
    }

    @Test
    void submit_proofOfInclusionCut_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.receipts = r -> r.toBuilder()
                    .clearInclusion()
                    .addAllInclusion(r.getInclusionList().subList(1, r.getInclusionCount()))
                    .build();
            assertCaught(desk, Misbehaviour.FALSE_RECEIPT);
        }
    }

    @Test
    void submit_headNotSigned_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.receipts =
                    r -> r.toBuilder().setCheckpoint(flipped(r.getCheckpoint())).build();
            assertCaught(desk, Misbehaviour.SIGNATURE);
        }
    }

    @Test
    void submit_entryOfReceiptNotAnEntry_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.receipts = r ->
                    r.toBuilder().setEntry(ByteString.copyFromUtf8("nonsense")).build();
            assertCaught(desk, Misbehaviour.UNREADABLE);
        }
    }

    @Test
    void submit_receiptDatedBeforeNoticeWasSigned_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.withhold = true;
            fixture.hub.logged = entry -> redated(entry, fixture.clock.millis() - 60_000);
            assertCaught(desk, Misbehaviour.WRONG_TIME);
        }
    }

    @Test
    void submit_entryOfReceiptRedated_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.receipts = r -> r.toBuilder()
                    .setEntry(ByteString.copyFrom(redated(r.getEntry().toByteArray(), fixture.clock.millis() + 1)))
                    .build();
            assertCaught(desk, Misbehaviour.FALSE_RECEIPT);
        }
    }

    @Test
    void submit_hubCantShowConsistency_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.withhold = true;
            fixture.hub.consistency = proof -> List.of(Sha256.of(new byte[] {1}));
            assertCaught(desk, Misbehaviour.SPLIT_HISTORY);
        }
    }

    @Test
    void catchUp_oneHubOnceClaimedWhatNobodyCanJudge_hindersNothing() throws Exception {
        CheckpointSigner foreign = new CheckpointSigner(TestHub.ORIGIN, LogSigningKey.generate(new SecureRandom()));
        fixture.hub.heads = honest -> ByteString.copyFrom(
                foreign.sign(new Head(Long.MAX_VALUE, scene().tree().head().root()), fixture.clock.instant()));
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.heads = honest -> honest;
            assertThat(desk.catchUp()).isEqualTo(scene().tree().head());
            // Nor is the judgement of a receipt under other keys put off.
            fixture.hub.receipts = r -> r.toBuilder()
                    .setCheckpoint(
                            ByteString.copyFrom(foreign.sign(scene().tree().head(), fixture.clock.instant())))
                    .build();
            assertCaught(desk, Misbehaviour.SIGNATURE);
        }
    }

    // Time
    // -----------------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void submit_clocksDiffer_isNotSent() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.clockOffsetMs = 60_000;
            desk.catchUp();
            int before = scene().entries().size();

            assertThatThrownBy(() -> desk.submit(message()))
                    .isInstanceOfSatisfying(
                            DeskException.ClockSkew.class,
                            skew -> assertThat(skew.aheadMs()).isEqualTo(60_000));

            assertThat(scene().entries()).hasSize(before);
            fixture.hub.clockOffsetMs = 0;
            desk.catchUp();
            assertThat(desk.resend(desk.outbox().get(0).id()).index()).isEqualTo(before);
        }
    }

    @Test
    void submit_hubDatesEntryAhead_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.acceptedAheadMs = 60_000;
            assertCaught(desk, Misbehaviour.WRONG_TIME);
        }
    }

    @Test
    void follow_entryAheadOfOwnClock_endsTrust() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            DeskException.Misbehaved lie = ending(desk, () -> {
                scene().at(1);
                fixture.hub.append(
                        Scene.entry(scene().offer("UA/watch", aMessage())).bytes());
            });
            assertCaught(lie, Misbehaviour.WRONG_TIME);
        }
    }

    // History
    // --------------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void follow_logRewritten_endsTrustAcrossRestart() throws Exception {
        List<byte[]> before = fixture.hub.served();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(message());
            desk.catchUp();
        }
        before.add(Scene.entry(scene().offer("UA/watch", aMessage())).bytes());
        fixture.hub.serve(before);

        DeskException.Misbehaved lie =
                catchThrowableOfType(DeskException.Misbehaved.class, () -> fixture.open("NO/watch"));
        assertCaught(lie, Misbehaviour.SPLIT_HISTORY);
        assertThatThrownBy(() -> fixture.open("NO/watch"))
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("not trusted since");

        Files.delete(lie.file().orElseThrow());
        assertThatThrownBy(() -> fixture.open("NO/watch")).isInstanceOf(DeskException.Misbehaved.class);
    }

    @Test
    void open_logShorterThanBefore_isRefused() throws Exception {
        List<byte[]> before = fixture.hub.served();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(message());
            desk.catchUp();
        }
        fixture.hub.serve(before);

        assertCaught(
                catchThrowableOfType(DeskException.Misbehaved.class, () -> fixture.open("NO/watch")),
                Misbehaviour.ROLLED_BACK);
    }

    @Test
    void open_logShorterThanReceiptsHead_isRefused() throws Exception {
        List<byte[]> before = fixture.hub.served();
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.withhold = true;
            desk.submit(message());
            assertThat(desk.head().size()).isEqualTo(before.size());
        }
        fixture.hub.withhold = false;
        fixture.hub.serve(before);

        assertCaught(
                catchThrowableOfType(DeskException.Misbehaved.class, () -> fixture.open("NO/watch")),
                Misbehaviour.ROLLED_BACK);
    }

    @Test
    void submit_refusedBehindAnotherHistory_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.turnedAway = Optional.of(new Refusal(Reason.QUOTA_EXCEEDED, "later"));
            fixture.hub.refusedBehind = head -> new Head(head.size(), Sha256.of(new byte[] {1}));
            assertCaught(desk, Misbehaviour.SPLIT_HISTORY);
        }
    }

    @Test
    void follow_entryNotUnderTheHead_endsTrust() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            byte[] other = Scene.entry(scene().offer("UA/watch", aMessage())).bytes();
            DeskException.Misbehaved lie = ending(desk, () -> {
                fixture.hub.entries = entry -> ByteString.copyFrom(other);
                fixture.hub.append(
                        Scene.entry(scene().offer("FR/watch", aMessage())).bytes());
            });
            assertCaught(lie, Misbehaviour.SPLIT_HISTORY);
        }
    }

    @Test
    void follow_sameEntryTwice_endsTrust() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            List<Entry> entries = scene().entries();
            DeskException.Misbehaved lie = ending(
                    desk,
                    () -> fixture.hub.append(entries.get(entries.size() - 1).bytes()));
            assertCaught(lie, Misbehaviour.FOLD);
        }
    }

    @Test
    void follow_signatureOfPartyForged_endsTrust() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            byte[] forged = forged(scene().entries().get(scene().entries().size() - 1));
            DeskException.Misbehaved lie = ending(desk, () -> fixture.hub.append(forged));
            assertCaught(lie, Misbehaviour.SIGNATURE);
        }
    }

    @Test
    void follow_bytesThatAreNoEntry_endsTrust() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            DeskException.Misbehaved lie = ending(desk, () -> fixture.hub.append(new byte[] {1, 2, 3}));
            assertCaught(lie, Misbehaviour.UNREADABLE);
        }
    }

    @Test
    void open_logOfAnotherCharter_isRefusedWithoutAccusation() throws Exception {
        Scene other = Scene.draft(
                org.demarche.charter.SampleCharter.exercise(org.demarche.escalation.TestKeys::fingerprint, 3600));
        fixture.hub.serve(other.entries().stream().map(Entry::bytes).toList());

        assertThatThrownBy(() -> fixture.open("NO/watch"))
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("begins with the charter");
    }

    @Test
    void follow_lateEntry_isMarked() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            CompletableFuture<Delivery> heard = new CompletableFuture<>();
            byte[] entry = Scene.entry(scene().offer("UA/watch", aMessage())).bytes();
            desk.follow(heard::complete);
            fixture.clock.advance(Duration.ofMinutes(1));
            fixture.hub.append(entry);
            assertThat(heard.get(20, TimeUnit.SECONDS).late()).isTrue();
        }
    }

    // Evidence
    // -------------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void evidence_forAnotherNotice_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            Receipt one = desk.submit(message());
            Receipt other = desk.submit(message());
            desk.catchUp();
            byte[] bundle = desk.evidence(other.notice());
            fixture.hub.bundles = honest -> ByteString.copyFrom(bundle);
            assertCaught(
                    catchThrowableOfType(DeskException.Misbehaved.class, () -> desk.evidence(one.notice())),
                    Misbehaviour.FALSE_EVIDENCE);
        }
    }

    @Test
    void evidence_cutShort_isRefused() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            Receipt one = desk.submit(message());
            desk.catchUp();
            fixture.hub.bundles = honest -> honest.substring(0, honest.size() - 10);
            assertCaught(
                    catchThrowableOfType(DeskException.Misbehaved.class, () -> desk.evidence(one.notice())),
                    Misbehaviour.FALSE_EVIDENCE);
        }
    }

    private static org.demarche.proto.v1.Notice.Builder aMessage() {
        return org.demarche.proto.v1.Notice.newBuilder()
                .setMessage(org.demarche.proto.v1.Message.newBuilder().setText("Here."));
    }

    /** The last entry's notice once more, as the next entry, with a bit of its signature turned. */
    private byte[] forged(Entry last) throws Exception {
        LogEntry entry = UnverifiedEntry.parse(last.bytes()).message();
        byte[] signature = entry.getNotice().getEd25519().toByteArray();
        signature[10] ^= 1;
        return entry.toBuilder()
                .setIndex(last.index() + 1)
                .setNotice(entry.getNotice().toBuilder().setEd25519(ByteString.copyFrom(signature)))
                .build()
                .toByteArray();
    }

    private static ByteString flipped(ByteString note) {
        // In the root's base64 (third line): still a note, but nobody signed it.
        String text = note.toStringUtf8();
        int at = text.indexOf('\n', text.indexOf('\n') + 1) + 5;
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return ByteString.copyFromUtf8(text.substring(0, at) + other + text.substring(at + 1));
    }

    private static byte[] redated(byte[] entry, long acceptedAtMs) {
        try {
            return UnverifiedEntry.parse(entry).message().toBuilder()
                    .setAcceptedAtMs(acceptedAtMs)
                    .build()
                    .toByteArray();
        } catch (org.demarche.refusal.RefusedException e) {
            throw new AssertionError(e);
        }
    }
}

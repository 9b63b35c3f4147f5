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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.RemoteHub;
import org.demarche.envelope.Strict;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.StateStatement;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.verify.VerifyRun;
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
        assertCaught(submitting(desk), kind);
        assertThatThrownBy(() -> desk.submit(message())).isInstanceOf(DeskException.Misbehaved.class);
    }

    private static DeskException.Misbehaved submitting(Desk desk) throws DeskException {
        DeskException.Misbehaved lie =
                catchThrowableOfType(DeskException.Misbehaved.class, () -> desk.submit(message()));
        assertThat(desk.outbox()).hasSize(1);
        return lie;
    }

    /** Caught, by what nobody else need believe: it is kept, and says so. */
    private static void assertCaught(DeskException.Misbehaved lie, Misbehaviour kind) {
        assertThat(lie).isNotNull();
        assertThat(lie.kind()).as(lie.getMessage()).isEqualTo(kind);
        Path file = lie.file().orElseThrow();
        assertThat(file)
                .content()
                .startsWith("demarche exhibits 1\nkind: " + kind)
                .contains("others have only this desk's word for it");
        assertThat(verify(file).exit()).isEqualTo(10);
    }

    /** Caught, by a file that convicts the hub before anybody. */
    private static void assertConvicted(DeskException.Misbehaved lie, Misbehaviour kind, int exit) {
        assertThat(lie).isNotNull();
        assertThat(lie.kind()).as(lie.getMessage()).isEqualTo(kind);
        Path file = lie.file().orElseThrow();
        assertThat(file.toString()).endsWith("-" + kind + ".misbehaviour");
        assertThat(Path.of(file.toString().replace(".misbehaviour", ".exhibits.proven")))
                .as("what came with the lie is kept first")
                .content()
                .startsWith("demarche exhibits 1\nkind: " + kind);
        VerifyRun run = verify(file);
        assertThat(run.exit()).as(run.toString()).isEqualTo(exit);
        assertThat(run.out()).contains("DISPROVEN: " + TestHub.ORIGIN + " lied");
    }

    private static VerifyRun verify(Path file) {
        return VerifyRun.of(
                file.toString(),
                "--charter",
                SampleCharter.actual(TestKeys::fingerprint).charter().hash().hex());
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
            assertConvicted(submitting(desk), Misbehaviour.WRONG_TIME, 21);
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
        assertConvicted(lie, Misbehaviour.SPLIT_HISTORY, 20);
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
            assertConvicted(submitting(desk), Misbehaviour.SPLIT_HISTORY, 20);
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
            assertConvicted(lie, Misbehaviour.FOLD, 22);
        }
    }

    @Test
    void follow_signatureOfPartyForged_endsTrust() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            byte[] forged = forged(scene().entries().get(scene().entries().size() - 1));
            DeskException.Misbehaved lie = ending(desk, () -> fixture.hub.append(forged));
            assertConvicted(lie, Misbehaviour.SIGNATURE, 22);
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

    // What no rule gives
    // ---------------------------------------------------------------------------------------------------------------------------------------

    /** An entry as an honest hub would make it next, changed; and what the hub's head is over is changed too. */
    private byte[] next(String signer, org.demarche.proto.v1.Notice.Builder notice, Consumer<LogEntry.Builder> change)
            throws Exception {
        LogEntry.Builder entry =
                UnverifiedEntry.parse(Scene.entry(scene().offer(signer, notice)).bytes()).message().toBuilder();
        change.accept(entry);
        return Strict.encode(entry.build());
    }

    @Test
    void follow_headOfAnotherHistoryInPlaceOfTheLater_convicts() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            List<byte[]> other = fixture.hub.served();
            Scene.entry(scene().offer("UA/watch", aMessage()));
            byte[] one = scene().entries().get(other.size()).bytes();
            fixture.hub.append(one);
            desk.catchUp();
            other.add(redated(one, fixture.clock.millis() + 1));
            fixture.hub.serve(other);
            assertConvicted(
                    catchThrowableOfType(DeskException.Misbehaved.class, desk::catchUp),
                    Misbehaviour.SPLIT_HISTORY,
                    20);
        }
    }

    @Test
    void follow_laterHeadOfAnotherHistory_convicts() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(message());
            desk.catchUp();
        }
        List<byte[]> other = fixture.hub.served();
        byte[] last = other.remove(other.size() - 1);
        other.add(redated(last, fixture.clock.millis() + 1));
        other.add(next("UA/watch", aMessage(), e -> {}));
        fixture.hub.serve(other);
        assertConvicted(
                catchThrowableOfType(DeskException.Misbehaved.class, () -> fixture.open("NO/watch")),
                Misbehaviour.SPLIT_HISTORY,
                20);
    }

    @Test
    void submit_receiptNeverHonoured_convicts() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            List<byte[]> before = fixture.hub.served();
            fixture.hub.withhold = true;
            desk.submit(message());
            DeskException.Misbehaved lie = ending(desk, () -> {
                try {
                    before.add(next("UA/watch", aMessage(), e -> e.setIndex(before.size())));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                fixture.hub.withhold = false;
                fixture.hub.serve(before);
            });
            assertConvicted(lie, Misbehaviour.SPLIT_HISTORY, 20);
        }
    }

    @Test
    void follow_chainsBroken_convict() throws Exception {
        Sha256 incident = scene().report("UA/watch");
        fixture.hub.append(scene().entries().get(scene().entries().size() - 1).bytes());
        assertConvictedOf(
                "NO/watch",
                next(
                        "UA/watch",
                        aMessage().setIncident(incident.byteString()),
                        LogEntry.Builder::clearIncidentPrevious));
        assertConvictedOf(
                "GB/watch",
                next(
                        "UA/watch",
                        aMessage(),
                        e -> e.setGovernance(Sha256.of(new byte[1]).byteString())));
    }

    private void assertConvictedOf(String by, byte[] entry) throws Exception {
        List<byte[]> before = fixture.hub.served();
        try (Desk desk = fixture.open(by)) {
            byte[] placed = UnverifiedEntry.parse(entry).message().toBuilder()
                    .setIndex(before.size())
                    .build()
                    .toByteArray();
            assertConvicted(ending(desk, () -> fixture.hub.append(placed)), Misbehaviour.FOLD, 22);
        }
        fixture.hub.serve(before);
    }

    @Test
    void follow_timeDecreases_convicts() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            byte[] early = next("UA/watch", aMessage(), e -> e.setAcceptedAtMs(e.getAcceptedAtMs() - 1));
            assertConvicted(ending(desk, () -> fixture.hub.append(early)), Misbehaviour.WRONG_TIME, 21);
        }
        assertThatThrownBy(() -> fixture.open("NO/watch"))
                .as("what convicts the hub lasts, whatever it is")
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("not trusted since");
    }

    @Test
    void follow_entryAfterItsValidity_convicts() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            byte[] late = next("UA/watch", aMessage(), e -> e.setAcceptedAtMs(e.getAcceptedAtMs() + 901_000));
            fixture.clock.advance(Duration.ofMinutes(16));
            DeskException.Misbehaved lie = ending(desk, () -> fixture.hub.append(late));
            assertConvicted(lie, Misbehaviour.FOLD, 21);
        }
    }

    @Test
    void submit_refusedWithoutReason_convicts() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.unjust = Optional.of(new Refusal(Reason.CHARTER_EXPIRED, "the charter has expired"));
            assertConvicted(submitting(desk), Misbehaviour.UNJUSTIFIED_REFUSAL, 22);
        }
    }

    @Test
    void submit_refusedForAReason_isBelieved() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            assertThatThrownBy(() -> desk.propose(Sha256.of(new byte[1]), 1))
                    .isInstanceOfSatisfying(
                            DeskException.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.INCIDENT_UNKNOWN));
            assertThat(desk.catchUp()).isEqualTo(scene().tree().head());
        }
    }

    @Test
    void catchUp_activationThatTheRulesDoNotGive_convicts() throws Exception {
        scene().report("UA/watch");
        fixture.hub.append(scene().entries().get(scene().entries().size() - 1).bytes());
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.catchUp()).isEqualTo(scene().tree().head());
            fixture.hub.states = honest -> {
                StateStatement.Builder lie = honest.toBuilder();
                lie.getStateBuilder()
                        .getTiersBuilder(0)
                        .setActivatedAtMs(fixture.clock.millis())
                        .setActivatedIndex(honest.getSize() - 1);
                return lie.build();
            };
            assertConvicted(
                    catchThrowableOfType(DeskException.Misbehaved.class, desk::catchUp), Misbehaviour.FALSE_STATE, 22);
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

    // What nobody proves
    // -----------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void served_hubSendsWithoutEnd_endsAt64MiB() throws Exception {
        ByteString large = ByteString.copyFrom(new byte[1 << 20]);
        fixture.hub.dumps = honest -> Collections.nCopies(100, large);
        try (Line line = fixture.surroundings().lines().open(Profile.read(fixture.profile("NO/watch")))) {
            line.connect();
            assertThat(DeskParts.served(new RemoteHub(line), 5_000)).hasSize(63);
        }
    }

    @Test
    void compare_twoHeadsBeyondWhatTheHubServes_keepsBoth() throws Exception {
        long size = scene().entries().size() + 5L;
        try (Desk desk = fixture.open("NO/watch")) {
            desk.compare(fixture.signed(new Head(size, Sha256.of(new byte[] {1}))));
            assertCaught(
                    catchThrowableOfType(
                            DeskException.Misbehaved.class,
                            () -> desk.compare(fixture.signed(new Head(size, Sha256.of(new byte[] {2}))))),
                    Misbehaviour.SPLIT_HISTORY);
        }
    }

    // A hub that is behind
    // ---------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void compare_onlyHubShowsLessForLong_isToldAndNotAccused() throws Exception {
        Head beyond;
        List<byte[]> before = fixture.hub.served();
        try (Desk author = fixture.open("US/watch")) {
            beyond = author.submit(message()).head();
        }
        List<byte[]> whole = fixture.hub.served();
        // A hub that reads a copy, and is behind: NO knows no other.
        fixture.hub.serve(before);
        LinkedBlockingQueue<DeskException> troubles = new LinkedBlockingQueue<>();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.follow(new DeskListener() {
                @Override
                public void onEntry(Delivery entry) {}

                @Override
                public void onTrouble(DeskException trouble) {
                    troubles.add(trouble);
                }
            });
            assertThat(desk.compare(fixture.signed(beyond))).isEqualTo(new Comparison.Beyond(beyond));
            fixture.hub.beat();
            assertThat(desk.catchUp().size()).isEqualTo(before.size());
            // The line may not stand yet when the hub beats: it goes on doing so, and the clock goes on.
            DeskException trouble = null;
            for (int beats = 0; trouble == null && beats < 100; beats++) {
                fixture.clock.advance(Duration.ofSeconds(1));
                fixture.hub.beat();
                trouble = troubles.poll(200, TimeUnit.MILLISECONDS);
            }
            assertThat(trouble)
                    .isInstanceOf(DeskException.Unreachable.class)
                    .hasMessageContaining("is behind what the log has signed: it shows " + before.size()
                            + " entries, and " + beyond.size() + " have been seen");
            assertThat(desk.catchUp().size()).isEqualTo(before.size());
        }
        try (Desk again = fixture.open("NO/watch")) {
            assertThat(again.head().size()).isEqualTo(before.size());
            fixture.hub.serve(whole);
            assertThat(again.catchUp()).isEqualTo(beyond);
            assertThat(again.compare(fixture.signed(beyond))).isEqualTo(new Comparison.Agrees(beyond));
        }
    }
}

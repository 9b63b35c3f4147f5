package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.evidence.Code;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.situation.Situation;
import org.demarche.situation.Spoken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeskTest {
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

    private Draft report() {
        return Notices.report(
                        Category.CATEGORY_DRONE,
                        Notices.place(50.45, 30.52),
                        fixture.clock.instant().minusSeconds(60),
                        fixture.clock.instant(),
                        "Two drones crossed the line.")
                .precedence(Precedence.PRECEDENCE_FLASH);
    }

    @Test
    void open_hubWithHistory_catchesUpAndVerifiesIt() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.head()).isEqualTo(fixture.hub.scene().tree().head());
            assertThat(desk.inForce()).isTrue();
            assertThat(desk.charter().title()).isEqualTo("Ceasefire enforcement plan");
        }
    }

    @Test
    void submit_report_givesVerifiedReceiptAndEmptiesOutbox() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            Receipt receipt = desk.submit(report());

            assertThat(receipt.index()).isEqualTo(fixture.hub.scene().entries().size() - 1L);
            assertThat(receipt.incident()).contains(receipt.notice());
            assertThat(desk.outbox()).isEmpty();
            assertThat(desk.state().resolve("receipts/" + receipt.notice().hex() + ".receipt"))
                    .hasBinaryContent(receipt.bytes().toByteArray());

            desk.catchUp();
            IncidentState state = desk.incident(receipt.notice()).orElseThrow();
            assertThat(state)
                    .isEqualTo(fixture.hub.scene().now(receipt.notice()).state());
            assertThat(desk.incidents()).containsExactly(state);
        }
    }

    @Test
    void situation_logGrows_tellsEachEntryOnceInItsWords() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            Situation before = desk.situation().orElseThrow();
            Sha256 incident = desk.submit(report()).notice();
            fixture.said("GB/watch", "Heard.");
            desk.catchUp();

            Situation after = desk.situation().orElseThrow();

            assertThat(before.journal().size())
                    .isEqualTo(fixture.hub.scene().entries().size() - 2L);
            assertThat(after.journal().size()).isEqualTo(desk.head().size());
            assertThat(after.log().root()).isEqualTo(desk.head().root());
            assertThat(after.journal().tape()).extracting(Spoken::who).startsWith("GB/watch", "NO/watch", "CZ");
            assertThat(after.incident(incident).orElseThrow().incident().state())
                    .isEqualTo(desk.incident(incident).orElseThrow());
        }
    }

    @Test
    void situation_offlineWithoutACopy_isEmpty() throws Exception {
        Profile profile = Profile.read(fixture.profile("NO/watch"));
        try (Desk desk = Desk.offline(profile, file -> new byte[0], fixture.surroundings())) {
            assertThat(desk.situation()).isEmpty();
        }
    }

    @Test
    void submit_lineCutAfterHubLogged_triesAgainAndIsLoggedOnce() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            int before = fixture.hub.scene().entries().size();
            fixture.hub.unavailable.set(3);

            desk.submit(report());

            assertThat(fixture.hub.scene().entries()).hasSize(before + 1);
        }
    }

    @Test
    void submit_hubStaysAway_keepsNoticeAndResendDeliversIt() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.unavailable.set(1000);
            assertThatThrownBy(() -> desk.submit(report())).isInstanceOf(DeskException.Unreachable.class);
            Pending pending = desk.outbox().get(0);
            assertThat(pending.status()).isEqualTo(Pending.Status.WAITING);

            fixture.hub.unavailable.set(0);
            Receipt receipt = desk.resend(pending.id());

            assertThat(receipt.notice()).isEqualTo(pending.id());
            assertThat(desk.outbox()).isEmpty();
        }
    }

    @Test
    void submit_refused_showsSignedReasonAndKeepsNotice() throws Exception {
        try (Desk desk = fixture.open("EE/watch")) {
            Receipt opened = desk.submit(report());
            Draft tier = Notices.proposal(
                    opened.notice(), 9, org.demarche.proto.v1.ProposalAct.PROPOSAL_ACT_ACTIVATE, "", List.of());

            assertThatThrownBy(() -> desk.submit(tier)).isInstanceOfSatisfying(DeskException.Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.TIER_UNKNOWN);
                assertThat(refused.signed()).isTrue();
            });
            assertThat(desk.outbox()).singleElement().satisfies(pending -> {
                assertThat(pending.status()).isEqualTo(Pending.Status.REFUSED);
                assertThat(pending.refusal().orElseThrow().reason()).isEqualTo(Reason.TIER_UNKNOWN);
                byte[] kept = Files.readAllBytes(pending.signedRefusal().orElseThrow());
                HubRefusal word = desk.openRefusal(kept).orElseThrow();
                assertThat(word.notice()).isEqualTo(pending.id());
                assertThat(word.refusal()).isEqualTo(pending.refusal().orElseThrow());
                kept[20] ^= 1;
                assertThat(desk.openRefusal(kept)).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"QUOTA_EXCEEDED", "NOT_READY"})
    void submit_refusedForTheMoment_keepsTheSignedWordAndWaits(Reason reason) throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.turnedAway = Optional.of(new Refusal(reason, "later"));
            assertThatThrownBy(() -> desk.submit(report())).hasMessageContaining("later");

            Pending pending = desk.outbox().get(0);
            assertThat(pending.status()).isEqualTo(Pending.Status.WAITING);
            HubRefusal word = desk.openRefusal(
                            Files.readAllBytes(pending.signedRefusal().orElseThrow()))
                    .orElseThrow();
            assertThat(word.refusal()).isEqualTo(new Refusal(reason, "later"));

            fixture.hub.turnedAway = Optional.empty();
            assertThat(desk.resend(pending.id()).notice()).isEqualTo(pending.id());
            assertThat(desk.outbox()).isEmpty();
        }
    }

    @Test
    void outbox_validityPassed_showsStaleAndRenewSignsAnew() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            fixture.hub.unavailable.set(1000);
            assertThatThrownBy(() -> desk.submit(report())).isInstanceOf(DeskException.Unreachable.class);
            fixture.hub.unavailable.set(0);
            fixture.hub.serve(fixture.hub.served());
            fixture.clock.advance(Duration.ofMinutes(16));
            Pending stale = desk.outbox().get(0);

            assertThat(stale.status()).isEqualTo(Pending.Status.STALE);
            assertThat(desk.renew(stale.id()).notice()).isNotEqualTo(stale.id());
            assertThat(desk.outbox()).isEmpty();
        }
    }

    @Test
    void renew_signedByTheRoot_isSignedByTheRootAgainOrNotAtAll() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            KeyFile root = fixture.key("NO/watch", "root.key");
            fixture.hub.unavailable.set(1000);
            Draft draft = Notices.charterText("none".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> desk.submit(draft, root)).isInstanceOf(DeskException.class);
            fixture.hub.unavailable.set(0);
            Sha256 old = desk.outbox().get(0).id();

            assertThatThrownBy(() -> desk.renew(old))
                    .isInstanceOf(DeskException.Misconfigured.class)
                    .hasMessageContaining("the key of NO/root, sha256:")
                    .hasMessageContaining("nothing was signed")
                    .satisfies(e -> assertThat(((DeskException) e).hint()).contains("--root FILE"));
            assertThat(desk.outbox()).hasSize(1);

            // Signed by the right key at last, the hub refuses it for what it says.
            assertThatThrownBy(() -> desk.renew(old, root))
                    .isInstanceOfSatisfying(
                            DeskException.Refused.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.CHARTER_INVALID));
            assertThat(desk.outbox()).extracting(Pending::id).contains(old).hasSize(2);
        }
    }

    @Test
    void submit_fieldTooLong_saysWhichBeforeAnythingIsSigned() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            assertThatThrownBy(() -> desk.submit(Notices.message("x".repeat(300), "text")))
                    .isInstanceOf(DeskException.Invalid.class)
                    .hasMessageContaining("subject");
            assertThat(desk.outbox()).isEmpty();
        }
    }

    @Test
    void acknowledge_proposal_countsTowardsQuorum() throws Exception {
        try (Desk oslo = fixture.open("NO/watch");
                Desk kyiv = fixture.open("UA/watch")) {
            Receipt opened = oslo.submit(report());
            kyiv.catchUp();
            Receipt proposal = kyiv.propose(opened.notice(), 1);
            oslo.catchUp();
            oslo.acknowledge(proposal.notice(), Position.POSITION_CONCUR);
            oslo.catchUp();

            assertThat(oslo.incident(opened.notice())
                            .orElseThrow()
                            .getProposals(0)
                            .getConcurringList())
                    .containsExactly("NO");
        }
    }

    @Test
    void follow_fromStart_tellsEveryEntryOnceInOrder() throws Exception {
        LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.follow(0, entry -> heard.add(entry.index()));
            desk.submit(report());
            desk.catchUp();
            List<Long> indexes = new ArrayList<>();
            for (int i = 0; i < fixture.hub.scene().entries().size(); i++) {
                indexes.add(heard.poll(10, TimeUnit.SECONDS));
            }
            assertThat(indexes).isSorted().doesNotHaveDuplicates().startsWith(0L);
        }
    }

    @Test
    void open_again_resumesFromOwnCopy() throws Exception {
        long size;
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(report());
            size = desk.catchUp().size();
        }
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.head().size()).isEqualTo(size);
            assertThat(desk.submit(report()).index()).isEqualTo(size);
        }
    }

    @Test
    void open_twiceOverOneStateFolder_bothGoOn() throws Exception {
        // As `watch` in one window and `ack` in another.
        try (Desk first = fixture.open("NO/watch");
                Desk second = fixture.open("NO/watch")) {
            for (int i = 0; i < 3; i++) {
                first.submit(report());
                second.submit(report());
            }
            assertThat(first.catchUp())
                    .isEqualTo(second.catchUp())
                    .isEqualTo(fixture.hub.scene().tree().head());
        }
        try (Desk third = fixture.open("NO/watch")) {
            assertThat(third.incidents()).hasSize(6);
        }
    }

    @Test
    void evidence_ofNotice_isVerifiedAndReturned() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            Receipt opened = desk.submit(report());
            desk.catchUp();
            byte[] bundle = desk.evidence(opened.notice());
            assertThat(Verification.verify(
                                    bundle,
                                    desk.profile().charterHash(),
                                    Optional.empty(),
                                    SignatureVerifier.bouncyCastle())
                            .verdict()
                            .code())
                    .isEqualTo(Code.PROVEN);
            assertThatThrownBy(() -> desk.evidence(opened.notice(), 1))
                    .isInstanceOf(DeskException.Invalid.class)
                    .hasMessageContaining("not active");
        }
    }

    @Test
    void evidence_ofActivation_isVerifiedAndReturned() throws Exception {
        Scene scene = fixture.hub.scene();
        Sha256 incident = scene.report("NO/watch");
        scene.confirm(incident, FindingKind.FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "NO/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        fixture.hub.serve(scene.entries().stream().map(Entry::bytes).toList());
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(Verification.recognizes(desk.evidence(incident, 1))).isTrue();
        }
    }

    @Test
    void offline_afterSync_signsForAnotherDeskToSubmit() throws Exception {
        Profile profile;
        try (Desk desk = fixture.open("NO/watch")) {
            profile = desk.profile();
        }
        byte[] signed;
        try (Desk offline = Desk.offline(
                profile, KeyFile.Passphrase.inFile(profile.passphraseFile().orElseThrow()), fixture.surroundings())) {
            signed = offline.sign(report());
            assertThatThrownBy(() -> offline.submit(report())).isInstanceOf(DeskException.Invalid.class);
        }
        try (Desk other = fixture.open("UA/watch")) {
            Receipt receipt = other.submitSigned(signed);
            other.catchUp();
            assertThat(other.find(receipt.notice())
                            .orElseThrow()
                            .notice()
                            .orElseThrow()
                            .getAuthor())
                    .isEqualTo("NO");
        }
    }
}

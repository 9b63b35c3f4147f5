package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Notices;
import org.demarche.client.Pending;
import org.demarche.client.Profile;
import org.demarche.command.CommandRun;
import org.demarche.envelope.Pae;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.secret.SecretFiles;
import org.demarche.world.Keys;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An officer's errors, and what stands against an officer who makes none: one sentence, the right exit code, and nothing that was signed is lost. */
class DeskWrongUseIT {
    private static final int USAGE = 2;
    private static final int REFUSED = 3;
    private static final int NOT_TRUSTED = 4;
    private static final int SETUP = 5;
    private static final int UNREACHABLE = 6;
    private static final int CONDITION = 7;
    private static final int KIB = 1024;

    @TempDir
    static Path shared;

    private static World world;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        world = World.onTwoClocks(shared, Plan.at(3600)).start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void message_rightlySent_isLogged() {
        assertThat(world.liaison("NO/watch", "message", "All quiet.").code()).isZero();
    }

    @Test
    void find_byAPartyThatIsNoMonitor_isRefusedWithTheReason() {
        assertThat(world.liaison(
                                "UA/watch",
                                "report",
                                "Shelling.",
                                "--category",
                                "artillery",
                                "--place",
                                "48.1,37.7",
                                "--from",
                                rfc(world.deskClock()))
                        .code())
                .isZero();
        String incident =
                world.wire("UA").incidents().keySet().iterator().next().hex();
        Sentences.require(
                world.liaison("PL/watch", "find", incident, "violation"),
                REFUSED,
                "NOT_ENTITLED",
                "refused by the hub, signed");
    }

    private static CommandRun shelling(World world) {
        return world.liaison(
                "NO/watch",
                "report",
                "Shelling.",
                "--category",
                "artillery",
                "--place",
                "48.1,37.7",
                "--from",
                rfc(world.deskClock()));
    }

    private static String rfc(InstantSource clock) {
        return clock.instant().minusSeconds(60).toString();
    }

    @Test
    void notice_of49KiB_isRefusedBeforeItIsSignedAndByTheHub() {
        String text = "x".repeat(49 * KIB);
        Sentences.require(world.liaison("NO/watch", "message", text), USAGE, "message.text");
        Wire wire = world.wire("NO");
        byte[] signed = wire.sign(
                "watch", Notice.newBuilder().setMessage(Message.newBuilder().setText(text)));
        assertThat(wire.refused(signed)).isEqualTo("TOO_LARGE");
    }

    @Test
    void notice_withoutABody_isRefused() {
        Sentences.require(world.liaison("NO/watch", "message", ""), USAGE, "message.text");
        Wire wire = world.wire("NO");
        assertThat(wire.refused(wire.sign("watch", Notice.newBuilder()))).isEqualTo("EMPTY_BODY");
    }

    @Test
    void party_thatTheCharterDoesNotName_isRefusedByDeskAndHub() throws IOException {
        Path profile = changed("party = \"NO\"", "party = \"XX\"");
        Sentences.require(world.liaison(profile, world.deskClock(), "message", "Hello."), SETUP, "no party XX");
        Wire wire = world.wire("NO");
        byte[] signed = wire.sign(
                "watch",
                Notice.newBuilder()
                        .setAuthor("XX")
                        .setMessage(Message.newBuilder().setText("Hello.")));
        assertThat(wire.refused(signed)).isEqualTo("PARTY_UNKNOWN");
    }

    @Test
    void notice_withOneSignatureStripped_isRefused() throws Exception {
        Wire wire = world.wire("NO");
        UnverifiedNotice sound = UnverifiedNotice.parse(wire.sign(
                "watch", Notice.newBuilder().setMessage(Message.newBuilder().setText("Hello."))));
        byte[] body = SignedNotice.parseFrom(sound.bytes()).getNotice().toByteArray();
        HybridSignature other = Keys.signing("GB/watch").sign(Pae.encode(UnverifiedNotice.TYPE, body));
        byte[] mixed = SignedNotice.parseFrom(sound.bytes()).toBuilder()
                .setMlDsa65(ByteString.copyFrom(other.mlDsa65()))
                .build()
                .toByteArray();
        assertThat(wire.refused(mixed)).isEqualTo("SIGNATURE_INVALID");
    }

    @Test
    void key_openToOthers_isRefused() throws IOException {
        Path profile = changed("", "");
        Files.setPosixFilePermissions(directory.resolve("watch.key"), PosixFilePermissions.fromString("rw-r--r--"));
        Sentences.require(
                world.liaison(profile, world.deskClock(), "message", "Hello."), SETUP, "watch.key", "chmod 600");
    }

    @Test
    void key_thatIsMissing_isNamed() throws IOException {
        Path profile = changed("key = \"watch.key\"", "key = \"none.key\"");
        Sentences.require(world.liaison(profile, world.deskClock(), "message", "Hello."), SETUP, "none.key");
    }

    @Test
    void charter_otherThanThePinnedOne_isRefused() throws IOException {
        Path profile = changed("", "");
        Files.writeString(
                directory.resolve("charter.toml"), Files.readString(directory.resolve("charter.toml")) + "\n");
        Sentences.require(
                world.liaison(profile, world.deskClock(), "message", "Hello."), SETUP, "charter.toml", "hash");
    }

    @Test
    void charter_ofAnExerciseInAnActualProfile_isRefused() throws IOException {
        Path profile = changed("status = \"exercise\"", "status = \"actual\"");
        Sentences.require(world.liaison(profile, world.deskClock(), "message", "Hello."), SETUP, "exercise");
    }

    @Test
    void profile_thatIsMissingOrUnsound_saysEverythingThatIsWrong() throws IOException {
        Sentences.require(
                world.liaison(directory.resolve("none.toml"), world.deskClock(), "status"), SETUP, "none.toml");
        Path profile = Files.writeString(directory.resolve("unsound.toml"), "party = \"norway\"\nhub = \"x\"\n");
        Sentences.require(world.liaison(profile, world.deskClock(), "status"), SETUP, "party", "hub", "charter_hash");
    }

    @Test
    void hub_withAnotherPin_isNotTrusted() throws IOException {
        Path profile =
                changed(world.home().pin().fingerprint(), Sha256.of(new byte[1]).fingerprint());
        Sentences.require(
                world.liaison(profile, world.deskClock(), "message", "Hello."),
                NOT_TRUSTED,
                world.home().pin().fingerprint(),
                "hub_pins");
    }

    @Test
    void machine_whoseTlsKeyTheCharterDoesNotName_isNotLetIn() throws IOException {
        Path profile = changed("", "");
        Files.delete(directory.resolve("tls.key"));
        SecretFiles.write(
                directory.resolve("tls.key"), Keys.tls("stranger").keyPem().getBytes(StandardCharsets.US_ASCII));
        Files.writeString(directory.resolve("tls.crt"), Keys.tls("stranger").certificatePem());
        Sentences.require(world.liaison(profile, world.deskClock(), "message", "Hello."), NOT_TRUSTED, "TLS");
    }

    @Test
    void desk_withAWrongClock_keepsWhatItSignedAndSaysSo() throws Exception {
        InstantSource late = () -> world.deskClock().instant().plus(Duration.ofHours(1));
        Path profile = changed("", "");
        Sentences.require(world.liaison(profile, late, "message", "Hello."), CONDITION, "3600000 ms behind");
        try (Desk desk = world.open(Profile.read(profile), world.deskClock())) {
            assertThat(desk.outbox())
                    .singleElement()
                    .extracting(Pending::status)
                    .isEqualTo(Pending.Status.WAITING);
        }
    }

    @Test
    void command_thatDoesNotExist_isUsage() {
        Sentences.require(world.liaison("NO/watch", "mesage", "Hello."), USAGE, "mesage");
        Sentences.require(world.liaison("NO/watch", "find"), USAGE, "INCIDENT");
    }

    @Test
    void hub_withAWrongClock_isSaidAndNothingIsLost() throws Exception {
        try (World apart = World.onClocksApart(directory, Plan.at(3600)).start()) {
            apart.clocks().step(Duration.ofHours(-1));
            Sentences.require(apart.liaison("NO/watch", "message", "Hello."), CONDITION, "3600000 ms behind");
            apart.clocks().step(Duration.ofHours(1));
            Desk desk = apart.desk("NO/watch");
            desk.resend(desk.outbox().get(0).id());
            assertThat(desk.outbox()).isEmpty();
        }
    }

    @Test
    void charter_thatIsADraft_isRefusedWithThePartiesThatAreMissing() {
        try (World draft = World.draft(directory, Plan.at(3600)).start()) {
            draft.assent("NO");
            Sentences.require(shelling(draft), REFUSED, "CHARTER_NOT_IN_FORCE", "US");
        }
    }

    @Test
    void charter_thatHasExpired_isSaid() {
        try (World old = World.onTwoClocks(directory, Plan.at(3600)).start()) {
            old.clocks().pass(Duration.ofDays(20 * 366));
            Sentences.require(shelling(old), REFUSED, "CHARTER_EXPIRED");
        }
    }

    @Test
    void hub_thatDoesNotRun_isUnreachableAndNothingIsLost() throws Exception {
        try (World down = World.onTwoClocks(directory, Plan.at(3600)).start()) {
            Desk desk = down.desk("NO/watch");
            down.end();
            assertThat(catchThrowable(() -> desk.submit(Notices.message("", "Hello."))))
                    .isInstanceOfSatisfying(
                            DeskException.Unreachable.class,
                            e -> assertThat(e).hasMessageContaining("no hub answers at 127.0.0.1"));
            down.close("NO/watch");
            Sentences.require(
                    down.liaison("NO/watch", "message", "Hello again."),
                    UNREACHABLE,
                    "no hub answers at 127.0.0.1:" + down.home().port());
            down.start();
            Desk again = down.desk("NO/watch");
            assertThat(again.outbox())
                    .as("of the desk that was open, and of the command")
                    .hasSize(2);
            for (Pending pending : again.outbox()) {
                again.resend(pending.id());
            }
            assertThat(again.outbox()).isEmpty();
        }
    }

    /** A copy of the profile of {@code NO/watch} and its files, with a change. */
    private Path changed(String from, String to) throws IOException {
        Path profile = world.profileFile("NO/watch");
        for (String name : List.of("charter.toml", "log.pub", "watch.key", "desk.pass", "tls.key", "tls.crt")) {
            Files.copy(profile.resolveSibling(name), directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return Files.writeString(
                directory.resolve("desk.toml"), Files.readString(profile).replace(from, to));
    }
}

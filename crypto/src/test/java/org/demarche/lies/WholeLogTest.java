package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.copy.CopyReader;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Strict;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lying logs as desks keep them, put before the command: the verdict is the one that a bundle of the same log gets, and no step says ok that was not asked. */
class WholeLogTest {
    @TempDir
    Path folder;

    @Test
    void log_thatBeginsWithVersion2_isUndecided() throws IOException {
        LieCharter second = LieCharter.plain().successor();
        assertThat(steps(Tale.adopted(second), second, 30))
                .containsExactly(
                        "ok",
                        "undecided",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked");
    }

    @Test
    void possession_false_failsTheStepOfSignatures() throws IOException {
        LieLog log = Tale.adopted(LieCharter.plain());
        Notice.Builder change = HonestTales.keyChange("UA", "watch", "UA/watch2");
        change.getKeyChangeBuilder()
                .getAddedBuilder(0)
                .setKey(Possession.prove(
                        LieKeys.party("UA/watch2"), "GB", LieCharter.plain().hash()));
        log.govern("UA/root", change);
        assertSignaturesFail(log);
    }

    @Test
    void signature_false_leavesWhatStandsBehindItUnasked() throws IOException {
        LieLog log = Tale.adopted(LieCharter.plain());
        SignedNotice.Builder said = log.signed("UA/watch", Says.message("Good morning")).toBuilder();
        log.take(said.setEd25519(ByteString.copyFrom(new byte[64])).build());
        log.say("UA/watch", Says.message("Good night"));
        assertSignaturesFail(log);
    }

    private void assertSignaturesFail(LieLog log) throws IOException {
        assertThat(steps(log, LieCharter.plain(), 12))
                .containsExactly(
                        "ok",
                        "ok",
                        "failed",
                        "ok",
                        "ok",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked",
                        "not asked");
    }

    @Test
    void anchor_overTheFuture_isNoneOfTheLogs() throws IOException {
        LieLog log = Tale.adopted(LieCharter.plain());
        Anchor now = log.anchor(log.size());
        for (int ahead : new int[] {1, 7}) {
            LieLog lying = Tale.adopted(LieCharter.plain());
            lying.say(
                    "UA/watch",
                    Says.message("Good morning").setAnchor(now.toBuilder().setSize(log.size() + ahead)));
            lying.say("UA/watch", Says.message("Good night"));
            assertThat(steps(lying, LieCharter.plain(), 14).subList(2, 10))
                    .containsExactly(
                            "ok", "failed", "ok", "not asked", "not asked", "not asked", "not asked", "not asked");
        }
    }

    /** The ten steps of a log that the log itself has signed. */
    private List<String> steps(LieLog log, LieCharter trusted, int exit) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(CopyReader.magic());
            for (int i = 0; i < log.size(); i++) {
                byte[] entry = Strict.encode(log.entry(i));
                out.writeInt(entry.length);
                out.write(entry);
            }
        }
        Files.write(copy.resolve("entries"), bytes.toByteArray());
        Files.write(copy.resolve("head"), log.checkpoint(log.size()));
        Path keys = folder.resolve("log.pub");
        Files.write(
                keys,
                new CheckpointSigner(LieLog.ORIGIN, LieKeys.log("log"))
                        .keys().stream().map(NoteKey::text).toList());
        VerifyRun run = VerifyRun.of(
                copy.toString(), "--charter", trusted.hash().hex(), "--log-keys", keys.toString(), "-o", "json");
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(exit);
        List<String> steps = new ArrayList<>();
        for (JsonNode step : new ObjectMapper().readTree(run.out()).at("/steps")) {
            steps.add(step.at("/status").asText());
        }
        return steps;
    }
}

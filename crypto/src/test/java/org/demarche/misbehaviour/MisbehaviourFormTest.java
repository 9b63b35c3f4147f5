package org.demarche.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.demarche.envelope.Strict;
import org.demarche.evidence.Code;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieLog;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.proto.v1.RefusedEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no misbehaviour file, and what the sentence says of it. */
class MisbehaviourFormTest {
    private static byte[] bytes(String name) {
        try (InputStream file =
                MisbehaviourFormTest.class.getResourceAsStream("/misbehaviour/" + name + ".misbehaviour")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static MisbehaviourFile file(String name) {
        return LieLog.parse(MisbehaviourFile.getDefaultInstance(), bytes(name));
    }

    private static Report verify(byte[] file) {
        return MisbehaviourVerification.verify(file, LieCharter.plain().hash(), SignatureVerifier.bouncyCastle());
    }

    private static Arguments form(String of, Consumer<MisbehaviourFile.Builder> change, String sentence) {
        return Arguments.of(of, change, sentence);
    }

    static Stream<Arguments> forms() {
        String whole = "whole-log-that-the-rules-take";
        ByteString first = file(whole).getLog(0);
        ProvenEntry proven = file("dates-that-fit").getEntries(0);
        ByteString garbage = ByteString.copyFromUtf8("garbage");
        return Stream.of(
                form("one-history", f -> f.clearCheckpoint(), "checkpoint: missing"),
                form(
                        "state-that-the-rules-give",
                        f -> f.setCheckpoint(file("one-history").getCheckpoint()),
                        "checkpoint: not beside a word that names the head"),
                form(
                        "dates-that-fit",
                        f -> f.clearGovernance().clearEntries().addLog(first),
                        "log: this lie needs a few entries only, not the whole log"),
                form(whole, f -> f.addGovernance(proven), "log: beside chains (expected: one or the other)"),
                form(whole, f -> f.addEntries(proven), "log: beside chains (expected: one or the other)"),
                form(whole, f -> f.addCharters(garbage), "log: beside chains (expected: one or the other)"),
                form(
                        whole,
                        f -> f.addGovernance(proven).addEntries(proven),
                        "log: beside chains (expected: one or the other)"),
                form(
                        whole,
                        f -> f.addEntries(proven).addCharters(garbage),
                        "log: beside chains (expected: one or the other)"),
                form("one-history", f -> f.clearGovernance(), "governance: 0 items (expected: at least 1)"),
                form("one-history", f -> f.addEntries(proven), "entries: two heads need none"),
                form("dates-that-fit", f -> f.clearEntries(), "entries: 0 items (expected: at least 1)"),
                form(
                        "chains-that-are-whole",
                        f -> f.getBrokenChainBuilder().setLeaves(ByteString.copyFrom(new byte[33])),
                        "leaves: not a multiple of 32 bytes"),
                form(whole, f -> f.clearLog().addLog(file(whole).getLog(1)), "log: begins with entry 1 (expected: 0)"),
                form(
                        "dates-that-fit",
                        f -> f.addGovernance(f.getGovernance(0)),
                        "governance: entry 0 (expected: entry 0 first, then ascending)"),
                form(
                        "one-history",
                        f -> f.getSplitHistoryBuilder().clearDifference(),
                        "difference: missing (expected: exactly one)"),
                form(
                        "one-history",
                        f -> f.getSplitHistoryBuilder().clearOther(),
                        "other: missing (expected: exactly one)"),
                form("dates-that-fit", f -> f.getEntriesBuilder(1).setEntry(garbage), "entries[1]: "),
                form("dates-that-fit", f -> f.getGovernanceBuilder(1).setEntry(garbage), "governance[1]: "),
                form(whole, f -> f.setLog(3, garbage), "log[3]: "));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void file_ofAnotherForm_isUnreadable(String of, Consumer<MisbehaviourFile.Builder> change, String sentence) {
        MisbehaviourFile.Builder other = file(of).toBuilder();
        change.accept(other);
        Report report = verify(Strict.encode(other.build()));
        assertThat(report.verdict().code()).isEqualTo(Code.UNREADABLE);
        assertThat(report.step(Check.READABLE).sentence())
                .startsWith("not a sound misbehaviour file: ")
                .contains(sentence);
    }

    @Test
    void file_cutWithinItsBeginning_isNoMisbehaviourFile() {
        byte[] file = bytes("one-history");
        int beginning = 2 + "demarche-misbehaviour".length() + 1;
        assertThat(MisbehaviourVerification.recognizes(Arrays.copyOf(file, beginning)))
                .isTrue();
        assertThat(MisbehaviourVerification.recognizes(Arrays.copyOf(file, beginning - 1)))
                .isFalse();
        for (int length : new int[] {0, 1, beginning - 1, beginning}) {
            assertThat(verify(Arrays.copyOf(file, length)).step(Check.READABLE).sentence())
                    .as("%d bytes", length)
                    .isEqualTo("not a misbehaviour file");
        }
    }

    @Test
    void version_zeroOrOfMoreBytes_isNoMisbehaviourFile() {
        byte[] file = bytes("one-history");
        int version = 2 + "demarche-misbehaviour".length() + 1;
        for (byte other : new byte[] {0, (byte) 0x81}) {
            byte[] changed = file.clone();
            changed[version] = other;
            assertThat(verify(changed).step(Check.READABLE).sentence()).isEqualTo("not a misbehaviour file");
        }
    }

    @Test
    void file_largerThanAnySuch_isNotRead() {
        assertThat(verify(new byte[MisbehaviourVerification.MAX_BYTES + 1])
                        .step(Check.READABLE)
                        .sentence())
                .isEqualTo("the file is larger than 64 MiB; no such file is");
        assertThat(verify(new byte[MisbehaviourVerification.MAX_BYTES])
                        .step(Check.READABLE)
                        .sentence())
                .isEqualTo("not a misbehaviour file");
    }

    @Test
    void charter_thatNobodyCanRead_leavesItUndecided() {
        byte[] text = "title = 1".getBytes(StandardCharsets.UTF_8);
        LieLog log = LieLog.of(LieCharter.plain());
        log = log.changed(0, e -> e.getGenesisBuilder().setText(ByteString.copyFrom(text)));
        MisbehaviourFile file = MisbehaviourFile.newBuilder()
                .setFormat("demarche-misbehaviour")
                .setVersion(1)
                .setCheckpoint(ByteString.copyFrom(log.checkpoint(1)))
                .addLog(ByteString.copyFrom(Strict.encode(log.entry(0))))
                .setRefusedEntry(RefusedEntry.getDefaultInstance())
                .build();
        Report report =
                MisbehaviourVerification.verify(Strict.encode(file), Sha256.of(text), SignatureVerifier.bouncyCastle());
        assertThat(report.verdict().code()).isEqualTo(Code.OTHER_CHARTER);
        assertThat(report.step(Check.CHARTER).sentence())
                .isEqualTo("the text that you trust is not a charter that this program can read");
    }
}

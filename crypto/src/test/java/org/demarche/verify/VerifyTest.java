package org.demarche.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.TlogProof;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.Bundles;
import org.demarche.evidence.Copies;
import org.demarche.evidence.LogForge;
import org.demarche.evidence.MemoryLog;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.FindingKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyTest {
    private MemoryLog log;
    private byte[] tierOne;
    private byte[] notice;
    private byte[] charter;
    private String hash;

    @TempDir
    Path folder;

    /** What the command answered. */
    private record Ran(int exit, String out, String err) {}

    @BeforeAll
    void tellTheStory() {
        charter = SampleCharter.exercise(TestKeys::fingerprint, 3600).bytes();
        hash = Sha256.of(charter).hex();
        Scene scene = Scene.draft(SampleCharter.exercise(TestKeys::fingerprint, 3600));
        SampleCharter.PARTIES.keySet().forEach(p -> Scene.entry(scene.assent(p, scene.charter())));
        Sha256 incident = scene.report("UA/watch");
        scene.confirm(incident, FindingKind.FINDING_KIND_VIOLATION, "US/watch", "GB/watch", "FR/watch");
        Sha256 proposal = Scene.id(scene.propose(incident, 1, "UA/watch"));
        scene.concur(incident, proposal, "UA/watch", "NO/watch");
        log = LogForge.honest(scene);
        tierOne = log.incidentBundle(incident);
        notice = log.noticeBundle(log.size() - 1);
    }

    private static Ran run(InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Verify.main(
                args,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Ran run(byte[] in, String... args) {
        return run(new ByteArrayInputStream(in), args);
    }

    @Test
    void tlogProofs_ofAProvenFile_areWrittenBesideTheirEntriesAndRecognised() throws Exception {
        Path proofs = folder.resolve("new/proofs");
        Ran ran = run(tierOne, "-", "--charter", hash, "--tlog-proofs", proofs.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        List<Path> entries;
        try (Stream<Path> files = Files.list(proofs)) {
            entries = files.filter(f -> f.toString().endsWith(".entry")).toList();
        }
        assertThat(entries).hasSizeGreaterThan(10);
        assertThat(proofs.toFile().list()).hasSize(2 * entries.size());
        for (Path entry : entries) {
            String index = entry.getFileName().toString().replace(".entry", "");
            byte[] file = Files.readAllBytes(proofs.resolve(index + ".tlog-proof"));
            TlogProof proof = TlogProof.parse(file);
            assertThat(proof.index()).hasToString(index);
            assertThat(proof.includes(Merkle.leaf(Files.readAllBytes(entry)))).isTrue();
            assertThat(proof.note().bytes())
                    .isEqualTo(EvidenceBundle.parseFrom(tierOne).getCheckpoint().toByteArray());
        }
        String one = proofs.resolve("0.tlog-proof").toString();
        assertThat(run(tierOne, one, "--charter", hash).out())
                .contains("a C2SP tlog-proof, not a bundle: it would show that entry 0 stands in the log ");
        assertThat(run(tierOne, one, "--charter", hash).exit()).isEqualTo(10);
        byte[] damaged = Files.readAllBytes(Path.of(one));
        damaged[30] ^= 1;
        assertThat(run(damaged, "-", "--charter", hash).out()).contains("a damaged C2SP tlog-proof: tlog-proof: ");

        Ran again = run(tierOne, "-", "--charter", hash, "--tlog-proofs", proofs.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("is there already (expected: a new folder)");
    }

    @Test
    void log_asADesksFolder_isProvenWithTheLogsKeys() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state/log"));
        Files.write(state.resolve("entries"), Copies.entries(log));
        Files.write(state.resolve("head"), log.checkpoint());
        Path keys = folder.resolve("log.pub");
        Files.write(
                keys,
                new CheckpointSigner(MemoryLog.ORIGIN, TestKeys.log())
                        .keys().stream().map(NoteKey::text).toList());
        for (Path given : List.of(state, state.getParent())) {
            Ran ran = run(notice, given.toString(), "--charter", hash, "--log-keys", keys.toString());
            assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out()).contains("PROVEN: the log hub.exercise.example/ceasefire holds these ");
        }
        assertThat(run(notice, state.toString(), "--charter", hash).exit()).isEqualTo(2);
        assertThat(run(notice, state.toString(), "--charter", hash).err()).contains("--log-keys is missing");
        assertThat(run(notice, folder.toString(), "--charter", hash, "--log-keys", keys.toString())
                        .exit())
                .isEqualTo(2);
        assertThat(run(notice, "-", "--charter", hash, "--log-keys", keys.toString())
                        .err())
                .contains("--log-keys is for a log");
        Files.write(state.resolve("entries"), new byte[] {1, 2, 3});
        Ran broken = run(notice, state.toString(), "--charter", hash, "--log-keys", keys.toString());
        assertThat(broken.exit()).isEqualTo(10);
        assertThat(broken.out()).contains("entries: not a copy of a log");
    }

    @Test
    void tlogProofs_ofAnInvalidFile_areNotWritten() {
        byte[] broken = tierOne.clone();
        broken[broken.length / 2] ^= 1;
        Path proofs = folder.resolve("none");
        Ran ran = run(broken, "-", "--charter", hash, "--tlog-proofs", proofs.toString());
        assertThat(ran.exit()).isBetween(10, 14);
        assertThat(ran.err()).contains("no tlog-proofs were written");
        assertThat(proofs).doesNotExist();
    }

    @Test
    void activation_fromStandardInput_isProvenInTenLinesAndAVerdict() {
        Ran ran = run(tierOne, "-", "--charter", hash, "--expect", "tier 1");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().toList().subList(1, 11))
                .allMatch(l -> l.matches("( [1-9]|10)  (ok|not asked) .*"));
        assertThat(ran.out())
                .startsWith("EXERCISE")
                .contains(
                        "  [holds] UA and 1 of coalition\n",
                        "    [holds] UA: UA\n",
                        "    [holds] 1 of coalition: NO; not GB, FR");
        assertThat(ran.out().lines().reduce((a, b) -> b).orElseThrow())
                .startsWith("PROVEN: tier 1 (")
                .endsWith("time and history are the hub's word.");
    }

    @Test
    void charter_asFileFingerprintOrFileOfItsHash_isTheSame() throws IOException {
        Path text = Files.write(folder.resolve("charter.toml"), charter);
        Path line = Files.writeString(folder.resolve("charter.sha256"), hash + "\n");
        Path sum = Files.writeString(folder.resolve("charter.sum"), hash + "  charter.toml\n");
        for (String given : new String[] {text.toString(), line.toString(), sum.toString(), hash, "sha256:" + hash}) {
            assertThat(run(tierOne, "-", "--charter", given).exit()).as(given).isZero();
        }
    }

    @Test
    void charter_another_isUndecided() throws IOException {
        Path changed = Files.write(
                folder.resolve("changed.toml"),
                (new String(charter, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8));
        Ran ran = run(tierOne, "-", "--charter", changed.toString());
        assertThat(ran.exit()).isEqualTo(30);
        assertThat(ran.out().lines().reduce((a, b) -> b).orElseThrow()).startsWith("UNDECIDED: step 2");
    }

    @Test
    void expect_anotherResult_exitsSeven() throws IOException {
        Path file = Files.write(folder.resolve("a.evidence"), tierOne);
        assertThat(run(new byte[0], file.toString(), "--charter", hash, "--expect", "tier 3")
                        .exit())
                .isEqualTo(Verify.UNEXPECTED);
        assertThat(run(notice, "-", "--charter", hash, "--expect", "tier 1").exit())
                .isEqualTo(Verify.UNEXPECTED);
        assertThat(run(notice, "-", "--charter", hash, "--expect", "notice").exit())
                .isZero();
        // A file that proves nothing is not another result.
        assertThat(run(tierOne, "-", "--charter", Sha256.of().hex(), "--expect", "tier 3")
                        .exit())
                .isEqualTo(30);
    }

    @Test
    void json_anyVerdict_isOneObjectWithTenSteps() throws IOException {
        for (byte[] file : new byte[][] {tierOne, notice, new byte[0], Bundles.edit(tierOne, b -> b.setVersion(9))}) {
            Ran ran = run(file, "-", "--charter", hash, "-o", "json");
            int steps = 0;
            try (JsonParser parser = new JsonFactory().createParser(ran.out())) {
                while (parser.nextToken() != null) {
                    steps += "number".equals(parser.currentName())
                                    && parser.currentToken().isNumeric()
                            ? 1
                            : 0;
                }
            }
            assertThat(steps).isEqualTo(10);
            assertThat(ran.out()).contains("\"exit\" : " + ran.exit());
        }
        assertThat(run(tierOne, "-", "--charter", hash, "-o", "json").out())
                .contains(
                        "\"class\" : \"PROVEN\"",
                        "\"kind\" : \"tiers\"",
                        "\"plan_time\" : \"T+00:00\"",
                        "\"trusted_charter\" : \"" + hash + "\"");
    }

    @Test
    void file_ofAnotherKind_isUnreadableAndSaysWhatItIs() {
        assertThat(run(charter, "-", "--charter", hash).out()).contains("a charter's text, not a bundle");
        assertThat(run(new byte[0], "-", "--charter", hash).out()).contains("the file is empty");
        assertThat(run("SQLite format 3\0and so on".getBytes(StandardCharsets.US_ASCII), "-", "--charter", hash)
                        .out())
                .contains("a hub's log file");
        assertThat(run(new byte[] {1, 2, 3}, "-", "--charter", hash).exit()).isEqualTo(10);
    }

    @Test
    void usage_wrong_exitsTwoWithAnErrorAndAHint() {
        String[][] wrong = {
            {},
            {"-"},
            {"-", "--charter", "no such file"},
            {"no such file", "--charter", hash},
            {"-", "--charter", hash, "-o", "xml"},
            {"-", "--charter", hash, "--expect", "tier 0"},
            {"-", "--charter", hash, "--at", "today"},
            {"-", "--charter", hash, "--what"},
            {"-", "--charter", hash.toUpperCase(Locale.ROOT)}
        };
        for (String[] args : wrong) {
            Ran ran = run(tierOne, args);
            assertThat(ran.exit()).as(String.join(" ", args)).isEqualTo(Verify.USAGE);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err().lines()).hasSize(2).element(0).asString().startsWith("demarche: error: ");
        }
    }

    @Test
    void help_asked_tellsEveryExitCode() {
        Ran ran = run(new byte[0], "--help");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("  22   DISPROVEN", "  30   UNDECIDED", "--charter=HASH|FILE");
    }

    @Test
    void at_given_asksForNoRenewalOfNothing() {
        Ran ran = run(tierOne, "-", "--charter", hash, "--at", "2076-03-01T00:00:00Z");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("as of 2076-03-01T00:00:00Z: of what it rests on, nothing ends by what you say");
    }

    @Test
    void algorithms_thatHaveFallen_leaveTheFileUndecided() throws IOException {
        Path fallen = Files.writeString(
                folder.resolve("fallen.toml"),
                "[[algorithm]]\nname = \"SHA-256\"\ntrusted_until = 2046-01-01T00:00:00Z\n");
        String[] asked = {"-", "--charter", hash, "--algorithms", fallen.toString(), "--at", "2045-12-31T00:00:00Z"};
        Ran before = run(tierOne, asked);
        assertThat(before.exit()).isZero();
        assertThat(before.out())
                .contains(
                        "as of 2045-12-31T00:00:00Z: it is good until 2046-01-01T00:00:00Z, the end of the trust in SHA-256");
        asked[6] = "2046-01-02T00:00:00Z";
        Ran after = run(tierOne, asked);
        assertThat(after.exit()).isEqualTo(32);
        assertThat(after.out())
                .contains(
                        "7  undecided  time: as of 2046-01-02T00:00:00Z it had to be renewed: the trust in SHA-256 ended at "
                                + "2046-01-01T00:00:00Z, and it brings no evidence record [32]");
    }

    @Test
    void readersFiles_thatCannotBeUsed_areUsage() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "[[algorithm]]\nname = \"MD5\"\n");
        String at = "2046-01-02T00:00:00Z";
        String[][] wrong = {
            {"--algorithms", text.toString(), "--at", at},
            {"--algorithms", folder.resolve("none").toString(), "--at", at},
            {"--algorithms", text.toString()},
            {"--anchor", text.toString(), "--at", at},
            {"--anchor", "ACME=" + text, "--at", at},
            {"--anchor", "=" + text, "--at", at}
        };
        List<String> said = List.of(
                "name: 'MD5' (expected: one of",
                "cannot be read",
                "are for --at",
                "no name (expected: NAME=FILE",
                "not PEM",
                "no name (expected: NAME=FILE");
        for (int i = 0; i < wrong.length; i++) {
            Ran ran = run(
                    tierOne,
                    Stream.concat(Stream.of("-", "--charter", hash), Stream.of(wrong[i]))
                            .toArray(String[]::new));
            assertThat(ran.exit()).as(ran.err()).isEqualTo(Verify.USAGE);
            assertThat(ran.err()).contains(said.get(i));
        }
    }

    @Test
    void defect_ofOurOwn_isOneLineWithAReportId() {
        Ran ran = run(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalStateException("as if by a defect");
                    }
                },
                "-",
                "--charter",
                hash);
        assertThat(ran.exit()).isEqualTo(Verify.DEFECT);
        assertThat(ran.err().lines())
                .hasSize(1)
                .element(0)
                .asString()
                .matches("demarche: error: a defect of this program, report [0-9a-f]{12} .*");
    }
}

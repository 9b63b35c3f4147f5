package org.demarche.client.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.demarche.conformance.Case;
import org.demarche.conformance.Json;
import org.demarche.conformance.Kit;
import org.demarche.conformance.ReferenceClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against clients that are right, that have one fault, and that are none. */
class ConformanceRunTest {
    private static final List<Case> CASES = Kit.cases();

    @TempDir
    Path folder;

    /** What a run of the command gave. */
    private record Ran(int exit, String out, String err) {
        List<String> failed() {
            JsonNode failures = Json.read(out).orElseThrow().path("failures");
            return StreamSupport.stream(failures.spliterator(), false)
                    .map(f -> f.path("case").asText())
                    .toList();
        }

        String fault(String name) {
            JsonNode failures = Json.read(out).orElseThrow().path("failures");
            return StreamSupport.stream(failures.spliterator(), false)
                    .filter(f -> f.path("case").asText().equals(name))
                    .map(f -> f.path("fault").asText())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** That all of them come out so, the test that writes the kit's folder anew has seen; here they are read as the command reads them. */
    @Test
    void reference_everyEighthCase_passes() {
        for (int i = 0; i < Kit.names().size(); i += 8) {
            Case each = Kit.read(Kit.names().get(i)).orElseThrow();
            ObjectNode said = ReferenceClient.answer(each.question(1));
            assertThat(each.judge(said.path("answer"))).as(each.name()).isEmpty();
        }
    }

    @Test
    void run_againstTheReference_exits0AndCounts() {
        Ran ran = run("--against", client(Conformance.class, "serve"), "--subject", "tree,rule");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("tree ")
                .contains("rule ")
                .doesNotContain("FAILED  ")
                .contains("demarche: " + named("tree/", "rule/").size() + " of ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void run_againstOneThatTakesEveryInclusion_failsExactlyTheFalseOnes() {
        Ran ran = run("--against", faulty("takes-every-inclusion"), "--subject", "tree", "-o", "json");

        assertThat(ran.exit()).isEqualTo(7);
        assertThat(ran.failed())
                .containsExactlyElementsOf(CASES.stream()
                        .filter(c -> c.ask().equals("tree/inclusion") && c.negative())
                        .map(Case::name)
                        .toList())
                .hasSizeGreaterThan(20);
        assertThat(ran.fault("tree/inclusion-index-is-size")).isEqualTo("result: expected \"refuse\", got \"accept\"");
    }

    @Test
    void run_againstOneThatMindsNoPolicy_failsThoseTokens() {
        Ran ran = run("--against", faulty("minds-no-policy"), "--subject", "token", "-o", "json");

        assertThat(ran.exit()).isEqualTo(7);
        assertThat(ran.failed()).containsExactly("token/token-of-another-policy", "token/token-of-a-policy-below");
    }

    /** One rule is forgotten, and exactly the cases about it tell. */
    @Test
    void client_thatForgetsARule_failsTheCasesAboutIt() {
        assertThat(failed("doubts-nobody", "fold/doubtful"))
                .hasSize(9)
                .contains("fold/doubtful-from-its-index", "fold/doubtful-of-a-former-root")
                .doesNotContain("fold/doubtful-none");
        assertThat(failed("doubts-nobody", "bundle/doubtful"))
                .containsExactly("bundle/doubtful-in-honest-compromised-later");
        assertThat(failed("closes-no-log", "charter/ends")).containsExactly("charter/ends-final");
        assertThat(failed("takes-every-log-for-the-predecessor", "charter/predecessor"))
                .containsExactlyElementsOf(negative("charter/predecessor"))
                .hasSizeGreaterThan(10);
        assertThat(failed("takes-every-token-for-lean", "token/check"))
                .containsExactly(
                        "token/token-with-its-anchor",
                        "token/token-with-another-certificate",
                        "token/token-with-an-unsigned-attribute");
        assertThat(failed("trusts-every-algorithm", "renewal/verify"))
                .contains(
                        "renewal/sha-256-fallen",
                        "renewal/hash-never-renewed",
                        "renewal/renewed-after-curves-fell",
                        "renewal/tokens-whose-hash-has-fallen")
                .doesNotContain("renewal/tokens-that-have-ended");
        assertThat(failed("lives-in-2030", "renewal/verify"))
                .contains(
                        "renewal/a-millisecond-after-the-fall",
                        "renewal/never-renewed",
                        "renewal/tokens-that-have-ended",
                        "renewal/one-record-where-two-must-stamp")
                .doesNotContain("renewal/sha-256-fallen");
        assertThat(failed("takes-every-record", "renewal/record"))
                .containsExactlyElementsOf(negative("renewal/record"))
                .hasSizeGreaterThan(50);
        assertThat(failed("convicts-whoever-is-accused", "misbehaviour/verify"))
                .containsExactlyElementsOf(negative("misbehaviour/verify"))
                .hasSizeGreaterThan(50);
        assertThat(failed("calls-every-lie-a-split-history", "misbehaviour/verify"))
                .contains(
                        "misbehaviour/incident-pointer-to-nothing",
                        "misbehaviour/date-before-an-earlier-entry",
                        "misbehaviour/entry-that-the-rules-refuse",
                        "misbehaviour/refusal-of-true-signatures",
                        "misbehaviour/state-without-an-activation")
                .doesNotContain("misbehaviour/two-heads-of-one-size");
    }

    private static List<String> failed(String fault, String ask) {
        return CASES.stream()
                .filter(c -> c.ask().equals(ask))
                .filter(c -> c.judge(Json.read(FaultyClient.answer(fault, c.question(1)))
                                .orElseThrow()
                                .path("answer"))
                        .isPresent())
                .map(Case::name)
                .toList();
    }

    private static List<String> negative(String ask) {
        return CASES.stream()
                .filter(c -> c.ask().equals(ask) && c.negative())
                .map(Case::name)
                .toList();
    }

    @Test
    void run_againstOneThatDies_startsItAnewForTheNextCase() {
        Ran ran = run("--against", faulty("dies-of-a-tab"), "--subject", "rule", "-o", "json");

        assertThat(ran.exit()).isEqualTo(7);
        assertThat(ran.failed()).containsExactly("rule/tab-for-a-space");
        assertThat(ran.fault("rule/tab-for-a-space")).isEqualTo("the client ended with exit code 3");
    }

    @Test
    void run_againstOneThatCannotAnswer_saysWhatItSaid() {
        Ran ran = run("--against", faulty("cannot-count"), "--subject", "rule");

        assertThat(ran.exit()).isEqualTo(7);
        assertThat(ran.out())
                .contains(
                        "FAILED  rule/count-with-a-leading-zero: no answer: a zero in front (A count has no leading zero)")
                .containsOnlyOnce("FAILED  ");
    }

    @Test
    void run_reasons_mayBeLeftOutButNotBeWrong() {
        assertThat(run("--against", faulty("gives-no-reasons"), "--subject", "rule")
                        .exit())
                .isZero();
        Ran wrong = run("--against", faulty("gives-wrong-reasons"), "--subject", "rule", "-o", "json");
        assertThat(wrong.failed())
                .containsExactlyElementsOf(CASES.stream()
                        .filter(c -> c.subject().equals("rule") && c.negative())
                        .map(Case::name)
                        .toList());
    }

    @Test
    void run_againstOneThatFallsSilent_startsItAnewForTheNextCase() {
        Ran ran =
                run("--against", faulty("falls-silent-at-a-tab"), "--subject", "rule", "--timeout", "3", "-o", "json");

        assertThat(ran.exit()).isEqualTo(7);
        assertThat(ran.failed()).containsExactly("rule/tab-for-a-space");
        assertThat(ran.fault("rule/tab-for-a-space")).isEqualTo("no answer within 3 s");
    }

    @Test
    void run_againstNoClient_exits5InOneSentence() {
        refused("cat", "the client does not speak the protocol: no answer: neither answer nor error");
        refused("exit 4", "the client does not speak the protocol: the client ended with exit code 4");
        refused("echo hello", "the client does not speak the protocol: a line that is no JSON object: hello");
        refused("read a; echo '{\"id\":7,\"answer\":{}}'", "an answer to question 7 (expected: 0)");
        refused("head -c 20000000 /dev/zero", "an answer of more than 16777216 bytes");
        refused(faulty("speaks-another-protocol"), "the client speaks protocol 2 (expected: 1)");
    }

    private void refused(String command, String sentence) {
        Ran ran = run("--against", command);
        assertThat(ran.exit()).as(command).isEqualTo(5);
        assertThat(ran.err()).startsWith("demarche: error: ").contains(sentence).contains("demarche: hint: ");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void wrongUsage_isSaidInOneSentence() {
        usage("against which client?");
        usage("--subject weather (expected: one of bundle, charter, ", "--against", "true", "--subject", "weather");
        usage("-o xml (expected: table or json)", "--against", "true", "-o", "xml");
        usage("--timeout 0 (expected: 1 to 3600)", "--against", "true", "--timeout", "0");
        usage("there is no case tree/x", "show", "tree/x");
        Ran ran = run("--against", "true", "--files", folder.resolve("none").toString());
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).contains("none: can't be read");
    }

    private void usage(String sentence, String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("demarche: error: " + sentence).contains("demarche: hint: ");
    }

    @Test
    void files_ofAFolder_areAskedAboutWithTheTablesCode() throws IOException {
        Case bundle = Kit.read("bundle/byte-appended").orElseThrow();
        Files.write(
                folder.resolve("a.evidence"),
                java.util.HexFormat.of().parseHex(bundle.input().get("bundle").asText()));
        Files.writeString(folder.resolve("c.toml"), "any text");
        Files.writeString(
                folder.resolve("lies.tsv"), "file\tcharter\texpect\texit\tstep\na.evidence\tc.toml\tnotice\t14\t4\n");

        Ran ran = run(
                "--against",
                client(Conformance.class, "serve"),
                "--subject",
                "bundle",
                "--files",
                folder.toString(),
                "-o",
                "json");

        assertThat(ran.failed()).containsExactly("bundle/a");
        assertThat(ran.fault("bundle/a")).isEqualTo("code: expected 14, got 10");
    }

    @Test
    void kit_listShowAndExport_haveEveryCase() throws IOException {
        assertThat(run("list").out().lines()).hasSameSizeAs(Kit.names()).allMatch(l -> l.split("\t").length == 3);
        Ran shown = run("show", "checkpoint/open");
        assertThat(shown.out())
                .startsWith("{")
                .contains("\"case\" : \"checkpoint/open\"")
                .doesNotContain("\"@");
        Path to = folder.resolve("kit");
        assertThat(run("export", to.toString()).out()).isEqualTo(Kit.names().size() + " cases written to " + to + "\n");
        for (String file : Kit.files()) {
            assertThat(Arrays.equals(Files.readAllBytes(to.resolve(file)), Kit.file(file)))
                    .as(file)
                    .isTrue();
        }
        assertThat(run("export", to.toString()).exit()).isEqualTo(2);
    }

    @Test
    void serve_linesThatAreNoQuestions_areAnsweredWithAnError() {
        String questions = String.join(
                "\n",
                "no JSON",
                "{\"id\":1,\"ask\":\"weather\",\"input\":{}}",
                "{\"id\":2,\"ask\":\"tree/leaf\"}",
                "{\"id\":3,\"ask\":\"tree/leaf\",\"input\":{\"entry\":\"0\"}}",
                "{\"id\":4,\"ask\":\"tree/inclusion\",\"input\":{\"index\":\"01\"}}",
                Kit.read("signing/checkpoint-of-nothing")
                        .orElseThrow()
                        .question(4)
                        .replace("\"time_s\":\"1\"", "\"time_s\":\"0\""),
                "{\"id\":5,\"ask\":\"tree/leaf\",\"input\":{\"entry\":\"\"}}");

        Ran ran = run(new ByteArrayInputStream(questions.getBytes(StandardCharsets.UTF_8)), "serve");

        assertThat(ran.exit()).isZero();
        List<String> answers = ran.out().lines().toList();
        assertThat(answers).hasSize(7);
        assertThat(answers.subList(0, 6)).allMatch(a -> a.contains("\"error\":"));
        assertThat(answers.get(6)).contains("\"answer\":{\"result\":\"accept\",\"leaf\":");
    }

    private static List<String> named(String... prefixes) {
        return Kit.names().stream()
                .filter(n -> Arrays.stream(prefixes).anyMatch(n::startsWith))
                .toList();
    }

    private static String faulty(String fault) {
        return client(FaultyClient.class, fault);
    }

    private static String client(Class<?> main, String argument) {
        return "exec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path") + "' "
                + main.getName() + " " + argument;
    }

    private static Ran run(String... arguments) {
        return run(InputStream.nullInputStream(), arguments);
    }

    private static Ran run(InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Conformance.main(
                arguments,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void run_againstNoProgram_saysThatItCannotBeStarted() throws IOException {
        refused(
                "/nonexistent",
                "the client can't be started: the shell ended with exit code 127, which says that there is no such program");
        Path plain = Files.writeString(folder.resolve("plain"), "text");
        refused(
                plain.toString(),
                "the client can't be started: the shell ended with exit code 126, which says that the program may not be run");
    }
}

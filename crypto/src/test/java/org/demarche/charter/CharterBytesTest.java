package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes give an answer in bounded time, and nothing that a reader cannot see is ever part of a charter. */
class CharterBytesTest {
    private static final String SMALL = """
            title = "Small"   # 50 % of 2
            rules = 1
            status = "exercise"
            version = 1
            previous = ""
            expires = 2041-02-24T00:00:00Z
            time_scale = 60
            adoption = "A1 and 1 of pair" # 50 % of 2
            clock = "finding violation"
            skew = "5s"
            incident_open_for = "30d"
            witnessed = "w1"
            timestamped = "t1"
            [log]
            origin = "o.example/x"
            ed25519 = "%s"
            ml_dsa_44 = "%s"
            [[party]]
            id = "A1"
            name = "Ä"
            root = "%s"
            may = ["find", "concur", "pledge"]
            desks = [{ name = "d", keys = ["%s"], may = ["find", "concur"] }, { name = 'e', keys = ["%s"] }]
            [[group]]
            name = "pair"
            members = ["A1"]
            [[finding]]
            name = "violation"
            quorum = "any of pair"
            [[tier]]
            number = 1
            title = "t"
            requires = ["violation", "pledge A1 support"]
            not_before = "72h"
            lapses_after = "1d"
            quorum = "1 of (A1) or A1"
            stand_down = "(A1)"
            desks = 2
            [[witness]]
            name = "w1"
            party = "A1"
            ed25519 = "%s"
            ml_dsa_44 = "%s"
            [[time_authority]]
            name = "t1"
            operator = "o"
            certificate = "%s"
            policy = "1.2.3"
            """.replace("50 % of 2", "50 %% of 1")
            .formatted(fp("1"), fp("2"), fp("3"), fp("4"), fp("5"), fp("6"), fp("7"), fp("8"));

    @Test
    void parse_smallCharter_isSound() {
        assertThat(SampleCharter.parse(SMALL).tiers()).hasSize(1);
    }

    @Test
    void parse_everyBitFlipAndEveryCut_parsesOrReports() {
        byte[] good = SMALL.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                check(bad);
            }
            check(Arrays.copyOf(good, i));
        }
    }

    @Test
    void parse_everyByteReplacedByASign_parsesOrReports() {
        byte[] good = SMALL.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < good.length; i++) {
            for (char sign : "\"#]}=\n0".toCharArray()) {
                byte[] bad = good.clone();
                bad[i] = (byte) sign;
                check(bad);
            }
        }
    }

    @Test
    void parse_bytesOfTheSampleChanged_parsesOrReports() {
        byte[] good = SampleCharter.withoutKeys(3600).bytes();
        // The small charter above has every structure; of the sample, all bytes only on demand.
        int step = Boolean.getBoolean("demarche.thorough") ? 1 : 7;
        Random random = new Random(20260224);
        for (int i = 0; i < good.length; i += step) {
            byte[] bad = good.clone();
            // A byte that could stand there, so that not every text is refused at the first step.
            bad[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0x20 + random.nextInt(0x5F));
            check(bad);
        }
    }

    @Property
    void parse_randomBytes_parsesOrReports(@ForAll @Size(max = 300) byte[] bytes) {
        check(bytes);
    }

    @Property
    void parse_randomAscii_parsesOrReports(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 300) String text) {
        check(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void parse_randomTomlPieces_parsesOrReports(@ForAll("pieces") List<String> pieces) {
        check(String.join("", pieces).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "title",
                        "=",
                        "\"",
                        "'",
                        "\"\"\"",
                        "'''",
                        "[",
                        "]",
                        "[[",
                        "]]",
                        "{",
                        "}",
                        ",",
                        ".",
                        "\n",
                        " ",
                        "#",
                        "party",
                        "tier",
                        "1",
                        "0x",
                        "1e9",
                        "inf",
                        "nan",
                        "-",
                        "true",
                        "2041-02-24",
                        "T00:00:00Z",
                        "2041-13-99T25:61:61Z",
                        "00:00:00",
                        "é",
                        "\"UA\"",
                        "quorum",
                        "60 % of 18",
                        "1979-05-27T00:32:00.99999999999-99:99",
                        "_",
                        "+")
                .list()
                .ofMaxSize(60);
    }

    @ParameterizedTest
    @MethodSource("heavyTexts")
    void parse_heavyText_answersInTime(Map.Entry<String, String> text) {
        byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isBetween(50_000, CharterParser.MAX_BYTES);
        assertTimeout(Duration.ofSeconds(5), () -> check(bytes));
    }

    static List<Map.Entry<String, String>> heavyTexts() {
        return List.of(
                full("nested lists", "x = ", "[", ""),
                full("nested tables", "x = ", "{a=", ""),
                full("dotted key", "", "a.", "a = 1"),
                full("dotted headers", "", "[a.b.c.d.e.f.g.h.i.j.k]\n", ""),
                full("many keys", "", "[[x]]\n", ""),
                full("long number", "x = ", "9", ""),
                full("long hex number", "x = 0x", "f", ""),
                full("long float", "x = 1.", "1", ""),
                full("long exponent", "x = 1e", "9", ""),
                full("long text", "x = \"", "a", "\""),
                full("open text", "x = \"\"\"", "a\n", ""),
                full("comments", "", "#\n", ""),
                full("blanks", "x = 1 # 6", " ", "% of 3"),
                full("shares", "title = 1 # ", "60 % of 18 ", ""),
                full("almost shares", "title = 1 # ", "more than 6", ""),
                full("words of a share", "title = 1 # 60 % of ", "a.", ""),
                full("rule of parentheses", SMALL.substring(0, SMALL.indexOf("adoption")) + "adoption = \"", "(", "\""),
                full("parties", "", "[[party]]\nid = \"AA\"\n", ""),
                full("list", "party = [", "1,", "]"),
                full("members", "[[group]]\nname = \"x\"\nmembers = [", "\"AA\",", "]"));
    }

    private static Map.Entry<String, String> full(String name, String head, String repeated, String tail) {
        int times = (CharterParser.MAX_BYTES - head.length() - tail.length() - 100) / repeated.length();
        return Map.entry(name, head + repeated.repeat(times) + tail);
    }

    @Test
    void parse_tooLong_isRefusedUnread() {
        assertProblem(new byte[CharterParser.MAX_BYTES + 1], "charter", "61441 bytes (expected: <= 61440)");
    }

    @Test
    void parse_longestText_isRead() {
        String sample = SampleCharter.withoutKeys(1).text();
        assertThat(SampleCharter.parse(sample + "#" + "x".repeat(CharterParser.MAX_BYTES - sample.length() - 1))
                        .text()
                        .size())
                .isEqualTo(CharterParser.MAX_BYTES);
    }

    @Test
    void parse_nothing_isRefused() {
        assertThat(CharterParser.parse(new byte[0])).isInstanceOf(CharterParse.Unsound.class);
        assertThat(CharterParser.parse("\n# nothing\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CharterParse.Unsound.class);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x0B, 0x1B, 0x7F, 0x85, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B, 0x200D,
                0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x3164, 0xE000, 0xFE0F, 0xFEFF,
                0xFFFC, 0xFFFD, 0xFFFE, 0xE0001, 0xE0100, 0xF0000, 0x10FFFF
            })
    void parse_characterThatReadersCannotSee_isRefusedEverywhere(int c) {
        String hidden = Character.toString(c);
        assertProblem(
                SMALL.replace("Small", "Sm" + hidden + "all"),
                "line 1",
                String.format("character U+%04X, which readers cannot see", c));
        assertProblem(
                SMALL.replace("# 50 % of 1\nclock", "# 50 % of 1" + hidden + "\nclock"),
                "line 8",
                "which readers cannot see");
    }

    @Test
    void parse_carriageReturn_onlyBeforeALineFeed() {
        assertThat(CharterParser.parse(SMALL.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CharterParse.Sound.class);
        assertProblem(SMALL.replace("\"Small\"", "\"Sm\rall\""), "line 1", "U+000D");
    }

    @Test
    void parse_backslash_isRefused() {
        assertProblem(SMALL.replace("Small", "Sm\\u202Eall"), "line 1", "a backslash: escapes hide what a text says");
    }

    @Test
    void parse_visibleLettersOfAnyScript_areTaken() {
        assertThat(SampleCharter.parse(SMALL.replace("Small", "Türkiye, Київ, 日本, é"))
                        .title())
                .isEqualTo("Türkiye, Київ, 日本, é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "80", "f5808080", "eda080", "f7bfbfbf", "c3", "e282", "fe"})
    void parse_notUtf8_isRefusedWithItsLine(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] text = ("title = \"x\"\n# " + new String(bad, StandardCharsets.ISO_8859_1) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertProblem(text, "line 2", "not UTF-8 at byte 14 of the file");
    }

    @Test
    void parse_notToml_isToldWithLineAndColumn() {
        assertProblem(SMALL.replace("version = 1", "version = = 1"), "line 4, column 11", "not TOML: ");
        assertProblem(
                SMALL.replace("2041-02-24", "2041-02-31"),
                "charter",
                "a date or number that cannot be read: Text '2041-02-31");
    }

    /** Of two quorums neither may win in silence, be it the first or the last. */
    @Test
    void parse_keyTwice_isRefused() {
        for (String key : List.of("quorum", "adoption", "expires", "version")) {
            String line =
                    SMALL.lines().filter(l -> l.startsWith(key)).findFirst().orElseThrow();
            String twice = SMALL.replaceFirst(Pattern.quote(line), Matcher.quoteReplacement(line + "\n" + line));
            CharterParse parse = CharterParser.parse(twice.getBytes(StandardCharsets.UTF_8));
            assertThat(((CharterParse.Unsound) parse).problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.place()).startsWith("line ");
                        assertThat(problem.sentence()).startsWith("not TOML: Duplicate key");
                    });
        }
    }

    private static void check(byte[] bytes) {
        CharterParse parse = CharterParser.parse(bytes);
        if (parse instanceof CharterParse.Sound sound) {
            assertThat(sound.charter().hash()).isEqualTo(Sha256.of(bytes));
        } else {
            assertThat(((CharterParse.Unsound) parse).problems()).allSatisfy(p -> {
                assertThat(p.sentence().length()).isLessThan(800);
                assertThat(p.toString()).doesNotContain("\n");
            });
        }
    }

    private static void assertProblem(String text, String place, String part) {
        assertProblem(text.getBytes(StandardCharsets.UTF_8), place, part);
    }

    private static void assertProblem(byte[] text, String place, String part) {
        CharterParse parse = CharterParser.parse(text);
        assertThat(parse).isInstanceOf(CharterParse.Unsound.class);
        assertThat(((CharterParse.Unsound) parse).problems()).singleElement().satisfies(p -> {
            assertThat(p.place()).isEqualTo(place);
            assertThat(p.sentence()).contains(part);
        });
    }

    private static String fp(String key) {
        return SampleCharter.nameHash(key).fingerprint();
    }
}

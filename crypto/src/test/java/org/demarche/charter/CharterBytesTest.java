package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

/** Any bytes give an answer in bounded time. */
class CharterBytesTest {
    static final String SMALL = """
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

    private static String fp(String key) {
        return SampleCharter.nameHash(key).fingerprint();
    }
}

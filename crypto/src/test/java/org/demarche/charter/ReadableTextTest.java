package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a reader cannot see is ever part of a charter, and what is no text or no TOML is refused with its place. */
class ReadableTextTest {
    private static final String SMALL = CharterBytesTest.SMALL;

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
}

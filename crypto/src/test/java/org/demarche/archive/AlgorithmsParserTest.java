package org.demarche.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AlgorithmsParserTest {
    private static final String SOUND = """
            # after the reports of 2045
            [[algorithm]]
            name = "SHA-256"
            trusted_until = 2046-01-01T00:00:00Z

            [[algorithm]]
            name = "Ed25519"
            trusted_until = 2041-06-30T12:00:00Z
            """;

    private static AlgorithmsParse parse(String text) {
        return AlgorithmsParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> problems(String text) {
        return ((AlgorithmsParse.Unsound) parse(text)).problems();
    }

    @Test
    void text_thatIsSound_isRead() {
        Algorithms read = ((AlgorithmsParse.Sound) parse(SOUND)).algorithms();
        assertThat(read)
                .isEqualTo(new Algorithms(Map.of(
                        Algorithm.SHA_256, Instant.parse("2046-01-01T00:00:00Z"),
                        Algorithm.ED25519, Instant.parse("2041-06-30T12:00:00Z"))));
        assertThat(read.until(Algorithm.ML_DSA_65)).isEqualTo(Instant.MAX);
    }

    @Test
    void text_withManyFaults_namesAllOfThem() {
        assertThat(problems("""
                        title = "mine"
                        [[algorithm]]
                        name = "MD5"
                        trusted_until = "2046"
                        [[algorithm]]
                        trusted_until = 2046-01-01T00:00:00+02:00
                        since = 3
                        [[algorithm]]
                        name = "RSA"
                        trusted_until = 2046-01-01T00:00:00Z
                        [[algorithm]]
                        name = "RSA"
                        trusted_until = 2047-01-01T00:00:00Z
                        """))
                .hasSize(7)
                .anyMatch(p -> p.equals("'title': unknown key (expected: algorithm)"))
                .anyMatch(p -> p.startsWith("[[algorithm]] #1: name: 'MD5' (expected: one of Ed25519, "))
                .anyMatch(p -> p.startsWith("[[algorithm]] #1: trusted_until: '2046' (expected: a time in UTC"))
                .anyMatch(p -> p.equals("[[algorithm]] #2: 'since': unknown key (expected: name, trusted_until)"))
                .anyMatch(p -> p.startsWith("[[algorithm]] #2: name: missing"))
                .anyMatch(p -> p.startsWith("[[algorithm]] #2: trusted_until: '2046-01-01T00:00+02:00'"))
                .anyMatch(p -> p.equals("[[algorithm]] #4: name: RSA (expected: each once)"));
    }

    @Test
    void text_thatIsNoSuchText_isRefusedInOneSentence() {
        assertThat(problems("")).containsExactly("[[algorithm]]: missing (expected: at least one)");
        assertThat(problems("[[algorithm]\n")).containsExactly("not TOML: line 2");
        assertThat(problems("algorithm = [1]"))
                .containsExactly("[[algorithm]] #1: no table (expected: name and trusted_until)");
        assertThat(problems("[[algorithm]]\nname = \"RSA\"\ntrusted_until = 2046-01-01T00:00:00.0001Z\n"))
                .hasSize(1)
                .allMatch(p -> p.startsWith("[[algorithm]] #1: trusted_until: '2046-01-01T00:00:00.000100Z'"));
        assertThat(problems(" ".repeat(AlgorithmsParser.MAX_BYTES + 1)))
                .containsExactly("16385 bytes (expected: at most 16384)");
        assertThat(((AlgorithmsParse.Unsound) AlgorithmsParser.parse(new byte[] {(byte) 0xC3})).problems())
                .containsExactly("not UTF-8");
    }

    private static String table(String name, String until) {
        return "[[algorithm]]\nname = \"" + name + "\"\ntrusted_until = " + until + "\n";
    }

    @Test
    void text_atItsBounds_isRead_andBeyondThemIsNot() {
        String blanks = " ".repeat(AlgorithmsParser.MAX_BYTES - SOUND.length());
        assertThat(parse(SOUND + blanks)).isInstanceOf(AlgorithmsParse.Sound.class);
        assertThat(parse(table("RSA", "1970-01-01T00:00:00Z"))).isInstanceOf(AlgorithmsParse.Sound.class);
        assertThat(parse(table("RSA", "9999-12-31T00:00:00Z"))).isInstanceOf(AlgorithmsParse.Sound.class);
        assertThat(problems(table("RSA", "1969-12-31T00:00:00Z"))).hasSize(1);
        StringBuilder all = new StringBuilder();
        for (Algorithm algorithm : Algorithm.values()) {
            all.append(table(algorithm.word(), "2046-01-01T00:00:00Z"));
        }
        assertThat(parse(all.toString())).isInstanceOf(AlgorithmsParse.Sound.class);
        assertThat(problems(all + table("RSA", "2046-01-01T00:00:00Z")))
                .containsExactly("[[algorithm]]: 13 of them (expected: at most 12)");
    }

    @Test
    void name_thatIsLong_isCut() {
        String sixty = "x".repeat(60);
        assertThat(problems(table(sixty, "2046-01-01T00:00:00Z")).get(0)).contains("'" + sixty + "'");
        assertThat(problems(table(sixty + "y", "2046-01-01T00:00:00Z")).get(0)).contains("'" + sixty + "…'");
    }

    @Property
    void anyBytes_haveAnAnswer(@ForAll byte[] bytes) {
        assertThat(AlgorithmsParser.parse(bytes)).isNotNull();
    }

    @Property
    void anyChangeOfAByte_hasAnAnswer(@ForAll int place, @ForAll byte value) {
        byte[] bytes = SOUND.getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(place, bytes.length)] = value;
        assertThat(AlgorithmsParser.parse(bytes)).isNotNull();
    }
}

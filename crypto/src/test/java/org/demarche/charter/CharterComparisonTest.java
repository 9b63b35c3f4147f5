package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.demarche.hash.Sha256;
import org.demarche.toml.TomlComments;

class CharterComparisonTest {
    private static final SampleCharter SAMPLE = SampleCharter.withoutKeys(3600).witnessedBy("GB", "FR", "NO");
    private static final Charter FIRST = SAMPLE.charter();
    private static final String TEXT = SAMPLE.text();
    private static final String NEXT = SAMPLE.following(FIRST.hash()).text();
    private static final String LETTERS = "abcdef0123456789ABZ \"#[],=.-\n";

    @Example
    void of_aCharterWithItself_isEmpty() {
        assertThat(CharterComparison.of(FIRST, FIRST)).isEmpty();
    }

    @Example
    void of_otherBlanksAndLineEnds_isEmpty() {
        assertThat(CharterComparison.of(FIRST, SampleCharter.parse(TEXT.replace("\n", "\r\n"))))
                .isEmpty();
        assertThat(CharterComparison.of(FIRST, SampleCharter.parse(TEXT.replace(" = ", "="))))
                .isEmpty();
    }

    @Example
    void of_theNextVersion_saysSoAlone() {
        assertThat(CharterComparison.of(FIRST, SampleCharter.parse(NEXT)))
                .extracting(Difference::subject)
                .containsExactly("version", "previous");
    }

    @Example
    void of_everyFingerprintOfTheCharter_changedAlone_isReported() {
        Matcher keys = Pattern.compile("sha256:[0-9a-f]{64}").matcher(TEXT);
        while (keys.find()) {
            String other = TEXT.substring(0, keys.start())
                    + Sha256.of(keys.group().getBytes(StandardCharsets.US_ASCII))
                            .fingerprint()
                    + TEXT.substring(keys.end());
            assertThat(CharterComparison.of(FIRST, SampleCharter.parse(other)))
                    .as(keys.group())
                    .isNotEmpty()
                    .anySatisfy(d -> assertThat(Stream.of(d.before(), d.after()).flatMap(Optional::stream))
                            .contains(keys.group()));
        }
    }

    @Property
    void of_anySoundTextThatIsOneCharacterAway_tellsWhetherItSaysTheSame(
            @ForAll @IntRange(min = 0, max = 100_000) int place, @ForAll @IntRange(min = 0, max = 99) int letter) {
        int at = place % TEXT.length();
        String other = TEXT.substring(0, at) + LETTERS.charAt(letter % LETTERS.length()) + TEXT.substring(at + 1);
        if (CharterParser.parse(other.getBytes(StandardCharsets.UTF_8)) instanceof CharterParse.Sound sound) {
            assertThat(CharterComparison.of(FIRST, sound.charter()).isEmpty())
                    .as("character %d", at)
                    .isEqualTo(meaning(FIRST).equals(meaning(sound.charter())));
        }
    }

    private record Meaning(Charter said, Set<String> comments) {}

    private static Meaning meaning(Charter c) {
        Charter bare = new Charter(
                ByteString.EMPTY,
                Sha256.of(),
                c.title(),
                c.rules(),
                c.exercise(),
                c.version(),
                c.previous(),
                c.expiresMs(),
                c.timeScale(),
                c.adoption(),
                c.clock(),
                c.skewMs(),
                c.validForAtMostMs(),
                c.liars(),
                c.incidentOpenFor(),
                c.log(),
                c.parties(),
                c.groups(),
                c.findings(),
                c.tiers(),
                c.witnesses(),
                c.witnessed(),
                c.predecessor(),
                c.closes(),
                c.timeAuthorities(),
                c.timestamped());
        return new Meaning(
                bare,
                TomlComments.of(c.text().toStringUtf8()).stream()
                        .map(TomlComments.Comment::text)
                        .collect(Collectors.toSet()));
    }

    @Example
    void of_aMemberWhoJoinsAGroup_saysWhichRulesThatMoves() {
        Difference joined =
                only(NEXT.replace("\"NO\", \"TR\", \"SE\"]", "\"NO\", \"TR\", \"SE\", \"DK\"]"), "group monitors");
        assertThat(joined.kind()).isEqualTo("changed");
        assertThat(joined.notes())
                .containsExactly(
                        "Copenhagen (DK) joins.",
                        "This moves finding violation: 2 of 6, where it was 2 of 5.",
                        "This moves finding hostilities continue: 2 of 6, where it was 2 of 5.",
                        "This moves finding expanded attack: 3 of 6, where it was 3 of 5.",
                        "This moves finding hostilities ceased: 2 of 6, where it was 2 of 5.");
    }

    @Example
    void of_aRule_isSaidBeforeAndAfterInSentences() {
        Difference quorum = only(NEXT.replace("UA and US and 11 of", "UA and US and 12 of"), "tier 3, quorum");
        assertThat(quorum.before())
                .contains(
                        "It is activated when it has been proposed and Kyiv (UA), Washington (US) and at least 11 of the 18 parties of coalition concur, each on 2 different desks.");
        assertThat(quorum.after())
                .contains(
                        "It is activated when it has been proposed and Kyiv (UA), Washington (US) and at least 12 of the 18 parties of coalition concur, each on 2 different desks.");
    }

    @Example
    void of_aRenamedParty_isOneDifference() {
        Difference name = only(NEXT.replace("name = \"Oslo\"", "name = \"Kristiania\""), "party NO");
        assertThat(name.before()).contains("Oslo (NO)");
        assertThat(name.after()).contains("Kristiania (NO)");
    }

    @Example
    void of_aDeskKey_isNewAndGone() {
        String key = SampleCharter.nameHash("NO/watch").fingerprint();
        String other = SampleCharter.nameHash("NO/watch2").fingerprint();
        List<Difference> all = differences(NEXT.replace(key, other));
        assertThat(all).extracting(Difference::kind).containsExactly("gone", "new");
        assertThat(all)
                .extracting(Difference::subject)
                .containsExactly("party NO, desk watch, key " + key, "party NO, desk watch, key " + other);
    }

    @Example
    void of_aFinalVersion_saysThatTheLogCloses() {
        Difference closing = only(NEXT.replace("version  = 2\n", "version  = 2\nfinal = true\n"), "final");
        assertThat(closing.after()).hasValueSatisfying(s -> assertThat(s).contains("the log is closed"));
    }

    @Example
    void of_aComment_isTold() {
        List<Difference> all = differences(NEXT.replace("# 60 % of 18", "# 61 % of 18"));
        assertThat(all).extracting(Difference::subject).containsExactly("comment", "comment");
        assertThat(all.get(0).before()).contains("\"60 % of 18\"");
        assertThat(all.get(1).after()).contains("\"61 % of 18\"");
    }

    private static Difference only(String next, String subject) {
        List<Difference> all = differences(next);
        assertThat(all).singleElement().satisfies(d -> assertThat(d.subject()).isEqualTo(subject));
        return all.get(0);
    }

    /** Without the version and its predecessor, which always differ. */
    private static List<Difference> differences(String next) {
        return CharterComparison.of(FIRST, SampleCharter.parse(next)).stream()
                .filter(d -> !d.subject().equals("version") && !d.subject().equals("previous"))
                .toList();
    }
}

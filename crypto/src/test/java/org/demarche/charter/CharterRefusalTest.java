package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refusal by itself: the sample with one thing changed gives exactly one problem, at this place, in these words. */
class CharterRefusalTest {
    private static final String SAMPLE = SampleCharter.withoutKeys(3600).text();
    private static final String WITNESSED =
            SampleCharter.withoutKeys(3600).witnessedBy("GB", "FR", "NO").text();
    private static final String STAMPED =
            SampleCharter.withoutKeys(3600).timestampedBy("alpha", "beta").text();
    private static final String UNKNOWN_KEY = "unknown key (expected: one of ";

    private static final Pattern KEY = Pattern.compile("\\{([A-Za-z0-9/+-]+)}");

    record Case(String name, UnaryOperator<String> change, String place, String part, String base) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "top",
        "endAndBeginning",
        "longNumbers",
        "log",
        "parties",
        "groups",
        "rules",
        "findings",
        "tiers",
        "witnesses",
        "timeAuthorities",
        "shares"
    })
    void parse_oneThingWrong_oneProblemAtItsPlace(Case c) {
        String text = c.change().apply(c.base());
        assertThat(text).as("the change changes something").isNotEqualTo(c.base());
        CharterParse parse = CharterParser.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(parse).isInstanceOf(CharterParse.Unsound.class);
        List<Problem> problems = ((CharterParse.Unsound) parse).problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).place()).isEqualTo(c.place());
        assertThat(problems.get(0).sentence()).contains(c.part());
    }

    static Stream<Case> top() {
        return Stream.concat(
                cases(SAMPLE, """
                title missing | title    = "Ceasefire enforcement plan"\\n | | title | missing (expected:
                title blank at its end | enforcement plan" | enforcement plan " | title | no blanks at its ends
                title no text | "Ceasefire enforcement plan" | 17 | title | 17 (expected: a text in quotation marks)
                unknown key | skew      = | liers = 1\\nskew      = | liers | unknown key (expected: one of
                rules of the future | rules    = 1 | rules    = 2 | rules | 2 (expected: 1 to 1)
                status unknown | "exercise" | "drill" | status | 'drill' (expected: 'exercise' or 'actual')
                time scale in an actual charter | "exercise" | "actual" | time_scale | not in an actual charter
                time scale 0 | time_scale = 3600 | time_scale = 0 | time_scale | 0 (expected: 1 to 1000000)
                time scale no whole number | time_scale = 3600 | time_scale = 36.5 | time_scale | 36.5 (expected: 1 to
                version 0 | version  = 1 | version  = 0 | version | 0 (expected: 1 to
                version too great | version  = 1 | version  = 99999999999 | version | (expected: 1 to
                version 2 replaces nothing | version  = 1 | version  = 2 | previous | empty in version 2
                version 1 replaces something | previous = "" | previous = "{x}" | previous | in version 1
                previous no fingerprint | version  = 1\\nprevious = "" | version  = 2\\nprevious = "abc" | previous | sha256: and 64
                expires in quotation marks | 2041-02-24T00:00:00Z | "2041-02-24T00:00:00Z" | expires | without quotation marks
                expires without zone | 2041-02-24T00:00:00Z | 2041-02-24T00:00:00 | expires | a time in UTC
                expires in another zone | 2041-02-24T00:00:00Z | 2041-02-24T00:00:00+02:00 | expires | a time in UTC
                expires finer than a millisecond | 00:00:00Z | 00:00:00.0001Z | line 7 | a time in UTC
                clock unknown | "finding violation" | "second report" | clock | 'second report' (expected: 'first report'
                clock of an unknown finding | "finding violation" | "finding peace" | clock | 'finding peace' (expected:
                skew beyond half of the shortest | "5s" | "12001ms" | skew | 12001ms (expected: <= 12000ms, half of the shortest duration,
                skew 0 | "5s" | "0s" | skew | '0s' (expected: a whole number above 0
                duration without unit | "30d" | "30" | incident_open_for | '30' (expected: a whole number above 0 and one of ms, s, m, h, d
                duration as a number | "30d" | 30 | incident_open_for | 30 (expected: a duration such as
                duration of two units | "30d" | "1d 12h" | incident_open_for | '1d 12h'
                duration beyond a century | "30d" | "36501d" | incident_open_for | at most 36500d
                duration too great to count | "30d" | "9999999999999d" | incident_open_for | at most 36500d
                validity beyond 72 hours | valid_for_at_most = "72h" | valid_for_at_most = "73h" | valid_for_at_most | 73h (expected: <= 72h)
                liars without witnesses | skew      = | liars = 1\\nskew      = | liars | 1 (expected: fewer than the 0 witnesses
                liars below 0 | skew      = | liars = -1\\nskew      = | liars | -1 (expected: 0 to
                adoption missing | adoption  = "UA and US and 10 of coalition"\\n | | adoption | missing
                """),
                Stream.of(
                        swap(
                                "title empty",
                                "\"Ceasefire enforcement plan\"",
                                "\"\"",
                                "title",
                                "0 characters (expected: 1 to 200)"),
                        swap(
                                "title of two lines",
                                "\"Ceasefire enforcement plan\"",
                                "\"\"\"Cease\nfire\"\"\"",
                                "title",
                                "one line"),
                        swap(
                                "title too long",
                                "Ceasefire",
                                "x".repeat(200),
                                "title",
                                "characters (expected: 1 to 200)")));
    }

    private static final String PREDECESSOR = "[predecessor]\norigin = \"old.example/plan\"\ncharter = \"sha256:"
            + "1".repeat(64) + "\"\nsize = 7\nroot = \"sha256:" + "2".repeat(64) + "\"\nentries = \"sha512:"
            + "3".repeat(128) + "\"\n";

    private static Case predecessor(String name, String old, String fresh, String place, String part) {
        return swap(name, "[log]\n", PREDECESSOR.replaceFirst(old, fresh) + "[log]\n", place, part);
    }

    static Stream<Case> endAndBeginning() {
        return Stream.concat(
                cases(SAMPLE, """
                final in version 1 | rules    = 1\\n | rules    = 1\\nfinal = true\\n | final | in version 1 (expected
                final that is not | rules    = 1\\n | rules    = 1\\nfinal = false\\n | final | false (expected: true, or leave it out)
                final as a text | rules    = 1\\n | rules    = 1\\nfinal = "true"\\n | final | 'true' (expected: true, or leave it out)
                predecessor no table | rules    = 1\\n | rules    = 1\\npredecessor = 1\\n | [predecessor] | a table
                """),
                Stream.of(
                        swap(
                                "predecessor in version 2",
                                "version  = 1\nprevious = \"\"",
                                "version  = 2\nprevious = \"sha256:" + "4".repeat(64) + "\"",
                                "[predecessor]",
                                "in version 2 (expected: in version 1 alone)",
                                s -> s.replace("[log]\n", PREDECESSOR + "[log]\n")),
                        predecessor(
                                "predecessor of the same origin",
                                "old.example/plan",
                                "hub.exercise.example/ceasefire",
                                "[predecessor]: origin",
                                "is the origin of this log too"),
                        predecessor(
                                "predecessor with a blank",
                                "old.example/plan",
                                "old plan",
                                "[predecessor]: origin",
                                "visible ASCII"),
                        predecessor(
                                "predecessor unknown key",
                                "size = 7",
                                "size = 7\nkeys = 1",
                                "[predecessor]: keys",
                                UNKNOWN_KEY),
                        predecessor(
                                "predecessor without charter",
                                "charter = .*\n",
                                "",
                                "[predecessor]: charter",
                                "missing"),
                        predecessor(
                                "predecessor of no entry",
                                "size = 7",
                                "size = 0",
                                "[predecessor]: size",
                                "0 (expected: a number of entries, from 1)"),
                        predecessor(
                                "predecessor of too many entries",
                                "size = 7",
                                "size = 9223372036854775807",
                                "line 18",
                                "a number of more than 18 digits"),
                        predecessor("predecessor without size", "size = 7\n", "", "[predecessor]: size", "missing"),
                        predecessor(
                                "predecessor with a short root",
                                "sha256:2",
                                "sha256:",
                                "[predecessor]: root",
                                "a fingerprint"),
                        predecessor(
                                "predecessor with a short digest",
                                "sha512:3",
                                "sha512:",
                                "[predecessor]: entries",
                                "(expected: sha512: and 128 lower-case hex digits)"),
                        predecessor(
                                "predecessor with a digest of another kind",
                                "sha512:3",
                                "sha256:3",
                                "[predecessor]: entries",
                                "(expected: sha512: and 128 lower-case hex digits)")));
    }

    static Stream<Case> longNumbers() {
        return cases(SAMPLE, """
                version that ends in 1 | version  = 1\\n | version  = 1000000000000000001\\n | line 5 | a number of more than 18 digits (expected: at most 18)
                version with underscores | version  = 1\\n | version  = 1_0_00000000000000_001\\n | line 5 | a number of more than 18 digits (expected: at most 18)
                version with a sign | version  = 1\\n | version  = +1000000000000000001\\n | line 5 | a number of more than 18 digits (expected: at most 18)
                version below 0 | version  = 1\\n | version  = -10000000000000000000001\\n | line 5 | a number of more than 18 digits (expected: at most 18)
                version of eighteen digits | version  = 1\\n | version  = 100000000000000001\\n | version | (expected: 1 to 1000000)
                """);
    }

    static Stream<Case> log() {
        return Stream.concat(
                cases(SAMPLE, """
                log unknown key | [log]\\n | [log]\\nport = 1\\n | [log]: port | unknown key (expected: one of
                log origin missing | origin = "hub.exercise.example/ceasefire"\\n | | [log]: origin | missing
                log origin with a plus sign | example/ceasefire | example+ceasefire | [log]: origin | without blanks and '+'
                log origin with a blank | example/ceasefire | example ceasefire | [log]: origin | without blanks and '+'
                log key no fingerprint | ed25519  = "sha256: | ed25519  = "sha512: | [log]: ed25519 | sha256: and 64 lower-case hex digits
                log key in upper case | {log/ed25519} | sha256:F516C168ADE53C6EEC4F6B051F2068C3E171C3BA8833EBBA580E0C054B9F829F | [log]: ed25519 | lower-case
                log keys the same | {log/ml-dsa-44} | {log/ed25519} | [log]: ml_dsa_44 | the same key as at [log]: ed25519
                """),
                Stream.of(new Case(
                        "log missing",
                        s -> s.replaceFirst("(?s)\\[log\\].*?\n\n", ""),
                        "[log]",
                        "missing (expected: a table)",
                        SAMPLE)));
    }

    static Stream<Case> parties() {
        return Stream.concat(
                cases(SAMPLE, """
                party unknown key | name = "Oslo" | name = "Oslo"\\ncapital = true | [[party]] NO: capital | unknown key (expected: one of
                party twice | [[group]]\\n | [[party]]\\nid = "UA"\\nname = "Other"\\nroot = "{UA+root}"\\nmay = []\\n[[group]]\\n | [[party]] #21: id | 'UA' is the id of another party
                party id in lower case | [[group]]\\n | [[party]]\\nid = "xy"\\nname = "Other"\\nroot = "{xy+root}"\\nmay = []\\n[[group]]\\n | [[party]] #21: id | 'xy' (expected: 2 to 16 of A-Z
                party id of digits | [[group]]\\n | [[party]]\\nid = "12"\\nname = "Other"\\nroot = "{12+root}"\\nmay = []\\n[[group]]\\n | [[party]] #21: id | at least one letter
                party name twice | name = "Prague" | name = "Oslo" | [[party]] CZ: name | 'Oslo' is the name of another party
                party root missing | root = "{NO/root}"\\n | | [[party]] NO: root | missing (expected: a fingerprint
                party rights missing | [[group]]\\n | [[party]]\\nid = "XY"\\nname = "Other"\\nroot = "{XY+root}"\\n[[group]]\\n | [[party]] XY: may | missing
                right unknown | "measures", "propose", "concur", "pledge", "message"]\\ntls | "measures", "propose", "veto", "concur", "pledge", "message"]\\ntls | [[party]] UA: may 6 | 'veto' (expected: one of report, find
                right twice | may  = ["report", "find", "warn", "measures" | may  = ["report", "report", "find", "warn", "measures" | [[party]] UA: may 2 | stands twice
                desk with more rights than its party | { name = "watch", keys = ["{NO/watch}"] } | { name = "watch", keys = ["{NO/watch}"], may = ["measures", "find", "concur"] } | [[party]] NO: desks 1: may | 'measures', which the party itself may not
                desk unknown key | { name = "watch", keys = ["{NO/watch}"] } | { name = "watch", keys = ["{NO/watch}"], phone = 1 } | [[party]] NO: desks 1: phone | unknown key (expected: one of
                desk name twice | { name = "watch", keys = ["{NO/watch}"] } | { name = "minister", keys = ["{NO/watch}"] } | [[party]] NO: desks 2: name | another desk of this party
                desk without keys | { name = "watch", keys = ["{NO/watch}"] } | { name = "watch", keys = [] } | [[party]] NO: desks 1: keys | 0 of them (expected: 1 to 7)
                eight desk keys in a party | { name = "watch", keys = ["{NO/watch}"] } | { name = "desk1", keys = ["{1/1}", "{1/2}", "{1/3}"] }, { name = "desk2", keys = ["{2/1}", "{2/2}", "{2/3}", "{2/4}"] } | [[party]] NO: desks | 8 keys on all desks together (expected: <= 7
                key under two parties | {NO/watch} | {US/watch} | [[party]] NO: desks 1: keys 1 | the same key as at [[party]] US: desks 1: keys 1
                desk key is a root | {NO/watch} | {US/root} | [[party]] NO: desks 1: keys 1 | the same key as at [[party]] US: root
                key twice on a desk | ["{NO/watch}"] | ["{NO/watch}", "{NO/watch}"] | [[party]] NO: desks 1: keys 2 | the same key as at [[party]] NO: desks 1: keys 1
                party key is the log's | {NO/root} | {log/ed25519} | [[party]] NO: root | the same key as at [log]: ed25519
                TLS pin under two parties | {NO/tls} | {US/tls} | [[party]] NO: tls 1 | the same TLS pin as at [[party]] US: tls 1
                TLS pin no text | "{NO/tls}" | 7 | [[party]] NO: tls 1 | 7 (expected: a text in quotation marks)
                TLS pins no list | ["{NO/tls}"] | "{NO/tls}" | [[party]] NO: tls | (expected: a list of texts)
                """),
                Stream.of(new Case(
                        "65 parties", s -> s + many("party", 45), "party", "65 of them (expected: 1 to 64)", SAMPLE)));
    }

    static Stream<Case> groups() {
        return Stream.concat(
                cases(SAMPLE, """
                group unknown key | name = "monitors" | name = "monitors"\\nlead = "US" | [[group]] monitors: lead | unknown key (expected: one of
                group that nobody uses | [[finding]]\\nname = "violation" | [[group]]\\nname = "idle"\\nmembers = ["UA"]\\n[[finding]]\\nname = "violation" | [[group]] idle | no rule uses it
                group named like a party | [[finding]]\\nname = "violation" | [[group]]\\nname = "NO"\\nmembers = ["UA"]\\n[[finding]]\\nname = "violation" | [[group]] #3: name | 'NO' is the id of a party
                group named like a keyword | [[finding]]\\nname = "violation" | [[group]]\\nname = "any"\\nmembers = ["UA"]\\n[[finding]]\\nname = "violation" | [[group]] #3: name | 'any' is a word of the rule language
                group twice | [[finding]]\\nname = "violation" | [[group]]\\nname = "monitors"\\nmembers = ["UA"]\\n[[finding]]\\nname = "violation" | [[group]] #3: name | 'monitors' is the name of another group
                group name with a blank | [[finding]]\\nname = "violation" | [[group]]\\nname = "the few"\\nmembers = ["UA"]\\n[[finding]]\\nname = "violation" | [[group]] #3: name | letters, digits and -
                group with an unknown member | ["GB", "FR", "NO", "TR", "SE"] | ["GB", "FR", "XX", "TR", "SE"] | [[group]] monitors: members 3 | unknown party 'XX'
                group with a member twice | ["GB", "FR", "NO", "TR", "SE"] | ["GB", "FR", "NO", "TR", "GB"] | [[group]] monitors: members 5 | 'GB' stands twice
                """),
                Stream.of(new Case(
                        "group without members",
                        s -> s.replace(
                                        "[[finding]]\nname = \"violation\"",
                                        "[[group]]\nname = \"none\"\nmembers = []\n[[finding]]\nname = \"violation\"")
                                .replace("\"UA and US\"", "\"UA and US or UA and US\""),
                        "[[group]] none: members",
                        "0 of them (expected: 1 to 64)",
                        SAMPLE)));
    }

    static Stream<Case> rules() {
        String place = "[[tier]] 3: stand_down";
        return Stream.of(
                rule("count 0", "UA and 0 of coalition", place, "at character 8: count: 0 (expected: 1 to 18"),
                rule("count beyond the set", "19 of coalition", place, "at character 1: count: 19 (expected: 1 to 18"),
                rule("count with a leading zero", "02 of coalition", place, "count: 02 (expected: 1 to 18"),
                rule(
                        "count beyond all numbers",
                        "99999999999999999999 of coalition",
                        place,
                        "count: 99999999999999999999 (expected"),
                rule(
                        "party twice in a count",
                        "2 of (UA, US, UA)",
                        place,
                        "at character 15: 'UA' counts twice within one 'of'"),
                rule("unknown name", "UA and XX", place, "at character 8: unknown name 'XX'"),
                rule("unknown group", "2 of friends", place, "at character 6: unknown group 'friends'"),
                rule("party as a group", "1 of UA", place, "'UA' is not a group"),
                rule("group as a party", "UA and coalition", place, "'coalition' is a group"),
                rule("group within a list", "2 of (UA, coalition)", place, "'coalition' is a group"),
                rule("percentage", "60 % of coalition", place, "at character 4: a percentage (expected: a count"),
                rule(
                        "two words without a joint",
                        "UA US",
                        place,
                        "at character 4: 'US' (expected: 'and', 'or' or the end)"),
                rule("parenthesis open", "(UA and US", place, "the end (expected: 'and', 'or' or ')')"),
                rule("parenthesis too many", "UA and US)", place, "')' (expected: 'and', 'or' or the end)"),
                rule("ends with and", "UA and", place, "the end (expected: a name, a count or '(')"),
                rule("keyword in upper case", "UA AND US", place, "'AND' (expected: 'and', 'or' or the end)"),
                rule("not", "UA and not US", place, "unknown name 'not'"),
                rule("empty list", "1 of ()", place, "')' (expected: a name)"),
                rule("list with an end comma", "1 of (UA,)", place, "')' (expected: a name)"),
                rule("keyword in a list", "1 of (UA, or)", place, "'or' (expected: a name)"),
                rule(
                        "nested too deep",
                        "(".repeat(17) + "UA" + ")".repeat(17),
                        place,
                        "nested 17 deep (expected: <= 16)"),
                rule("strange character", "UA & US", place, "character U+0026"),
                rule("empty", "", place, "0 characters"),
                rule("too long", "UA" + " or UA".repeat(700), place, "characters (expected: 1 to 4096)"),
                rule(
                        "nobody with two desks",
                        "UA and US",
                        place,
                        "can never hold: of its parties only UA may concur on 2 desks",
                        s -> s.replaceFirst(", \\{ name = \"principal\"[^}]*}", "")
                                .replace("US and 11 of", "UA and 11 of")));
    }

    static Stream<Case> findings() {
        return Stream.concat(
                cases(SAMPLE, """
                finding unknown | [[finding]]\\nname = "hostilities ceased"\\n | [[finding]]\\nname = "hostilities paused"\\n | [[finding]] #4: name | 'hostilities paused' (expected: one of 'violation'
                finding twice | [[finding]]\\nname = "hostilities ceased"\\n | [[finding]]\\nname = "violation"\\n | [[finding]] #4: name | 'violation' has a rule already
                finding unknown key | [[finding]]\\nname = "hostilities ceased"\\n | [[finding]]\\nname = "hostilities ceased"\\nquota = 1\\n | [[finding]] hostilities ceased: quota | unknown key (expected: one of
                finding without quorum | [[finding]]\\nname = "hostilities ceased"\\nquorum = "UA and US and 2 of monitors" | [[finding]]\\nname = "hostilities ceased"\\n | [[finding]] hostilities ceased: quorum | missing
                """),
                Stream.of(swap(
                        "finding that nobody with the right can establish",
                        "\"US and 3 of monitors\"",
                        "\"CZ and 3 of monitors\"",
                        "[[finding]] expanded attack: quorum",
                        "can never hold: of its parties only GB, FR, NO, TR, SE may find",
                        s -> s.replace(
                                "name = \"Prague\"\nroot = \"" + fp("CZ/root") + "\"\nmay  = [\"report\", \"find\", ",
                                "name = \"Prague\"\nroot = \"" + fp("CZ/root") + "\"\nmay  = [\"report\", "))));
    }

    static Stream<Case> tiers() {
        return Stream.concat(
                cases(SAMPLE, """
                tier unknown key | number = 2 | number = 2\\nquorom = "UA" | [[tier]] 2: quorom | unknown key (expected: one of
                tier number twice | number = 2 | number = 1 | [[tier]] #2: number | 1 is the number of another tier
                tier number 0 | number = 3 | number = 0 | [[tier]] #3: number | 0 (expected: 1 to 99)
                tier title missing | title = "Action by the coalition of the willing"\\n | | [[tier]] 2: title | missing
                tier without quorum | quorum       = "UA and 11 of coalition"    # 60 % of 18\\n | | [[tier]] 2: quorum | missing
                tier without stand-down | stand_down   = "UA and 11 of coalition"\\n | | [[tier]] 2: stand_down | missing
                tier without lapse | act_within   = "24h"\\nlapses_after = "24h"\\n | act_within   = "24h"\\n | [[tier]] 1: lapses_after | missing (expected: a duration
                tier requires a higher one | ["tier 1", "hostilities continue"] | ["tier 3", "hostilities continue"] | [[tier]] 2: requires 1 | a tier with a lower number
                tier requires itself | ["tier 1", "hostilities continue"] | ["tier 2", "hostilities continue"] | [[tier]] 2: requires 1 | a tier with a lower number
                tier requires something twice | ["tier 1", "hostilities continue"] | ["tier 1", "tier 1"] | [[tier]] 2: requires 2 | 'tier 1' stands twice
                tier requires a finding without rule | [[finding]]\\nname = "hostilities continue"\\nquorum = "US and 2 of monitors"\\n | | [[tier]] 2: requires 2 | 'hostilities continue' (expected: a finding with
                tier requires an unknown thing | ["tier 1", "hostilities continue"] | ["tier 1", "good weather"] | [[tier]] 2: requires 2 | 'good weather' (expected: a finding of the charter
                tier requires a pledge of nobody | pledge US binding | pledge XX binding | [[tier]] 3: requires 3 | a party of the charter
                tier requires an unknown component | binding-commitment | binding-promise | [[tier]] 3: requires 3 | 'pledge US binding-promise' (expected:
                tier requires a pledge that cannot be made | "concur", "pledge", "message"]\\ntls  = ["{US/tls} | "concur", "message"]\\ntls  = ["{US/tls} | [[tier]] 3: requires 3 | with the right to pledge
                tier answered by an unknown deed | ["warning", "measures"] | ["warning", "prayer"] | [[tier]] 1: answered_by 2 | 'prayer' (expected: 'warning' or 'measures')
                tier answered by a deed twice | ["warning", "measures"] | ["warning", "warning"] | [[tier]] 1: answered_by 2 | stands twice
                tier desks 0 | desks        = 2 | desks        = 0 | [[tier]] 3: desks | 0 (expected: 1 to 7)
                key twice | quorum       = "UA and US and 11 | not_before = "72h"\\nquorum       = "UA and US and 11 | line 230, column 1 | not TOML
                """),
                Stream.of(
                        swap(
                                "tier requires one that is not there",
                                "number = 2",
                                "number = 4",
                                "[[tier]] 4: requires 1",
                                "'tier 3' (expected: a tier of the charter)",
                                s -> s.replace(
                                                "[\"tier 1\", \"hostilities continue\"]",
                                                "[\"tier 3\", \"hostilities continue\"]")
                                        .replace("number = 3", "number = 5")),
                        swap(
                                "tier that nobody can carry",
                                "desks        = 2",
                                "desks        = 2",
                                "[[tier]] 2: quorum",
                                "can never hold: none of its parties may concur on 3 desks",
                                s -> s.replace(
                                                "quorum       = \"UA and 11 of coalition\"    # 60 % of 18\nstand_down   = \"UA and 11 of coalition\"",
                                                "desks = 3\nquorum = \"NO\"\nstand_down = \"UK3\"")
                                        .replace("\"UK3\"", "\"XYZ\"")
                                        .replace(
                                                "[[group]]\nname = \"coalition\"",
                                                minimalParty("XYZ", "Three desks")
                                                                .replace(
                                                                        "may = []",
                                                                        "may = [\"concur\"]\ndesks = [{ name = \"a\", keys = [\""
                                                                                + fp("a")
                                                                                + "\"] }, { name = \"b\", keys = [\""
                                                                                + fp("b")
                                                                                + "\"] }, { name = \"c\", keys = [\""
                                                                                + fp("c") + "\"] }]")
                                                        + "[[group]]\nname = \"coalition\"")),
                        new Case(
                                "table after a list of its name",
                                s -> s + "[party]\nid = \"XX\"\n",
                                "line 231, column 7",
                                "not TOML",
                                SAMPLE),
                        swap(
                                "tiers as one table",
                                "[[tier]]\nnumber = 1\n",
                                "[tier]\nnumber = 1\n",
                                "tier",
                                "a table (expected: [[tier]])",
                                s -> s.substring(0, s.indexOf("[[tier]]"))),
                        new Case(
                                "no tier",
                                s -> s.substring(0, s.indexOf("[[tier]]")),
                                "tier",
                                "missing (expected: [[tier]])",
                                SAMPLE),
                        new Case(
                                "17 tiers",
                                s -> s + many("tier", 14),
                                "tier",
                                "17 of them (expected: 1 to 16)",
                                SAMPLE)));
    }

    static Stream<Case> witnesses() {
        return Stream.concat(cases(WITNESSED, """
                witness unknown key | party = "GB"\\n | party = "GB"\\nurl = "x"\\n | [[witness]] GB-w: url | unknown key (expected: one of
                witness of an unknown party | party = "GB"\\n | party = "XX"\\n | [[witness]] GB-w: party | unknown party 'XX'
                witness key is another's | {GB-w/ed25519} | {FR-w/ed25519} | [[witness]] FR-w: ed25519 | the same key as at [[witness]] GB-w: ed25519
                witness key is a root | {GB-w/ed25519} | {GB/root} | [[witness]] GB-w: ed25519 | the same key as at [[party]] GB: root
                witness rule missing | witnessed = "2 of (GB-w, FR-w, NO-w)"\\n | | witnessed | missing
                witness rule of none | 2 of (GB-w | 0 of (GB-w | witnessed | count: 0 (expected: 1 to 3
                witness rule of more than there are | 2 of (GB-w | 4 of (GB-w | witnessed | count: 4 (expected: 1 to 3
                witness rule that counts one twice | 2 of (GB-w, FR-w | 2 of (GB-w, GB-w | witnessed | 'GB-w' counts twice within one 'of'
                witness rule with a party | NO-w)" | NO)" | witnessed | unknown name 'NO'
                witness rule with a group | 2 of (GB-w, FR-w, NO-w) | 2 of monitors | witnessed | unknown group 'monitors'
                as many liars as witnesses | skew      = | liars = 3\\nskew      = | liars | 3 (expected: fewer than the 3 witnesses
                witness rule twice | witnessed = " | witnessed = "GB-w"\\nwitnessed = " | line 17, column 1 | Duplicate key
                witness named like a keyword | name = "GB-w" | name = "of" | (GB-w, FR-w | (FR-w | [[witness]] #1: name | no word of the rule language
                witness name with a blank | name = "GB-w" | name = "GB w" | (GB-w, FR-w | (FR-w | [[witness]] #1: name | no word of the rule language
                witness name twice | name = "GB-w" | name = "FR-w" | (GB-w, FR-w | (FR-w | [[witness]] #2: name | another witness
                """), cases(SAMPLE, """
                witness rule without witnesses | skew      = | witnessed = "GB-w"\\nskew      = | witnessed | a rule without witnesses
                """));
    }

    static Stream<Case> timeAuthorities() {
        return Stream.concat(
                cases(STAMPED, """
                authority unknown key | operator = "Office of alpha"\\n | operator = "Office of alpha"\\nurl = "x"\\n | [[time_authority]] alpha: url | unknown key (expected: one of
                authority without operator | operator = "Office of alpha"\\n | | [[time_authority]] alpha: operator | missing
                two authorities of one operator | Office of beta | Office of alpha | [[time_authority]] beta: operator | the same as of [[time_authority]] alpha (expected: authorities of different operators)
                two authorities with one certificate | {beta/certificate} | {alpha/certificate} | [[time_authority]] beta: certificate | the same certificate as at [[time_authority]] alpha: certificate
                authority whose certificate is no fingerprint | {beta/certificate} | sha512:00 | [[time_authority]] beta: certificate | expected:
                authority whose policy is no object identifier | operator = "Office of beta"\\n | operator = "Office of beta"\\npolicy = "1.2.03"\\n | [[time_authority]] beta: policy | '1.2.03' (expected: an object identifier, such as 1.3.6.1.4.1)
                authority whose policy begins beyond the tree | operator = "Office of beta"\\n | operator = "Office of beta"\\npolicy = "1.40.3"\\n | [[time_authority]] beta: policy | '1.40.3' (expected: an object identifier, such as 1.3.6.1.4.1)
                authority rule missing | timestamped = "all of (alpha, beta)"\\n | | timestamped | missing
                authority rule with a party | beta)" | NO)" | timestamped | unknown name 'NO'
                authority rule with a group | all of (alpha, beta) | all of monitors | timestamped | unknown group 'monitors'
                authority name twice | name = "alpha" | name = "beta" | (alpha, beta | (beta | [[time_authority]] #2: name | another time authority (expected: each time authority once)
                authority named like a keyword | name = "alpha" | name = "all" | (alpha, beta | (beta | [[time_authority]] #1: name | no word of the rule language
                share of authorities not reached | "all of (alpha, beta)" | "all of (alpha, beta)" # 50 % of 2 | line 14: timestamped | (expected: 1, the smallest count
                """),
                Stream.concat(
                        cases(SAMPLE, """
                authority rule without authorities | skew      = | timestamped = "alpha"\\nskew      = | timestamped | a rule without time authorities
                """),
                        Stream.of(new Case(
                                "17 authorities",
                                s -> s + manyAuthorities(15),
                                "time_authority",
                                "17 of them (expected: 0 to 16)",
                                STAMPED))));
    }

    static Stream<Case> shares() {
        String place = "line 219: quorum";
        return Stream.of(
                share(
                        "share not reached",
                        "61.2 % of 18",
                        place,
                        "'11 of coalition', while the comment says '61.2 % of 18' (expected: 12, the smallest"),
                share("share reached by fewer", "50 % of 18", place, "(expected: 9, the smallest count"),
                share(
                        "share that must be exceeded",
                        "more than 50 % of 18",
                        place,
                        "(expected: 10, the smallest count"),
                share(
                        "share of another number",
                        "60 % of 28",
                        place,
                        "(expected: the size of a set that the rule counts: 11 of coalition (18))"),
                share(
                        "share of another group",
                        "60 % of monitors",
                        place,
                        "(expected: the size of a set that the rule counts: 11 of coalition (18))"));
    }

    @Test
    void parse_manyThingsWrong_allToldAtOnce() {
        String text = SAMPLE.replace("\"5s\"", "\"5\"")
                .replace("UA and 11 of", "UA and 19 of")
                .replace("number = 3", "number = \"three\"")
                .replace("Oslo", " Oslo");
        List<Problem> problems =
                ((CharterParse.Unsound) CharterParser.parse(text.getBytes(StandardCharsets.UTF_8))).problems();
        assertThat(problems)
                .extracting(Problem::place)
                .containsExactlyInAnyOrder(
                        "skew",
                        "[[party]] NO: name",
                        "[[tier]] #3: number",
                        "[[tier]] 2: quorum",
                        "[[tier]] 2: stand_down");
    }

    @Test
    void parse_moreProblemsThanAnybodyReads_reportEnds() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("x").append(i).append(" = 1\n");
        }
        List<Problem> problems = ((CharterParse.Unsound)
                        CharterParser.parse(text.toString().getBytes(StandardCharsets.UTF_8)))
                .problems();
        assertThat(problems).hasSize(Examination.MAX_PROBLEMS + 1);
    }

    /**
     * Cases of a table: name | what is replaced | by what | place | part of the sentence, and perhaps more that is replaced before the place. In it {@code \\n} ends a line of the
     * charter, and {@code {x}} is the fingerprint of the key x.
     */
    private static Stream<Case> cases(String base, String table) {
        return table.lines().map(line -> {
            List<String> cells = Stream.of(line.split("\\|"))
                    .map(cell -> cell.strip().replace("\\n", "\n"))
                    .map(cell -> KEY.matcher(cell).replaceAll(key -> fp(key.group(1))))
                    .toList();
            int place = cells.size() - 2;
            UnaryOperator<String> change = s -> {
                for (int i = 1; i < place; i += 2) {
                    s = s.replaceFirst(Pattern.quote(cells.get(i)), Matcher.quoteReplacement(cells.get(i + 1)));
                }
                return s;
            };
            return new Case(cells.get(0), change, cells.get(place), cells.get(place + 1), base);
        });
    }

    private static Case swap(String name, String old, String fresh, String place, String part) {
        return new Case(
                name, s -> s.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(fresh)), place, part, SAMPLE);
    }

    private static Case swap(
            String name, String old, String fresh, String place, String part, UnaryOperator<String> also) {
        Case plain = swap(name, old, fresh, place, part);
        return new Case(name, s -> also.apply(plain.change().apply(s)), place, part, SAMPLE);
    }

    private static Case rule(String name, String rule, String place, String part) {
        return swap("rule: " + name, "\"UA and US\"", "\"" + rule + "\"", place, part);
    }

    private static Case rule(String name, String rule, String place, String part, UnaryOperator<String> also) {
        return swap("rule: " + name, "\"UA and US\"", "\"" + rule + "\"", place, part, also);
    }

    private static Case share(String name, String comment, String place, String part) {
        return swap(name, "# 60 % of 18", "# " + comment, place, part);
    }

    private static String fp(String key) {
        return SampleCharter.nameHash(key).fingerprint();
    }

    private static String minimalParty(String id, String name) {
        return "[[party]]\nid = \"" + id + "\"\nname = \"" + name + "\"\nroot = \"" + fp(id + "+root")
                + "\"\nmay = []\n";
    }

    private static String eightKeys() {
        List<String> desks = new ArrayList<>();
        for (int desk = 1; desk <= 2; desk++) {
            List<String> keys = new ArrayList<>();
            for (int key = 1; key <= (desk == 1 ? 3 : 4); key++) {
                keys.add("\"" + fp(desk + "/" + key) + "\"");
            }
            desks.add("{ name = \"desk" + desk + "\", keys = [" + String.join(", ", keys) + "] }");
        }
        return String.join(", ", desks);
    }

    private static String many(String table, int number) {
        StringBuilder text = new StringBuilder("\n");
        for (int i = 0; i < number; i++) {
            text.append(
                    table.equals("party")
                            ? minimalParty("X" + i + "X", "Party " + i)
                            : "[[tier]]\nnumber = " + (10 + i)
                                    + "\ntitle = \"x\"\nlapses_after = \"24h\"\nquorum = \"UA\"\nstand_down = \"UA\"\n");
        }
        return text.toString();
    }

    private static String manyAuthorities(int number) {
        StringBuilder text = new StringBuilder("\n");
        for (int i = 0; i < number; i++) {
            text.append("[[time_authority]]\nname = \"a" + i + "\"\noperator = \"o" + i + "\"\ncertificate = \""
                    + fp("a" + i) + "\"\n");
        }
        return text.toString();
    }
}

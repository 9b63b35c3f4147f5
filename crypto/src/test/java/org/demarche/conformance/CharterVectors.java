package org.demarche.conformance;

import java.nio.charset.StandardCharsets;
import org.demarche.hash.Sha256;
import org.demarche.lies.LieCharter;

/** Charters, sound and not, and what may follow one. */
final class CharterVectors {
    private static final String READ = "charter/read";
    private static final String SUCCESSION = "charter/succession";
    private static final String EXPIRES = "2027-03-01T00:00:00Z";
    private static final String STAND_DOWN = "stand_down = \"2 of (UA, GB, FR)\"";
    private static final String TIER_1 = "title = \"A warning, and measures\"\n";

    private final Vectors vectors;
    private final LieCharter plain = LieCharter.plain();

    private CharterVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        CharterVectors told = new CharterVectors(vectors);
        told.sound();
        told.bytes();
        told.preamble();
        told.parties();
        told.plan();
        told.rules();
        told.witnesses();
        told.comments();
        told.succession();
    }

    private void sound() {
        sound("plain", "The charter of the worked example", plain);
        sound("counted", "Tier 1 takes two of three parties", LieCharter.counted());
        sound("two-desks", "Tier 1 takes two desks of one party", LieCharter.twoDesks());
        sound("witnessed", "Three witnesses, of whom one may lie", LieCharter.witnessed());
        sound("witnessed-finding", "The clock starts with a finding", LieCharter.witnessedFinding());
        sound("pledged", "Tier 1 requires a pledge", LieCharter.pledged());
        sound(
                "crlf",
                "Lines may end in CR LF; the hash is another",
                new LieCharter("crlf", plain.text().replace("\n", "\r\n")));
        sound(
                "time-scale",
                "Durations of the plan are divided by the scale, and rounded up",
                plain.with("skew     = \"5s\"", "skew     = \"1ms\"\ntime_scale = 7")
                        .with(TIER_1, TIER_1 + "not_before = \"24h\"\nact_within = \"72h\"\n"));
        sound(
                "validity-left-out",
                "valid_for_at_most is 72 hours by default",
                plain.with("valid_for_at_most = \"72h\"\n", ""));
        sound(
                "skew-half-the-shortest",
                "The skew may be half the shortest duration",
                plain.with("skew     = \"5s\"", "skew     = \"12h\""));
        sound(
                "keys-in-another-order",
                "Keys stand in any order",
                plain.with("rules    = 1\n", "").with("version  = 1\n", "version  = 1\nrules = 1\n"));
        sound(
                "group-used",
                "A group that a rule counts",
                plain.with(
                                "[[finding]]",
                                "[[group]]\nname = \"trio\"\nmembers = [\"UA\", \"GB\", \"FR\"]\n\n[[finding]]")
                        .with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"2 of trio\""));
        sound("name-in-a-literal-string", "Strings may be TOML's literal ones", plain.with("\"Kyiv\"", "'Kyiv'"));
        sound(
                "name-that-ends-in-a-no-break-space",
                "A no-break space is no white space",
                plain.with("\"Kyiv\"", "\"Kyiv\u00a0\""));
        sound(
                "name-of-fifty-emoji",
                "Characters are counted in UTF-16 code units: here 100",
                plain.with("\"Kyiv\"", "\"" + "\ud83d\ude00".repeat(50) + "\""));
        sound(
                "witness-that-no-rule-names",
                "Not every witness must be in the rule",
                LieCharter.witnessed().with("2 of (UA-w, GB-w, FR-w)", "2 of (UA-w, GB-w)"));
        sound(
                "witness-named-like-a-party",
                "Names of witnesses are of another kind",
                LieCharter.witnessed()
                        .with("2 of (UA-w, GB-w, FR-w)", "2 of (UA-w, GB-w, FR)")
                        .with("name = \"FR-w\"", "name = \"FR\""));
        sound(
                "liars-left-out",
                "Without liars none may lie",
                LieCharter.witnessed().with("liars    = 1\n", ""));
        sound(
                "desk-without-rights",
                "A desk's rights may be none",
                plain.with(
                        "may = [\"concur\"]\ndesks = [{ name = \"watch\",",
                        "may = [\"concur\"]\ndesks = [{ name = \"watch\", may = [],"));
        sound("integer-in-hexadecimal", "Integers are TOML's", plain.with("rules    = 1", "rules    = 0x1"));
        sound(
                "expires-with-milliseconds",
                "An instant has whole milliseconds",
                plain.with("2027-03-01T00:00:00Z", "2027-03-01T00:00:00.001Z"));
    }

    private void bytes() {
        byte[] text = plain.bytes();
        refuse("empty", "There is nothing", new byte[0]);
        refuse(
                "not-utf8",
                "The text is UTF-8",
                plain.text().replace("Kyiv", "Ky\u00efv").getBytes(StandardCharsets.ISO_8859_1));
        byte[] bom = new byte[text.length + 3];
        System.arraycopy(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, 0, bom, 0, 3);
        System.arraycopy(text, 0, bom, 3, text.length);
        refuse("byte-order-mark", "There is no byte order mark", bom);
        refuse("not-toml", "The text is TOML", plain.with("title    =", "title    :"));
        refuse("key-twice", "A key stands once", plain.with("rules    = 1\n", "rules    = 1\nrules = 1\n"));
        refuse(
                "key-unknown",
                "Unknown keys are refused",
                plain.with("rules    = 1\n", "rules    = 1\nveto = \"UA\"\n"));
        refuse("backslash", "A charter has no backslash", plain.with("\"Kyiv\"", "\"Ky\\u0069v\""));
        refuse(
                "backslash-in-a-comment",
                "A charter has no backslash, not even in a comment",
                plain.with("# Keys", "# \\ Keys"));
        refuse(
                "right-to-left-override",
                "No character reorders the text on a screen",
                plain.with("# Keys", "# \u202eKeys"));
        refuse("zero-width-space", "No character hides", plain.with("Kyiv", "Ky\u200biv"));
        refuse("soft-hyphen", "No character hides", plain.with("Kyiv", "Ky\u00adiv"));
        refuse(
                "carriage-return-alone",
                "A carriage return stands before a line feed",
                plain.with("# Keys", "# \rKeys"));
        refuse("form-feed", "No control characters", plain.with("# Keys", "# \fKeys"));
        refuse("delete", "No control characters", plain.with("# Keys", "# \u007fKeys"));
        refuse(
                "longer-than-61440-bytes",
                "A charter has at most 61,440 bytes",
                new LieCharter("long", plain.text() + "#".repeat(61_441 - text.length)));
        sound(
                "of-61440-bytes",
                "A charter may have 61,440 bytes",
                new LieCharter("long", plain.text() + "#".repeat(61_440 - text.length)));
    }

    private void preamble() {
        refuse("title-empty", "There is a title", plain.with("\"A small plan for files that lie\"", "\"\""));
        refuse("title-missing", "There is a title", plain.with("title    = \"A small plan for files that lie\"\n", ""));
        refuse(
                "title-with-a-space-at-its-end",
                "No white space at the ends of texts",
                plain.with("that lie\"", "that lie \""));
        refuse(
                "title-of-201-characters",
                "A text has at most 200 characters",
                plain.with("A small plan", "A".repeat(201)));
        refuse("rules-2", "The semantics are those of rules 1", plain.with("rules    = 1", "rules    = 2"));
        refuse("rules-as-text", "rules is a number", plain.with("rules    = 1", "rules    = \"1\""));
        refuse("status-unknown", "A charter is an exercise or actual", plain.with("\"exercise\"", "\"drill\""));
        refuse("version-0", "Versions count from 1", plain.with("version  = 1", "version  = 0"));
        refuse(
                "version-1-with-a-predecessor",
                "Version 1 has no predecessor",
                plain.with("previous = \"\"", "previous = \"" + Sha256.of().fingerprint() + "\""));
        refuse(
                "version-2-without-a-predecessor",
                "Version 2 names its predecessor",
                plain.with("version  = 1", "version  = 2"));
        refuse(
                "expires-without-offset",
                "An instant has the offset zero",
                plain.with("2027-03-01T00:00:00Z", "2027-03-01T00:00:00"));
        refuse(
                "expires-at-another-offset",
                "An instant has the offset zero",
                plain.with("2027-03-01T00:00:00Z", "2027-03-01T02:00:00+02:00"));
        refuse(
                "expires-with-microseconds",
                "An instant has whole milliseconds",
                plain.with("2027-03-01T00:00:00Z", "2027-03-01T00:00:00.000001Z"));
        refuse("expires-at-offset-zero", "UTC is written Z", plain.with(EXPIRES, "2027-03-01T00:00:00+00:00"));
        refuse("expires-at-offset-minus-zero", "UTC is written Z", plain.with(EXPIRES, "2027-03-01T00:00:00-00:00"));
        refuse(
                "expires-with-a-space",
                "A capital T stands between date and time",
                plain.with(EXPIRES, "2027-03-01 00:00:00Z"));
        refuse("expires-with-a-small-t", "T is a capital", plain.with(EXPIRES, "2027-03-01t00:00:00Z"));
        refuse("expires-with-a-small-z", "Z is a capital", plain.with(EXPIRES, "2027-03-01T00:00:00z"));
        refuse(
                "expires-with-zeros-behind-the-milliseconds",
                "A fraction has at most three digits",
                plain.with(EXPIRES, "2027-03-01T00:00:00.123000Z"));
        refuse("expires-without-seconds", "Seconds are written", plain.with(EXPIRES, "2027-03-01T00:00Z"));
        refuse("expires-in-small-letters", "T and Z are capitals", plain.with(EXPIRES, "2027-03-01t00:00:00z"));
        refuse("expires-in-the-second-60", "There are no leap seconds", plain.with(EXPIRES, "2026-12-31T23:59:60Z"));
        refuse(
                "name-of-51-emoji",
                "Characters are counted in UTF-16 code units: here 102",
                plain.with("\"Kyiv\"", "\"" + "\ud83d\ude00".repeat(51) + "\""));
        refuse("name-with-a-tab", "A text has no control characters", plain.with("\"Kyiv\"", "\"Ky\tiv\""));
        refuse(
                "name-that-ends-in-an-ideographic-space",
                "White space is Unicode's, but for no-break spaces",
                plain.with("\"Kyiv\"", "\"Kyiv\u3000\""));
        refuse("name-on-two-lines", "A text is one line", plain.with("\"Kyiv\"", "\"\"\"Ky\niv\"\"\""));
        refuse("duration-with-a-space", "Number and unit stand together", plain.with("\"30d\"", "\"30 d\""));
        refuse(
                "liars-negative",
                "Liars are counted from 0",
                LieCharter.witnessed().with("liars    = 1", "liars    = -1"));
        refuse(
                "expires-before-1970",
                "Years are from 1970 on",
                plain.with("2027-03-01T00:00:00Z", "1969-12-31T23:59:59Z"));
        refuse(
                "expires-on-the-30th-of-february",
                "A day is one of the calendar",
                plain.with("2027-03-01T00:00:00Z", "2027-02-30T00:00:00Z"));
        refuse(
                "actual-with-a-time-scale",
                "An actual charter has no time scale",
                plain.with("\"exercise\"", "\"actual\"").with("rules    = 1\n", "rules    = 1\ntime_scale = 2\n"));
        refuse("time-scale-0", "A scale is at least 1", plain.with("rules    = 1\n", "rules    = 1\ntime_scale = 0\n"));
        refuse(
                "clock-unknown",
                "A clock starts with the report or a finding",
                plain.with("\"first report\"", "\"midnight\""));
        refuse(
                "clock-of-a-finding-that-is-not-there",
                "The clock's finding is one of the charter's",
                plain.with("\"first report\"", "\"finding expanded attack\""));
        refuse(
                "skew-above-half-the-shortest",
                "The skew is at most half the shortest duration",
                plain.with("skew     = \"5s\"", "skew     = \"43200001ms\""));
        refuse("duration-zero", "A duration is above 0", plain.with("skew     = \"5s\"", "skew     = \"0s\""));
        refuse(
                "duration-with-a-fraction",
                "A duration is a whole number",
                plain.with("skew     = \"5s\"", "skew     = \"5.5s\""));
        refuse(
                "duration-with-a-leading-zero",
                "A duration has no leading zero",
                plain.with("skew     = \"5s\"", "skew     = \"05s\""));
        refuse("duration-in-weeks", "There are no weeks", plain.with("\"30d\"", "\"4w\""));
        refuse("duration-above-36500-days", "A duration is at most 36500d", plain.with("\"30d\"", "\"36501d\""));
        refuse(
                "validity-above-72-hours",
                "A notice is valid for at most 72 hours",
                plain.with("valid_for_at_most = \"72h\"", "valid_for_at_most = \"73h\""));
        refuse("origin-with-a-space", "An origin has no space", plain.with("lies.example/plan", "lies example"));
        refuse("origin-with-a-plus", "An origin has no plus", plain.with("lies.example/plan", "lies+example"));
        refuse("log-key-missing", "The log has two keys", plain.with("\nml_dsa_44 = ", "\n# ml_dsa_44 = "));
        refuse("fingerprint-in-capitals", "A fingerprint is in lower case", plain.with("sha256:e8ed", "sha256:E8ED"));
    }

    private void parties() {
        refuse("party-id-of-digits", "A party id has at least one letter", plain.with("id = \"FR\"", "id = \"33\""));
        refuse("party-id-twice", "No id stands twice", plain.with("id = \"FR\"", "id = \"GB\""));
        refuse(
                "right-unknown",
                "A right is one of the eight",
                plain.with("may = [\"concur\"]", "may = [\"concur\", \"veto\"]"));
        refuse(
                "right-twice",
                "No right stands twice",
                plain.with("may = [\"concur\"]", "may = [\"concur\", \"concur\"]"));
        refuse("key-at-two-parties", "No key stands twice in the charter", plain.withKey("FR/root", "GB/root"));
        refuse("key-as-root-and-desk", "No key stands twice in the charter", plain.withKey("FR/watch", "FR/root"));
        refuse(
                "desk-with-a-right-that-its-party-lacks",
                "A desk's rights are of the party's",
                plain.with(
                        "may = [\"concur\"]\ndesks = [{ name = \"watch\",",
                        "may = [\"concur\"]\ndesks = [{ name = \"watch\", may = [\"warn\"],"));
        refuse(
                "desk-without-keys",
                "A desk has a key",
                plain.with(
                        "may = [\"concur\"]\ndesks = [{ name = \"watch\", keys = [\"",
                        "may = [\"concur\"]\ndesks = [{ name = \"watch\", keys = [] }]\n# [\""));
        refuse(
                "desk-name-with-a-space",
                "A desk's name is of letters, digits and -",
                plain.with("name = \"watch\"", "name = \"night watch\""));
        refuse(
                "group-unused",
                "Every group is used by a rule",
                plain.with("[[finding]]", "[[group]]\nname = \"duo\"\nmembers = [\"UA\", \"GB\"]\n\n[[finding]]"));
        refuse(
                "group-named-like-a-word-of-rules",
                "The words of rules are names of nothing",
                plain.with("[[finding]]", "[[group]]\nname = \"of\"\nmembers = [\"UA\", \"GB\", \"FR\"]\n\n[[finding]]")
                        .with(STAND_DOWN, "stand_down = \"2 of of\""));
        refuse(
                "group-named-like-a-party",
                "A group is named like no party",
                plain.with("[[finding]]", "[[group]]\nname = \"UA\"\nmembers = [\"UA\", \"GB\"]\n\n[[finding]]"));
        refuse(
                "group-with-a-member-twice",
                "A member stands once",
                plain.with("[[finding]]", "[[group]]\nname = \"duo\"\nmembers = [\"UA\", \"UA\"]\n\n[[finding]]")
                        .with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"any of duo\""));
    }

    private void plan() {
        refuse(
                "no-tier",
                "There is a tier",
                new LieCharter("x", plain.text().substring(0, plain.text().indexOf("[[tier]]"))));
        refuse(
                "no-finding",
                "There is a finding",
                plain.with("[[finding]]\nname = \"violation\"\nquorum = \"UA\"\n", ""));
        refuse(
                "finding-unknown",
                "A finding is one of the four",
                plain.with("name = \"violation\"", "name = \"treason\""));
        refuse(
                "finding-twice",
                "No finding stands twice",
                plain.with("[[finding]]", "[[finding]]\nname = \"violation\"\nquorum = \"UA\"\n\n[[finding]]"));
        refuse("tier-number-twice", "No number stands twice", plain.with("number = 2", "number = 1"));
        refuse("tier-number-100", "A tier's number is at most 99", plain.with("number = 2", "number = 100"));
        refuse(
                "gate-of-a-higher-tier",
                "A tier requires lower ones",
                plain.with(TIER_1, TIER_1 + "requires = [\"tier 2\"]\n"));
        refuse(
                "gate-of-itself",
                "A tier requires lower ones",
                plain.with("requires = [\"tier 1\"]", "requires = [\"tier 2\"]"));
        refuse(
                "gate-with-a-leading-zero",
                "A tier's number has no leading zero",
                plain.with("requires = [\"tier 1\"]", "requires = [\"tier 01\"]"));
        refuse(
                "gate-with-two-spaces",
                "One space stands between the words of a gate",
                plain.with("requires = [\"tier 1\"]", "requires = [\"tier  1\"]"));
        refuse(
                "gate-twice",
                "No gate stands twice",
                plain.with("requires = [\"tier 1\"]", "requires = [\"tier 1\", \"tier 1\"]"));
        refuse(
                "gate-of-a-finding-that-is-not-there",
                "A gate's finding is one of the charter's",
                plain.with("requires = [\"tier 1\"]", "requires = [\"expanded attack\"]"));
        refuse(
                "gate-of-a-pledge-by-who-may-not",
                "A gate's party may pledge",
                plain.with("requires = [\"tier 1\"]", "requires = [\"pledge GB support\"]"));
        refuse(
                "gate-of-an-unknown-component",
                "A component is one of the five",
                LieCharter.pledged().with("pledge UA support", "pledge UA applause"));
        refuse(
                "answered-by-unknown",
                "A deed is a warning or measures",
                plain.with(TIER_1, TIER_1 + "answered_by = [\"applause\"]\n"));
        refuse(
                "desks-8",
                "At most seven desks",
                plain.with("lapses_after = \"24h\"", "desks = 8\nlapses_after = \"24h\""));
        refuse("lapses-after-missing", "A proposal lapses", plain.with("lapses_after = \"24h\"\n", ""));
    }

    private void rules() {
        refuse(
                "rule-with-an-unknown-party",
                "A rule's names are the charter's",
                plain.with("adoption = \"UA\"", "adoption = \"US\""));
        refuse(
                "rule-that-cannot-hold",
                "A quorum is of parties that may concur",
                plain.with("may = [\"concur\"]", "may = []")
                        .with("stand_down = \"UA\"", "stand_down = \"all of (UA, GB, FR)\""));
        refuse(
                "rule-of-a-finding-that-cannot-hold",
                "A finding is by parties that may find",
                plain.with("name = \"violation\"\nquorum = \"UA\"", "name = \"violation\"\nquorum = \"GB\""));
        refuse(
                "rule-that-asks-for-more-desks",
                "A quorum is of parties with as many desks",
                plain.with("lapses_after = \"24h\"", "desks = 2\nlapses_after = \"24h\""));
        refuse(
                "count-above-the-set",
                "A count is at most the set",
                plain.with("2 of (UA, GB, FR)", "4 of (UA, GB, FR)"));
    }

    private void witnesses() {
        LieCharter witnessed = LieCharter.witnessed();
        refuse(
                "witnessed-without-witnesses",
                "There is no witness rule without witnesses",
                plain.with("skew     = \"5s\"", "skew     = \"5s\"\nwitnessed = \"UA\""));
        refuse(
                "witnesses-without-a-rule",
                "There are no witnesses without a rule",
                witnessed.with("witnessed = \"2 of (UA-w, GB-w, FR-w)\"\n", ""));
        refuse(
                "witnessed-by-a-party",
                "The names in the rule are those of witnesses",
                witnessed.with("2 of (UA-w, GB-w, FR-w)", "2 of (UA, GB, FR)"));
        refuse(
                "liars-as-many-as-witnesses",
                "Not all witnesses may lie",
                witnessed.with("liars    = 1", "liars    = 3"));
        refuse(
                "witness-name-twice",
                "No name of its kind stands twice",
                witnessed.with("name = \"FR-w\"", "name = \"GB-w\""));
        refuse("witness-of-nobody", "A witness belongs to a party", witnessed.with("party = \"FR\"", "party = \"US\""));
    }

    private void comments() {
        refuse(
                "comment-with-a-wrong-share",
                "A stated share is the count's: 2 of 3 is the smallest count that reaches 60 %",
                plain.with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"2 of (UA, GB, FR)\" # 30 % of 3"));
        sound(
                "comment-with-the-and-a-stop",
                "\"the\" may stand in front of the set, and a full stop behind it",
                plain.with(STAND_DOWN, STAND_DOWN + " # 60 % of the 3."));
        sound(
                "comment-in-one-word",
                "Per cent may be one word",
                plain.with(STAND_DOWN, STAND_DOWN + " # 60 percent of 3"));
        sound(
                "comment-in-a-line-of-its-own",
                "A comment that stands behind no rule is not checked",
                plain.with(STAND_DOWN, "# 10 % of 3\n" + STAND_DOWN));
        sound(
                "comment-with-five-decimals",
                "What is not written as a share is not checked",
                plain.with(STAND_DOWN, STAND_DOWN + " # 10.12345 % of 3"));
        sound(
                "comment-without-a-set",
                "What is not written as a share is not checked",
                plain.with(STAND_DOWN, STAND_DOWN + " # 10 %"));
        refuse(
                "comment-with-two-shares",
                "Every share that is stated is checked",
                plain.with(STAND_DOWN, STAND_DOWN + " # 60 % of 3, and 90 % of 3"));
        refuse(
                "comment-about-another-set",
                "The set is one that the rule counts",
                plain.with(STAND_DOWN, STAND_DOWN + " # 60 % of 28"));
        refuse(
                "comment-of-nothing",
                "The smallest count that reaches 0 % is 0",
                plain.with(STAND_DOWN, STAND_DOWN + " # 0 % of 3"));
        sound(
                "comment-with-a-share",
                "2 of 3 is the smallest count that reaches 60 %",
                plain.with("stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"2 of (UA, GB, FR)\" # 60 % of 3"));
        sound(
                "comment-with-more-than",
                "2 of 3 is the smallest count that exceeds 50 per cent",
                plain.with(
                        "stand_down = \"2 of (UA, GB, FR)\"",
                        "stand_down = \"2 of (UA, GB, FR)\" # more than 50 per cent of 3"));
        refuse(
                "comment-with-more-than-too-much",
                "2 of 3 does not exceed 66.7 %",
                plain.with(
                        "stand_down = \"2 of (UA, GB, FR)\"", "stand_down = \"2 of (UA, GB, FR)\" # over 66.7 % of 3"));
    }

    private void succession() {
        LieCharter next = plain.successor();
        Given sound = new Given().bytes("text", plain.bytes()).bytes("next", next.bytes());
        vectors.accept(SUCCESSION, "succession", "Version 2, which changes nothing else", sound);
        vectors.accept(
                SUCCESSION,
                "succession-with-other-keys",
                "Version 2 with other keys of the log and of UA",
                follow(sound, next.withLog("log-2").withKey("UA/watch", "UA/watch2")));
        vectors.accept(
                SUCCESSION,
                "succession-with-another-rule",
                "Version 2 with another quorum",
                follow(sound, next.with("quorum = \"UA\"\nstand_down = \"2", "quorum = \"GB\"\nstand_down = \"2")));
        vectors.accept(
                SUCCESSION,
                "succession-that-expires-earlier",
                "Version 2 may expire earlier",
                follow(sound, next.with("2027-03", "2026-09")));
        bad("by-the-same-version", "A text does not follow itself", follow(sound, plain));
        bad("by-version-3", "The version is one higher", follow(sound, next.with("version  = 2", "version  = 3")));
        bad(
                "of-another-predecessor",
                "It names the hash of the text that it follows",
                follow(sound, LieCharter.counted().successor()));
        bad("with-another-status", "The status stays", follow(sound, next.with("\"exercise\"", "\"actual\"")));
        bad(
                "with-another-time-scale",
                "The time scale stays",
                follow(sound, next.with("rules    = 1\n", "rules    = 1\ntime_scale = 2\n")));
        bad(
                "with-another-clock",
                "The clock stays",
                follow(sound, next.with("\"first report\"", "\"finding violation\"")));
        bad(
                "with-another-origin",
                "The log's origin stays",
                follow(sound, next.with("lies.example/plan", "lies.example/other")));
        bad("without-a-tier", "The tiers' numbers stay", follow(sound, next.with("number = 2", "number = 3")));
        bad(
                "longer-than-47104-bytes",
                "A successor has at most 47,104 bytes",
                follow(sound, new LieCharter("x", next.text() + "#".repeat(47_105 - next.bytes().length))));
    }

    private static Given follow(Given given, LieCharter next) {
        return given.but("next", next.bytes());
    }

    private void bad(String mutation, String about, Given input) {
        vectors.refuse(SUCCESSION, "succession-" + mutation, about, input);
    }

    private void sound(String mutation, String about, LieCharter charter) {
        vectors.accept(READ, mutation, about, new Given().bytes("text", charter.bytes()));
    }

    private void refuse(String mutation, String about, LieCharter charter) {
        refuse(mutation, about, charter.bytes());
    }

    private void refuse(String mutation, String about, byte[] text) {
        vectors.refuse(READ, mutation, about, new Given().bytes("text", text));
    }
}

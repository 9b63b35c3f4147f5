package org.demarche.client.exercise;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.hash.Sha256;

/**
 * The charter of the exercise but for its keys and its pace. A key stands in it by name: {@code <log/ed25519>}, {@code <log/ml-dsa-44>}; for a party {@code <NO/root>},
 * {@code <NO/tls>}, and {@code <NO/watch>} and the like for each desk; for a witness {@code <NO-w/ed25519>} and {@code <NO-w/ml-dsa-44>}; for a time authority
 * {@code <alpha/certificate>}. So the text itself says whose keys are to be made.
 */
final class CharterTemplate {
    /** Plan hours per hour of the clock, unless {@code --pace} says otherwise: 72 hours pass in 36 seconds. */
    static final int USUAL_PACE = 7200;

    /** Beyond this, two plan hours are less than what an honest machine may take for a step. */
    static final int GREATEST_PACE = 20_000;

    /** Whose keys the log's are. */
    static final String LOG = "log";

    private static final String ED25519 = "/ed25519";
    private static final String ML_DSA_44 = "/ml-dsa-44";
    private static final String CERTIFICATE = "/certificate";
    private static final String RESOURCE = "/exercise/charter.toml";
    private static final Pattern PLACE = Pattern.compile("<([^<>\n]+)>");
    private static final String TIME_SCALE = "time_scale";
    private static final String SKEW = "skew";
    private static final long SHORTEST_MS = 24 * 3_600_000L;
    private static final long USUAL_SKEW_MS = 5_000;

    private final String text;

    private CharterTemplate(String text) {
        this.text = text;
    }

    /** The one that is shipped. */
    static CharterTemplate shipped() {
        return new CharterTemplate(Resources.text(RESOURCE));
    }

    /** Name of the Ed25519 key of a witness, or of the {@link #LOG}. */
    static String ed25519(String holder) {
        return holder + ED25519;
    }

    /** Name of the ML-DSA-44 key of a witness, or of the {@link #LOG}. */
    static String mlDsa44(String holder) {
        return holder + ML_DSA_44;
    }

    /** Name of a time authority's certificate. */
    static String certificate(String authority) {
        return authority + CERTIFICATE;
    }

    /** The names of the parties' keys, such as {@code NO/watch}, in the order of the text. */
    Set<String> partyKeys() {
        Set<String> names = new LinkedHashSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            String name = place.group(1);
            if (!List.of(TIME_SCALE, SKEW).contains(name)
                    && !name.endsWith(ED25519)
                    && !name.endsWith(ML_DSA_44)
                    && !name.endsWith(CERTIFICATE)) {
                names.add(name);
            }
        }
        return names;
    }

    /** The text with these keys. */
    byte[] fill(int pace, Function<String, Sha256> keys) {
        Function<MatchResult, String> value = place -> switch (place.group(1)) {
            case TIME_SCALE -> Integer.toString(pace);
            case SKEW -> skew(pace);
            default -> keys.apply(place.group(1)).fingerprint();
        };
        return PLACE.matcher(text).replaceAll(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The charter with keys that nobody holds: to see whether a scenario fits before any key is made. */
    Charter rehearse(int pace) {
        return charter(fill(pace, name -> Sha256.of(name.getBytes(StandardCharsets.UTF_8))));
    }

    /** The charter that a filled text is. */
    static Charter charter(byte[] filled) {
        CharterParse parse = CharterParser.parse(filled);
        if (parse instanceof CharterParse.Sound sound) {
            return sound.charter();
        }
        throw new AssertionError("the shipped charter is sound: " + ((CharterParse.Unsound) parse).problems());
    }

    /** At most half the shortest duration of the plan, as charters must have it. */
    private static String skew(int pace) {
        return Math.min(USUAL_SKEW_MS, SHORTEST_MS / pace / 2) + "ms";
    }
}

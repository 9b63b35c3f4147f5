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
 * {@code <NO/tls>}, and {@code <NO/watch>} and the like for each desk. So the text itself says whose keys are to be made.
 */
final class CharterTemplate {
    /** Plan hours per hour of the clock, unless {@code --pace} says otherwise: 72 hours pass in 36 seconds. */
    static final int USUAL_PACE = 7200;

    /** Beyond this, two plan hours are less than what an honest machine may take for a step. */
    static final int GREATEST_PACE = 20_000;

    /** Name of the Ed25519 key of the log. */
    static final String LOG_ED25519 = "log/ed25519";

    /** Name of the ML-DSA-44 key of the log. */
    static final String LOG_ML_DSA_44 = "log/ml-dsa-44";

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

    /** The names of the keys, in the order of the text. */
    Set<String> keys() {
        Set<String> names = new LinkedHashSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!List.of(TIME_SCALE, SKEW).contains(place.group(1))) {
                names.add(place.group(1));
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

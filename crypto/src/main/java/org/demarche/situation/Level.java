package org.demarche.situation;

import java.util.Locale;

/** How well something is. */
public enum Level {
    /** As it should be. */
    GOOD("✔", "good"),
    /** Someone should look at it. */
    WARN("▲", "look at it"),
    /** Someone must act. */
    BAD("✖", "act"),
    /** Nobody knows. */
    UNKNOWN("?", "not known");

    private final String mark;
    private final String words;

    Level(String mark, String words) {
        this.mark = mark;
        this.words = words;
    }

    /** One character. */
    public String mark() {
        return mark;
    }

    /** In words. */
    public String words() {
        return words;
    }

    /** A name for style sheets. */
    public String kind() {
        return name().toLowerCase(Locale.ROOT);
    }
}

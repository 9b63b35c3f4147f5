package org.demarche.server.config;

import java.util.Optional;

/**
 * One setting, declared: reading, showing, explaining and the documents all go by this.
 *
 * @param key {@code table.key}; in a list of tables {@code table.*.key}
 * @param kind what it takes
 * @param standard what holds where nothing is set, as TOML writes it; empty: nothing
 * @param does what it does, a sentence
 * @param otherwise what goes wrong if it is set wrongly, a sentence
 */
public record Setting(String key, Kind kind, Optional<String> standard, String does, String otherwise) {
    /** What a setting takes. */
    public sealed interface Kind {
        /** For people. */
        String expected();
    }

    /**
     * A text in quotes.
     *
     * @param form what the text is
     */
    public record Text(String form) implements Kind {
        @Override
        public String expected() {
            return form;
        }
    }

    /**
     * A whole number.
     *
     * @param unit what is counted, or the unit of time; empty: nothing of the kind
     */
    public record Number(int least, int greatest, String unit) implements Kind {
        @Override
        public String expected() {
            return "a whole number from " + least + " to " + greatest;
        }
    }

    /** True or false. */
    public record Flag() implements Kind {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /**
     * A list of texts; in the environment they are parted by commas.
     *
     * @param form what each is
     */
    public record Texts(String form) implements Kind {
        @Override
        public String expected() {
            return "a list of texts in quotes";
        }
    }

    /** The table in which it stands. */
    public String table() {
        return key.substring(0, key.lastIndexOf('.'));
    }

    /** Its name within its table. */
    public String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** The environment variable that overrides it; the N of a list of tables is a number from 0. */
    public String variable() {
        return Settings.variable(key).replace("*", "N");
    }

    /** What it takes, with bounds and unit, for people. */
    public String takes() {
        if (kind instanceof Number number) {
            return number.expected() + (number.unit().isEmpty() ? "" : ", " + number.unit());
        }
        return kind instanceof Texts texts ? "a list: " + texts.form() : kind.expected();
    }

    static Setting text(String key, String standard, String form, String does, String otherwise) {
        return new Setting(key, new Text(form), Optional.of('"' + standard + '"'), does, otherwise);
    }

    /** A text that may be left out. */
    static Setting text(String key, String form, String does, String otherwise) {
        return new Setting(key, new Text(form), Optional.empty(), does, otherwise);
    }

    static Setting number(
            String key, int least, int greatest, int standard, String unit, String does, String otherwise) {
        return new Setting(
                key, new Number(least, greatest, unit), Optional.of(Integer.toString(standard)), does, otherwise);
    }

    /** A number that may be left out. */
    static Setting number(String key, int least, int greatest, String does, String otherwise) {
        return new Setting(key, new Number(least, greatest, ""), Optional.empty(), does, otherwise);
    }

    static Setting flag(String key, String does, String otherwise) {
        return new Setting(key, new Flag(), Optional.of("false"), does, otherwise);
    }

    static Setting texts(String key, String form, String does, String otherwise) {
        return new Setting(key, new Texts(form), Optional.of("[]"), does, otherwise);
    }
}

package org.demarche.server.config;

import java.util.Optional;

/**
 * A setting as it holds.
 *
 * @param key its key, with the number of its table where there are several
 * @param setting what it is
 * @param toml its value as TOML writes it; empty: it has none
 * @param origin where the value comes from
 */
public record Effective(String key, Setting setting, Optional<String> toml, Origin origin) {
    /** Where a value comes from. */
    public sealed interface Origin {
        /** For people. */
        String text();
    }

    /** It is the default. */
    public record Standard() implements Origin {
        @Override
        public String text() {
            return "default";
        }
    }

    /**
     * It stands in {@code hub.toml}.
     *
     * @param line its line, from 1; 0 if that is not known
     */
    public record InFile(int line) implements Origin {
        @Override
        public String text() {
            return line == 0 ? HubConfig.FILE : HubConfig.FILE + " line " + line;
        }
    }

    /**
     * It comes from the environment.
     *
     * @param name of the variable
     */
    public record Variable(String name) implements Origin {
        @Override
        public String text() {
            return name;
        }
    }
}

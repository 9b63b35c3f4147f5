package org.demarche.server.config;

import java.util.List;

/** What came of reading a configuration. */
public sealed interface ConfigParse {
    /** It is sound. */
    record Sound(HubConfig config) implements ConfigParse {}

    /** It is not; {@code problems} is everything that is wrong with it. */
    record Unsound(List<ConfigProblem> problems) implements ConfigParse {
        public Unsound {
            problems = List.copyOf(problems);
        }
    }
}

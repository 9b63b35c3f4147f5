package org.demarche.server.config;

import java.util.List;

/** What came of reading a configuration. */
public sealed interface ConfigParse {
    /**
     * It is sound.
     *
     * @param settings every setting as it holds, in the order in which they are declared
     */
    record Sound(HubConfig config, List<Effective> settings) implements ConfigParse {
        public Sound {
            settings = List.copyOf(settings);
        }
    }

    /** It is not; {@code problems} is everything that is wrong with it. */
    record Unsound(List<ConfigProblem> problems) implements ConfigParse {
        public Unsound {
            problems = List.copyOf(problems);
        }
    }
}

package org.demarche.server.config;

/**
 * Something wrong with the configuration.
 *
 * @param place the key, or the environment variable
 * @param line of the file, from 1; 0: it does not come from there, or its line is not known
 * @param sentence what is wrong and what was expected
 */
public record ConfigProblem(String place, int line, String sentence) {
    /** One that has no line. */
    public ConfigProblem(String place, String sentence) {
        this(place, 0, sentence);
    }

    @Override
    public String toString() {
        return (line == 0 ? "" : HubConfig.FILE + " line " + line + ", ") + place + ": " + sentence;
    }
}

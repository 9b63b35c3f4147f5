package org.demarche.server.config;

/**
 * Something wrong with the configuration.
 *
 * @param place the key, or the environment variable
 * @param sentence what is wrong and what was expected
 */
public record ConfigProblem(String place, String sentence) {
    @Override
    public String toString() {
        return place + ": " + sentence;
    }
}

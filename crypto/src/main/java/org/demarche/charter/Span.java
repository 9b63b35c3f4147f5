package org.demarche.charter;

/**
 * A duration of the charter.
 *
 * @param text as the charter writes it, such as {@code 72h}
 * @param millis its length in milliseconds of log time: divided by the charter's {@code time_scale} and rounded up where the scale applies
 */
public record Span(String text, long millis) {
    @Override
    public String toString() {
        return text;
    }
}

package org.demarche.charter;

/**
 * Something that keeps a text from being a charter.
 *
 * @param place where, such as {@code [[tier]] 2: quorum}
 * @param sentence what stands there, and what is expected
 */
public record Problem(String place, String sentence) {
    @Override
    public String toString() {
        return place + ": " + sentence;
    }
}

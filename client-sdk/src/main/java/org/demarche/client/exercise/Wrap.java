package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.List;

/** Breaks a text into lines between words. */
final class Wrap {
    private Wrap() {}

    /** The text in lines of at most {@code width} characters, longer words unbroken; leading blanks indent every line. */
    static List<String> of(String text, int width) {
        String indent = " ".repeat(text.length() - text.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.strip().split(" ", -1)) {
            if (line.length() > indent.length() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
            }
            if (line.length() > indent.length()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}

package org.demarche.client.exercise.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of HTML. Made of texts, which are escaped, and of other pieces; there is no other way.
 *
 * @param markup the markup
 */
record Html(String markup) {
    /** Nothing. */
    static final Html EMPTY = new Html("");

    /** A text. */
    static Html text(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                // Control characters have no place in HTML, and bidirectional overrides would let a text dress up as
                // another.
                default ->
                    escaped.appendCodePoint(
                            Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c);
            }
        });
        return new Html(escaped.toString());
    }

    /** Pieces, one after the other. */
    static Html of(Html... pieces) {
        return join(List.of(pieces));
    }

    /** Pieces, one after the other. */
    static Html join(List<Html> pieces) {
        return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
    }

    /**
     * An element.
     *
     * @param tag its name with its attributes, which the program itself writes, such as {@code th scope="col"}; values from outside go into {@link #attribute}
     */
    static Html element(String tag, Html... content) {
        int end = tag.indexOf(' ');
        return new Html(
                "<" + tag + ">" + join(List.of(content)).markup + "</" + (end < 0 ? tag : tag.substring(0, end)) + ">");
    }

    /** An element that holds a text. */
    static Html element(String tag, String text) {
        return element(tag, text(text));
    }

    /** An attribute with its value, for {@link #element}; begins with a space. */
    static String attribute(String name, String value) {
        return " " + name + "=\"" + text(value).markup + "\"";
    }
}

package org.demarche.situation;

import java.util.List;
import java.util.Locale;

/**
 * A drawing as geometry and kinds; a style sheet gives kinds their colours.
 *
 * @param width in units
 * @param height in units
 * @param words the drawing for those who do not see it
 * @param shapes in the order in which they are painted
 */
public record Drawing(int width, int height, String words, List<Shape> shapes) {
    public Drawing {
        shapes = List.copyOf(shapes);
    }

    /** A shape. */
    public sealed interface Shape {
        /** A name for the style sheet. */
        String kind();
    }

    /** A rectangle. */
    public record Bar(String kind, double x, double y, double width, double height) implements Shape {}

    /** A straight line. */
    public record Stroke(String kind, double x1, double y1, double x2, double y2) implements Shape {}

    /** A dot. */
    public record Dot(String kind, double x, double y, double radius) implements Shape {}

    /** A shape with corners; {@code path} in the language of SVG. */
    public record Corners(String kind, String path) implements Shape {}

    /** A text; {@code anchor} is {@code start}, {@code middle} or {@code end}. */
    public record Label(String kind, double x, double y, String anchor, String text) implements Shape {}

    /** A number of units as it is written. */
    public static String n(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    /** A diamond around a point. */
    static Corners diamond(String kind, double x, double y, double radius) {
        String r = n(radius);
        return new Corners(
                kind,
                "M" + n(x) + " " + n(y - radius) + "l" + r + " " + r + "l-" + r + " " + r + "l-" + r + " -" + r + "z");
    }
}

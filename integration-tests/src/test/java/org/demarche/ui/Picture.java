package org.demarche.ui;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture with few colours, so that a repository can keep it. */
final class Picture {
    private static final int MOST_COLOURS = 256;
    private static final int BITS = 8;
    /** Four bits of each of red, green and blue; the palest and the darkest stay as they are. */
    private static final int KEPT = 0xf0f0f0;

    private Picture() {}

    /** Writes a PNG anew, to a file. */
    static void write(byte[] png, Path file) throws IOException {
        BufferedImage whole = ImageIO.read(new ByteArrayInputStream(png));
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        int[][] numbers = new int[whole.getHeight()][whole.getWidth()];
        for (int y = 0; y < whole.getHeight(); y++) {
            for (int x = 0; x < whole.getWidth(); x++) {
                int colour = whole.getRGB(x, y) & KEPT;
                int next = Math.min(palette.size(), MOST_COLOURS - 1);
                numbers[y][x] = palette.computeIfAbsent(colour | colour >> 4, c -> next);
            }
        }
        int[] colours = new int[MOST_COLOURS];
        palette.forEach((colour, number) -> colours[number] = colour);
        BufferedImage small = new BufferedImage(
                whole.getWidth(),
                whole.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(BITS, MOST_COLOURS, colours, 0, false, -1, DataBuffer.TYPE_BYTE));
        for (int y = 0; y < whole.getHeight(); y++) {
            small.getRaster().setSamples(0, y, whole.getWidth(), 1, 0, numbers[y]);
        }
        ImageIO.write(small, "png", file.toFile());
    }
}

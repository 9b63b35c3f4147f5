package org.demarche.server.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A few small files as one tar.gz (POSIX.1-1988 ustar), which everybody can open. */
final class TarGz {
    private static final int BLOCK = 512;

    private TarGz() {}

    /** The archive of {@code files}, by name; names of at most 100 ASCII characters. */
    static byte[] of(Map<String, byte[]> files, Instant modified) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.write(header(file.getKey(), file.getValue().length, modified.getEpochSecond()));
                out.write(file.getValue());
                out.write(new byte[Math.floorMod(-file.getValue().length, BLOCK)]);
            }
            out.write(new byte[2 * BLOCK]);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(String name, int length, long modified) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000600");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, octal(length));
        put(header, 136, octal(modified));
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, octal(sum).substring(5) + "\0 ");
        return header;
    }

    private static String octal(long number) {
        String digits = Long.toOctalString(number);
        return "0".repeat(11 - digits.length()) + digits;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}

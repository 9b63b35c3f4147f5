package org.demarche.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Text as {@code gzip -9n} packs it: without a name, without a time. */
final class Gzip {
    /** Where a file says how it was packed (RFC 1952, section 2.3.1), and the word for "as small as may be". */
    private static final int EXTRA_FLAGS = 8;

    private static final byte SMALLEST = 2;

    private Gzip() {}

    static byte[] of(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Packer packer = new Packer(packed)) {
            packer.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        bytes[EXTRA_FLAGS] = SMALLEST;
        return bytes;
    }

    private static final class Packer extends GZIPOutputStream {
        Packer(OutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}

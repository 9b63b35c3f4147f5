package org.demarche.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.demarche.hash.Sha256;

/**
 * Long byte strings of the kit, which several cases have in common, each known by the first 16 digits of its SHA-256. They lie one behind another in one file; a list says which is how long,
 * in their order.
 */
final class Parts {
    /** The bytes. */
    static final String FILE = "parts.bin";

    /** The list: a name, a space and a length in bytes on each line. */
    static final String LIST = "parts.txt";

    /** In front of a name, where a case has a part. */
    static final String MARK = "@";

    /** How many digits a name has. */
    static final int NAME_LENGTH = 16;

    private final Map<String, byte[]> parts = new HashMap<>();

    private Parts() {}

    static Parts of(byte[] file, byte[] list) {
        Parts parts = new Parts();
        int from = 0;
        for (String line : new String(list, StandardCharsets.US_ASCII).lines().toList()) {
            int to = from + Integer.parseInt(line.substring(NAME_LENGTH + 1));
            byte[] part = Arrays.copyOfRange(file, from, to);
            String name = line.substring(0, NAME_LENGTH);
            if (to > file.length || !name(part).equals(name)) {
                throw new IllegalStateException("the conformance kit's part " + name + " is damaged");
            }
            parts.parts.put(name, part);
            from = to;
        }
        return parts;
    }

    /** What a part is called. */
    static String name(byte[] part) {
        return Sha256.of(part).hex().substring(0, NAME_LENGTH);
    }

    byte[] get(String name) {
        byte[] part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("the conformance kit lacks its part " + name);
        }
        return part;
    }
}

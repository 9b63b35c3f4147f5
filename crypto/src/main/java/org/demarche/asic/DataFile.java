package org.demarche.asic;

import java.util.regex.Pattern;

/**
 * A file in a container.
 *
 * @param name without folders: letters, digits, {@code .}, {@code _}, {@code -}
 * @param mimeType such as {@code text/plain}
 */
public record DataFile(String name, String mimeType, byte[] bytes) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public DataFile {
        if (!NAME.matcher(name).matches() || name.equals("mimetype")) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: letters, digits, '.', '_', '-')");
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }
}

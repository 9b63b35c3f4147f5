package org.demarche.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.hash.Sha256;

/**
 * The charter that the reader trusts, as an argument: a hash, or a file of the reader's own.
 *
 * <p>An argument of 64 lower-case hex digits, with or without {@code sha256:} in front, is a hash; anything else is a path. A file is hashed, not parsed, unless all
 * that is in it is such a hash and a newline (with a file name behind it, as {@code sha256sum} writes it): one line without an equals sign is no charter, so the two
 * can't be taken for each other.
 */
final class CharterChoice {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern HASH_FILE = Pattern.compile("((?:sha256:)?[0-9a-f]{64})(?: [ *][^=\\n]{1,255})?\\n?");

    private CharterChoice() {}

    /** The argument names no charter; the message says why. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    static Sha256 read(String argument) throws UnusableException {
        Optional<Sha256> hash = hash(argument);
        return hash.isPresent() ? hash.get() : ofFile(argument);
    }

    private static Optional<Sha256> hash(String text) {
        return Sha256.parseHex(text).or(() -> Sha256.parseFingerprint(text));
    }

    private static Sha256 ofFile(String argument) throws UnusableException {
        byte[] bytes;
        try (InputStream file = Files.newInputStream(Path.of(argument))) {
            bytes = file.readNBytes(MAX_BYTES + 1);
        } catch (IOException | InvalidPathException e) {
            throw new UnusableException("--charter " + argument
                    + ": neither a hash of 64 lower-case hex digits nor a file that can be read");
        }
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new UnusableException("--charter " + argument + ": "
                    + (bytes.length == 0 ? "the file is empty" : "no charter is larger than 1 MiB"));
        }
        Matcher line = HASH_FILE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return line.matches() ? hash(line.group(1)).orElseThrow() : Sha256.of(bytes);
    }
}

package org.demarche.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.demarche.archive.Algorithms;
import org.demarche.archive.AlgorithmsParse;
import org.demarche.archive.AlgorithmsParser;
import org.demarche.archive.Authorities;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.jspecify.annotations.Nullable;

/** The reader's own files beside the charter: which time authorities are trusted, and which algorithms have fallen. */
final class ReaderFiles {
    private static final int MAX_BYTES = 1 << 16;

    private ReaderFiles() {}

    /** An option names nothing that can be used; the message says why. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    /** @param arguments each {@code NAME=FILE} */
    static Authorities authorities(List<String> arguments) throws UnusableException {
        Authorities all = Authorities.NONE;
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            String name = argument.substring(0, Math.max(0, split)).strip();
            if (name.isEmpty() || name.length() > 64) {
                throw new UnusableException("--anchor " + argument
                        + ": no name (expected: NAME=FILE, the authority's name and its certificate in PEM)");
            }
            String file = argument.substring(split + 1);
            try {
                all = all.with(
                        name, Anchor.ofPem(new String(read("--anchor " + name, file), StandardCharsets.ISO_8859_1)));
            } catch (RefusedException e) {
                throw new UnusableException(
                        "--anchor " + name + ": " + file + ": " + e.refusal().sentence());
            }
        }
        return all;
    }

    static Algorithms algorithms(@Nullable String argument) throws UnusableException {
        if (argument == null) {
            return Algorithms.ALL_TRUSTED;
        }
        AlgorithmsParse parse = AlgorithmsParser.parse(read("--algorithms", argument));
        if (parse instanceof AlgorithmsParse.Sound sound) {
            return sound.algorithms();
        }
        throw new UnusableException(
                "--algorithms " + argument + ": " + String.join("; ", ((AlgorithmsParse.Unsound) parse).problems()));
    }

    private static byte[] read(String option, String argument) throws UnusableException {
        try (InputStream file = Files.newInputStream(Path.of(argument))) {
            byte[] bytes = file.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UnusableException(option + ": " + argument + ": longer than 64 KiB");
            }
            return bytes;
        } catch (IOException | InvalidPathException e) {
            throw new UnusableException(option + ": " + argument + ": cannot be read (expected: a file)");
        }
    }
}

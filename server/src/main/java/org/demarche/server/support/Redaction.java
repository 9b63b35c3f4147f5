package org.demarche.server.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Takes secrets out of texts: whatever stands in the hub's files of secrets, line by line. It is the last look, not the first: nothing that holds them should be asked for. */
final class Redaction {
    private static final int SHORTEST = 6;
    private static final String REMOVED = "[removed: a secret]";

    private final List<String> secrets = new ArrayList<>();

    /** Of what stands in {@code files}; those that are not there hold nothing. */
    Redaction(Collection<Path> files) throws IOException {
        for (Path file : files) {
            if (Files.isReadable(file)) {
                new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.length() >= SHORTEST && !line.startsWith("-----"))
                        .forEach(secrets::add);
            }
        }
    }

    /** The text without them. */
    String of(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, REMOVED);
        }
        return clean;
    }
}

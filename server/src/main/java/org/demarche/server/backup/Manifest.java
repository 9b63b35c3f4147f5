package org.demarche.server.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;

/**
 * What a backup says of itself, as text:
 *
 * <pre>
 * demarche-backup 1
 * made 2026-03-01T06:00:00Z
 * origin hub.example/log
 * entries 613
 * root 64 lower-case hexadecimal digits
 * </pre>
 *
 * @param made when it was begun, to the second
 * @param origin of the log
 * @param head size and root of the entries in it
 */
public record Manifest(Instant made, String origin, Head head) {
    static final int MOST_BYTES = 1_024;

    private static final Pattern TEXT = Pattern.compile(
            "demarche-backup 1\nmade ([0-9TZ:-]{20})\norigin ([^\n]{1,256})\nentries ([1-9][0-9]{0,17})\nroot ([0-9a-f]{64})\n");

    /** As text. */
    String text() {
        return "demarche-backup 1\nmade " + made + "\norigin " + origin + "\nentries " + head.size() + "\nroot "
                + head.root().hex() + "\n";
    }

    /** What the text says; empty if it is none. */
    static Optional<Manifest> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Sha256.parseFingerprint("sha256:" + matcher.group(4))
                    .map(root -> new Manifest(
                            Instant.parse(matcher.group(1)),
                            matcher.group(2),
                            new Head(Long.parseLong(matcher.group(3)), root)))
                    .filter(manifest -> manifest.text().equals(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

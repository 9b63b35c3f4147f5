package org.demarche.server.cli;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What people have written in an encoded entry: runs of words. */
final class Texts {
    private static final Pattern WORDS = Pattern.compile("[A-Za-z]{2,} [A-Za-z0-9 ,.]{6,}");

    private Texts() {}

    static Set<String> in(byte[] entry) {
        return WORDS.matcher(new String(entry, StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}

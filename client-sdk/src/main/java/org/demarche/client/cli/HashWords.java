package org.demarche.client.cli;

import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;

/** A hash as people compare it, over the telephone or with a paper: in groups of four digits, eight groups in a line. */
final class HashWords {
    /** How many digits somebody types to show that they were read. */
    static final int TYPED = 8;

    private static final int GROUP = 4;
    private static final int LINE = 32;

    private HashWords() {}

    static List<String> lines(Sha256 hash) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < hash.hex().length(); at += LINE) {
            lines.add(hash.hex().substring(at, at + LINE).replaceAll("(.{" + GROUP + "})(?!$)", "$1 "));
        }
        return lines;
    }

    /** What is typed to confirm it. */
    static String typed(Sha256 hash) {
        return hash.hex().substring(0, TYPED);
    }
}

package org.demarche.merkle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path below a log's prefix names (C2SP tlog-tiles, "Merkle Tree" and "Log entries"), without a slash in front:
 *
 * <pre>
 * tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]            hashes
 * tile/entries/&lt;N&gt;[.p/&lt;W&gt;]        the entries below a tile of level 0
 * </pre>
 *
 * L is 0 to 63, W 1 to 255, both in decimal without leading zeros; N is in groups of three digits, all but the last with an {@code x} in front, and as few of them
 * as it takes. Every tile has one path, so what {@link #parse} takes, {@link #text} prints again.
 */
public sealed interface TilePath {
    /** The longest path that is looked at, in characters. That of the farthest tile that a log can have is shorter by far. */
    int MAX_LENGTH = 255;

    /** The path. */
    String text();

    /** Consecutive hashes of one level. */
    record Hashes(TileName name) implements TilePath {
        @Override
        public String text() {
            return name.path();
        }
    }

    /** Consecutive entries. */
    record Entries(TileName name) implements TilePath {
        public Entries {
            if (name.level() != 0) {
                throw new IllegalArgumentException("level: " + name.level() + " (expected: 0, that of entries)");
            }
        }

        @Override
        public String text() {
            return name.entriesPath();
        }
    }

    /** A tile that no tree of 2^63 − 1 leaves has. */
    record Beyond(String text) implements TilePath {}

    /** Reads a path; empty: it is none. */
    static Optional<TilePath> parse(String path) {
        if (path.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher parts = Grammar.PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int width = parts.group("width") == null ? Tile.WIDTH : Integer.parseInt(parts.group("width"));
        boolean entries = parts.group("level").equals("entries");
        int level = entries ? 0 : Integer.parseInt(parts.group("level"));
        String digits = parts.group("index").replace("/", "").replace("x", "");
        if (level > Grammar.MAX_LEVEL || width > Tile.WIDTH || parts.group("width") != null && width == Tile.WIDTH) {
            return Optional.empty();
        }
        if (level > TileName.MAX_LEVEL || digits.length() > Grammar.MAX_DIGITS) {
            return Optional.of(new Beyond(path));
        }
        long index = Long.parseLong(digits);
        if (index > TileName.full(level, Long.MAX_VALUE)) {
            return Optional.of(new Beyond(path));
        }
        TileName name = new TileName(level, index, width);
        return Optional.of(entries ? new Entries(name) : new Hashes(name));
    }

    /** How a path is spelt. */
    final class Grammar {
        private static final int MAX_LEVEL = 63;

        /** Those of the last tile of level 0 fit in. */
        private static final int MAX_DIGITS = 18;

        private static final Pattern PATH = Pattern.compile("tile/(?<level>entries|0|[1-9][0-9]?)"
                + "/(?<index>(?:x(?!000)[0-9]{3}/(?:x[0-9]{3}/)*+)?[0-9]{3})"
                + "(?:\\.p/(?<width>[1-9][0-9]{0,2}))?");

        private Grammar() {}
    }
}

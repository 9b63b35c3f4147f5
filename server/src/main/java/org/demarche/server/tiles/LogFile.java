package org.demarche.server.tiles;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;

/** A file of the log. */
public sealed interface LogFile {
    /** Its length in bytes. */
    long length();

    /** Whether it is the same for ever. */
    boolean isImmutable();

    /**
     * The head.
     *
     * @param bytes a signed note
     */
    record Note(ByteString bytes) implements LogFile {
        @Override
        public long length() {
            return bytes.size();
        }

        @Override
        public boolean isImmutable() {
            return false;
        }
    }

    /**
     * Hashes of the tree.
     *
     * @param tile one after the other
     */
    record Hashes(Tile tile) implements LogFile {
        @Override
        public long length() {
            return (long) tile.width() * Sha256.LENGTH;
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /**
     * Entries, each behind its length in two bytes, big-endian. They can be 16 MiB together, so they are read a few at a time: {@link LogFiles#part}.
     *
     * @param from index of the first one
     * @param end index after the last one
     * @param length of the whole
     */
    record Bundle(long from, long end, long length) implements LogFile {
        @Override
        public boolean isImmutable() {
            return true;
        }
    }
}

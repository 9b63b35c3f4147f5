package org.demarche.server.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.demarche.server.HubException;

/**
 * Whether a file can be a whole backup, as far as that shows without opening it: by how the CMS in it begins and ends. Whoever has a file that was cut off is not to look
 * for another passphrase.
 */
public final class SealedFile {
    static final int UNREADABLE = 10;

    /** ContentInfo of an indefinite length, and the name of AuthEnvelopedData (RFC 5083). */
    private static final byte[] BEGINNING = HexFormat.of().parseHex("3080060b2a864886f70d0109100117");

    /** The octet string of the seal's 16 bytes. */
    private static final byte[] SEAL = HexFormat.of().parseHex("0410");

    private static final int SEAL_BYTES = 16;

    /** Three marks of two zero bytes end what was begun with an indefinite length. */
    private static final int MARKS_BYTES = 6;

    private static final int END_BYTES = SEAL.length + SEAL_BYTES + MARKS_BYTES;
    private static final int MOST_BEHIND = Sealed.MOST_BEHIND;

    private SealedFile() {}

    /**
     * Looks at both ends.
     *
     * @throws HubException SETUP if it cannot be read or is something else; 10 if it is empty or cut off
     */
    public static void requireWhole(Path file) throws HubException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0) {
                throw new HubException(UNREADABLE, file + " is empty: give another copy, or another backup", null);
            }
            byte[] first = read(channel, 0, (int) Math.min(size, BEGINNING.length));
            if (!Arrays.equals(first, Arrays.copyOf(BEGINNING, first.length))) {
                throw new HubException(
                        file
                                + " is no backup of a hub, or its first bytes are damaged (expected: CMS AuthEnvelopedData, as demarche hub backup writes it)");
            }
            int last = (int) Math.min(size - first.length, END_BYTES + MOST_BEHIND);
            if (!isEnd(read(channel, size - last, last))) {
                throw new HubException(
                        UNREADABLE,
                        file + " is cut off at byte " + size
                                + ", or its last bytes are damaged: the end of the seal is missing, nothing of it was used; give another copy, or another backup",
                        null);
            }
        } catch (NoSuchFileException e) {
            throw new HubException(HubException.SETUP, file + " does not exist: give the file of a backup", e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
            // Until it is full.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Whether the seal's end is there; a medium may have filled up a block with zeros behind it. */
    private static boolean isEnd(byte[] last) {
        int zeros = 0;
        while (zeros < last.length && last[last.length - 1 - zeros] == 0) {
            zeros++;
        }
        for (int at = Math.max(0, last.length - END_BYTES - MOST_BEHIND); at + END_BYTES <= last.length; at++) {
            int behindSeal = last.length - at - SEAL.length - SEAL_BYTES;
            if (zeros >= behindSeal && Arrays.equals(last, at, at + SEAL.length, SEAL, 0, SEAL.length)) {
                return true;
            }
        }
        return false;
    }
}

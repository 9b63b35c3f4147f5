package org.demarche.evidence;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.demarche.envelope.Shape;
import org.demarche.envelope.Strict;
import org.demarche.refusal.RefusedException;

/**
 * A kind of file that is one protobuf message and begins, in every version, with the format's name in field 1 and the version in field 2.
 *
 * @param name at most 127 ASCII characters
 * @param version the one that this program writes and reads, from 1 to 127
 */
public record FileFormat(String name, int version) {
    private static final byte NAME_TAG = 1 << 3 | 2;
    private static final byte VERSION_TAG = 2 << 3;

    /** Whether the bytes begin as every such file does, of whatever version. */
    public boolean recognizes(byte[] file) {
        byte[] beginning = beginning();
        return file.length >= beginning.length
                && Arrays.equals(file, 0, beginning.length, beginning, 0, beginning.length);
    }

    /** The version that a file states, if it is written as a number of one byte is. */
    public OptionalLong version(byte[] file) {
        int place = beginning().length;
        return recognizes(file) && file.length > place && file[place] > 0
                ? OptionalLong.of(file[place])
                : OptionalLong.empty();
    }

    /** @throws RefusedException if the bytes are not such a message, in the strict encoding and within its limits */
    public static <M extends Message> M parse(M defaultInstance, byte[] file) throws RefusedException {
        M message = Strict.parse(defaultInstance, file);
        Shape.require(message);
        return message;
    }

    private byte[] beginning() {
        byte[] bytes = new byte[name.length() + 3];
        bytes[0] = NAME_TAG;
        bytes[1] = (byte) name.length();
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, bytes, 2, name.length());
        bytes[bytes.length - 1] = VERSION_TAG;
        return bytes;
    }
}

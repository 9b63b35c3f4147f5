package org.demarche.envelope;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of an encoded message, one by one, as they stand: to be put together again in ways that no encoder would.
 */
public final class WireFields {
    private WireFields() {}

    /** One field: its tag and what follows. */
    public record Field(int tag, byte[] value) {
        public byte[] encoded() {
            return concat(List.of(varint(tag, 0), value));
        }

        /** The same field with its tag, length or number written in one byte more than needed. */
        public byte[] padded(boolean tagToo) throws IOException {
            CodedInputStream in = CodedInputStream.newInstance(value);
            byte[] head = tagToo ? varint(tag, 1) : varint(tag, 0);
            byte[] body = switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> varint(in.readRawVarint64(), tagToo ? 0 : 1);
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    int length = in.readRawVarint32();
                    yield concat(List.of(varint(length, tagToo ? 0 : 1), in.readRawBytes(length)));
                }
                default -> throw new AssertionError("no fixed-size fields in the protocol");
            };
            return concat(List.of(head, body));
        }
    }

    public static List<Field> split(byte[] message) throws IOException {
        List<Field> fields = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            ByteArrayOutputStream skipped = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(skipped);
            in.skipField(tag, out);
            out.flush();
            byte[] whole = skipped.toByteArray();
            int head = CodedOutputStream.computeUInt32SizeNoTag(tag);
            fields.add(new Field(tag, java.util.Arrays.copyOfRange(whole, head, whole.length)));
        }
        return fields;
    }

    public static byte[] join(List<Field> fields) {
        return concat(fields.stream().map(Field::encoded).toList());
    }

    public static byte[] concat(List<byte[]> parts) {
        return ByteString.copyFrom(parts.stream().map(ByteString::copyFrom).toList())
                .toByteArray();
    }

    /** A varint with {@code padding} superfluous bytes. */
    public static byte[] varint(long value, int padding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        int left = padding;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        while (left-- > 0) {
            out.write((int) rest | 0x80);
            rest = 0;
        }
        out.write((int) rest);
        return out.toByteArray();
    }
}

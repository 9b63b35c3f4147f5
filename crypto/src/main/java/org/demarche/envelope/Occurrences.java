package org.demarche.envelope;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * Counts how often each field occurs, in all depth, before anything is built of the bytes. An empty element takes two
 * bytes on the wire and many times that in memory, so a file within its limit could otherwise exhaust the reader.
 */
final class Occurrences {
    private Occurrences() {}

    /** Refuses unknown fields, singular fields that occur twice, and lists with more than {@code max_items}. */
    static void check(Descriptor type, byte[] bytes) throws RefusedException {
        try {
            check(type, CodedInputStream.newInstance(bytes), type.getName());
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(type);
        } catch (IOException e) {
            throw new AssertionError("an array can always be read", e);
        }
    }

    static RefusedException unreadable(Descriptor type) {
        return new RefusedException(Reason.MALFORMED, type.getName() + ": cannot be read as protobuf");
    }

    private static void check(Descriptor type, CodedInputStream in, String path) throws IOException, RefusedException {
        int[] counts = new int[type.getFields().size()];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            FieldDescriptor field = type.findFieldByNumber(number);
            if (field == null) {
                throw new RefusedException(Reason.MALFORMED, path + ": unknown field " + number);
            }
            counts[field.getIndex()]++;
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                // The types of the protocol do not contain themselves, so the depth is theirs and not the writer's.
                int outer = in.pushLimit(in.readRawVarint32());
                check(field.getMessageType(), in, path + "." + field.getName());
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
        for (FieldDescriptor field : type.getFields()) {
            check(field, counts[field.getIndex()], path + "." + field.getName());
        }
    }

    private static void check(FieldDescriptor field, int count, String path) throws RefusedException {
        if (!field.isRepeated()) {
            if (count > 1) {
                throw new RefusedException(Reason.MALFORMED, path + ": " + count + " times (expected: once)");
            }
            return;
        }
        int most = field.getOptions().getExtension(OptionsProto.limit).getMaxItems();
        if (most != 0 && count > most) {
            throw new RefusedException(
                    Reason.FIELD_INVALID, path + ": " + count + " items (expected: at most " + most + ")");
        }
    }
}

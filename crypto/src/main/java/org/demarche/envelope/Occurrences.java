package org.demarche.envelope;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * Counts how often each field occurs, in all depth, before anything is built of the bytes. An empty element takes two
 * bytes on the wire and many times that in memory, so a file within its limit could otherwise exhaust the reader. Counting ends where a limit is passed.
 */
final class Occurrences {
    private static final Map<Descriptor, int[]> MOST = new ConcurrentHashMap<>();

    private Occurrences() {}

    /** Where in a message something stands: spelled out only in a refusal, as there may be millions of places. */
    private record Place(Optional<Place> around, String name) {
        @Override
        public String toString() {
            return around.map(place -> place + "." + name).orElse(name);
        }
    }

    /** Refuses unknown fields, singular fields that occur twice, and lists with more than {@code max_items}. */
    static void check(Descriptor type, byte[] bytes) throws RefusedException {
        try {
            check(type, CodedInputStream.newInstance(bytes), new Place(Optional.empty(), type.getName()));
        } catch (InvalidProtocolBufferException e) {
            throw unreadable(type);
        } catch (IOException e) {
            throw new AssertionError("an array can always be read", e);
        }
    }

    static RefusedException unreadable(Descriptor type) {
        return new RefusedException(Reason.MALFORMED, type.getName() + ": cannot be read as protobuf");
    }

    private static void check(Descriptor type, CodedInputStream in, Place place) throws IOException, RefusedException {
        int[] most = MOST.computeIfAbsent(type, Occurrences::most);
        int[] counts = new int[most.length];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            FieldDescriptor field = type.findFieldByNumber(number);
            if (field == null) {
                throw new RefusedException(Reason.MALFORMED, place + ": unknown field " + number);
            }
            if (++counts[field.getIndex()] > most[field.getIndex()]) {
                throw tooMany(field, most[field.getIndex()], place);
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                // The types of the protocol do not contain themselves, so the depth is theirs and not the writer's.
                int outer = in.pushLimit(in.readRawVarint32());
                check(field.getMessageType(), in, new Place(Optional.of(place), field.getName()));
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
    }

    /** How often each field of a message may occur, by the field's index. */
    private static int[] most(Descriptor type) {
        return type.getFields().stream().mapToInt(Occurrences::most).toArray();
    }

    private static int most(FieldDescriptor field) {
        int items = field.getOptions().getExtension(OptionsProto.limit).getMaxItems();
        return !field.isRepeated() ? 1 : items == 0 ? Integer.MAX_VALUE : items;
    }

    private static RefusedException tooMany(FieldDescriptor field, int most, Place place) {
        String path = place + "." + field.getName();
        return field.isRepeated()
                ? new RefusedException(
                        Reason.FIELD_INVALID,
                        path + ": " + (most + 1) + " items or more (expected: at most " + most + ")")
                : new RefusedException(Reason.MALFORMED, path + ": 2 times (expected: once)");
    }
}

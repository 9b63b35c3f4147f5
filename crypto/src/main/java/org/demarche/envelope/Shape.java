package org.demarche.envelope;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.demarche.proto.v1.Limit;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/**
 * Whether a message keeps the limits that its proto file states ({@code (limit)} options), in all its depth. Besides,
 * in any message: an enum value that the file does not know is UNKNOWN_KIND, and no unsigned number exceeds
 * 2<sup>63</sup> − 1. On a repeated field a limit speaks of each element, and {@code max_items} of their number.
 */
public final class Shape {
    private static final Pattern PARTY = Pattern.compile("[A-Z0-9-]{2,16}");

    /** What the proto files say never changes while a program runs. */
    private static final Map<Descriptor, List<Bounded>> KNOWN = new ConcurrentHashMap<>();

    private record Bounded(FieldDescriptor field, Limit limit) {}

    private Shape() {}

    /**
     * What is wrong with {@code m}, the first of it in the order of field numbers, with the field's path; empty:
     * nothing.
     */
    public static Optional<Refusal> check(Message m) {
        return check(m, m.getDescriptorForType().getName());
    }

    /** @throws RefusedException if {@link #check} finds something */
    public static void require(Message m) throws RefusedException {
        Optional<Refusal> misshapen = check(m);
        if (misshapen.isPresent()) {
            throw new RefusedException(misshapen.get());
        }
    }

    private static Optional<Refusal> check(Message m, String path) {
        for (Bounded bounded : KNOWN.computeIfAbsent(m.getDescriptorForType(), Shape::read)) {
            Optional<Refusal> refusal =
                    check(m, bounded, path + "." + bounded.field().getName());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static List<Bounded> read(Descriptor type) {
        return type.getFields().stream()
                .sorted()
                .map(f -> new Bounded(f, f.getOptions().getExtension(OptionsProto.limit)))
                .toList();
    }

    private static Optional<Refusal> check(Message m, Bounded bounded, String path) {
        FieldDescriptor field = bounded.field();
        if (field.isRepeated()) {
            return checkAll(m, bounded, path);
        }
        if (field.hasPresence() && !m.hasField(field)) {
            return bounded.limit().getRequired() && field.getContainingOneof() == null
                    ? invalid(path, "missing")
                    : Optional.empty();
        }
        return checkValue(m.getField(field), bounded, path, field.hasPresence());
    }

    private static Optional<Refusal> checkAll(Message m, Bounded bounded, String path) {
        int count = m.getRepeatedFieldCount(bounded.field());
        int most = bounded.limit().getMaxItems();
        if (most != 0 && count > most) {
            return invalid(path, count + " items (expected: at most " + most + ")");
        }
        for (int i = 0; i < count; i++) {
            Optional<Refusal> refusal =
                    checkValue(m.getRepeatedField(bounded.field(), i), bounded, path + "[" + i + "]", true);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** @param present whether even an empty value is one: it stands in a list or was set on purpose */
    private static Optional<Refusal> checkValue(Object value, Bounded bounded, String path, boolean present) {
        return switch (bounded.field().getJavaType()) {
            case MESSAGE -> check((Message) value, path);
            case ENUM -> checkEnum((EnumValueDescriptor) value, bounded.limit(), path);
            case BYTE_STRING -> checkLength(((ByteString) value).size(), bounded.limit(), path, present);
            case STRING -> checkText((String) value, bounded.limit(), path, present);
            case INT -> checkNumber(widened((Integer) value, bounded.field()), bounded, path);
            case LONG -> checkNumber((Long) value, bounded, path);
            case BOOLEAN -> Optional.empty();
            case FLOAT, DOUBLE -> throw new AssertionError(path + ": the protocol has no floating-point numbers");
        };
    }

    private static Optional<Refusal> checkEnum(EnumValueDescriptor value, Limit limit, String path) {
        if (value.getType().findValueByNumber(value.getNumber()) == null) {
            return Optional.of(new Refusal(
                    Reason.UNKNOWN_KIND,
                    path + ": " + value.getNumber() + " (expected: a value of "
                            + value.getType().getName() + ")"));
        }
        return limit.getRequired() && value.getNumber() == 0 ? invalid(path, "missing") : Optional.empty();
    }

    private static Optional<Refusal> checkText(String text, Limit limit, String path, boolean present) {
        Optional<Refusal> refusal = checkLength(ByteString.copyFromUtf8(text).size(), limit, path, present);
        if (refusal.isPresent() || !limit.getParty() || (text.isEmpty() && !present)) {
            return refusal;
        }
        return PARTY.matcher(text).matches()
                ? Optional.empty()
                : invalid(path, "not a party id (expected: 2 to 16 of A-Z, 0-9 and \"-\")");
    }

    private static Optional<Refusal> checkLength(int length, Limit limit, String path, boolean present) {
        if (length == 0 && limit.getRequired()) {
            return invalid(path, "missing");
        }
        if (limit.getExactBytes() != 0 && length != limit.getExactBytes() && (present || length != 0)) {
            return invalid(path, length + " bytes (expected: " + limit.getExactBytes() + ")");
        }
        if (limit.getMaxBytes() != 0 && length > limit.getMaxBytes()) {
            return invalid(path, length + " bytes (expected: at most " + limit.getMaxBytes() + ")");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> checkNumber(long value, Bounded bounded, String path) {
        Limit limit = bounded.limit();
        if (value < 0 && isUnsigned(bounded.field())) {
            return invalid(path, Long.toUnsignedString(value) + " (expected: at most " + Long.MAX_VALUE + ")");
        }
        if (limit.getRequired() && value == 0) {
            return invalid(path, "missing");
        }
        boolean hasBounds = limit.getAtLeast() != 0 || limit.getAtMost() != 0;
        if (hasBounds && value < limit.getAtLeast()) {
            return invalid(path, value + " (expected: at least " + limit.getAtLeast() + ")");
        }
        if (limit.getAtMost() != 0 && value > limit.getAtMost()) {
            return invalid(path, value + " (expected: at most " + limit.getAtMost() + ")");
        }
        return Optional.empty();
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            default -> false;
        };
    }

    private static long widened(int value, FieldDescriptor field) {
        return isUnsigned(field) ? Integer.toUnsignedLong(value) : value;
    }

    private static Optional<Refusal> invalid(String path, String what) {
        return Optional.of(new Refusal(Reason.FIELD_INVALID, path + ": " + what));
    }
}

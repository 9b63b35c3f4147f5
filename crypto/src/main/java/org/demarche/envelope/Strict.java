package org.demarche.envelope;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Arrays;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * The strict profile of protobuf: one encoding per message. Fields stand in order, varints are minimal, no default
 * value is written, there is no unknown field and no singular field twice. So nothing in the bytes can change
 * unnoticed, and {@code encode(parse(bytes))} is {@code bytes}.
 */
public final class Strict {
    private Strict() {}

    /**
     * The message that {@code bytes} encode.
     *
     * @param defaultInstance of the expected type
     * @throws RefusedException TOO_LARGE above the type's {@code max_encoded_bytes}, found before anything is parsed;
     *     FIELD_INVALID if a list has more than its {@code max_items}, found before anything is built; MALFORMED if the
     *     bytes are not the strict encoding
     */
    public static <M extends Message> M parse(M defaultInstance, byte[] bytes) throws RefusedException {
        String type = defaultInstance.getDescriptorForType().getName();
        int limit = defaultInstance.getDescriptorForType().getOptions().getExtension(OptionsProto.maxEncodedBytes);
        if (limit != 0 && bytes.length > limit) {
            throw new RefusedException(
                    Reason.TOO_LARGE, type + ": " + bytes.length + " bytes (expected: at most " + limit + ")");
        }
        Occurrences.check(defaultInstance.getDescriptorForType(), bytes);
        M message;
        try {
            message = parserOf(defaultInstance).parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw Occurrences.unreadable(defaultInstance.getDescriptorForType());
        }
        // A field of the wrong wire type counts as unknown; it is dropped while parsing, so it makes a difference here.
        if (!Arrays.equals(message.toByteArray(), bytes)) {
            throw new RefusedException(
                    Reason.MALFORMED,
                    type
                            + ": not in the strict encoding (expected: fields in order, no default values, minimal numbers)");
        }
        return message;
    }

    /**
     * The strict encoding of a message that this program has built.
     *
     * @throws IllegalArgumentException if an unknown field is in it, which has no strict encoding
     */
    public static byte[] encode(Message message) {
        requireKnown(message);
        return message.toByteArray();
    }

    private static void requireKnown(Message message) {
        if (!message.getUnknownFields().isEmpty()) {
            throw new IllegalArgumentException(
                    "message: " + message.getDescriptorForType().getName() + " with unknown fields (expected: none)");
        }
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return;
            }
            if (field.isRepeated()) {
                ((Iterable<?>) value).forEach(element -> requireKnown((Message) element));
            } else {
                requireKnown((Message) value);
            }
        });
    }

    @SuppressWarnings("unchecked") // A message's parser makes messages of its type.
    private static <M extends Message> Parser<M> parserOf(M defaultInstance) {
        return DiscardUnknownFieldsParser.wrap((Parser<M>) defaultInstance.getParserForType());
    }
}

package org.demarche.envelope;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Random;

/** Messages with random contents of any type, by their descriptors. */
final class RandomMessages {
    private static final int MAX_DEPTH = 4;

    private RandomMessages() {}

    @SuppressWarnings("unchecked") // A message's builder builds messages of its type.
    static <M extends Message> M of(M defaultInstance, Random random) {
        return (M) build(defaultInstance.newBuilderForType(), random, 0);
    }

    private static Message build(Message.Builder builder, Random random, int depth) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth == MAX_DEPTH) {
                continue;
            }
            if (field.isRepeated()) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    builder.addRepeatedField(field, value(builder, field, random, depth));
                }
            } else if (random.nextBoolean()) {
                builder.setField(field, value(builder, field, random, depth));
            }
        }
        return builder.build();
    }

    private static Object value(Message.Builder builder, FieldDescriptor field, Random random, int depth) {
        return switch (field.getJavaType()) {
            case MESSAGE -> build(builder.newBuilderForField(field), random, depth + 1);
            case ENUM -> anyValue(field.getEnumType(), random);
            case BYTE_STRING -> bytes(random);
            case STRING -> bytes(random).toStringUtf8();
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case BOOLEAN -> random.nextBoolean();
            case FLOAT, DOUBLE -> throw new AssertionError("the protocol has no floating-point numbers");
        };
    }

    private static Object anyValue(EnumDescriptor type, Random random) {
        int size = type.getValues().size();
        int number = random.nextInt(size + 1);
        return number < size ? type.getValues().get(number) : type.findValueByNumberCreatingIfUnknown(1000);
    }

    private static ByteString bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}

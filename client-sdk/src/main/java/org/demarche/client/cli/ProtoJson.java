package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** Messages as JSON for scripts: bytes as hex, instants ({@code …_ms}) as RFC 3339 under the name without {@code _ms}, enums by their names; absent is absent. */
final class ProtoJson {
    private static final String MILLIS = "_ms";

    private ProtoJson() {}

    static ObjectNode of(Message message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        message.getAllFields().forEach((field, value) -> {
            if (field.isRepeated()) {
                ArrayNode array = node.putArray(field.getName());
                ((List<?>) value).forEach(element -> put(field, element, array));
            } else {
                put(field, value, node);
            }
        });
        return node;
    }

    private static void put(FieldDescriptor field, Object value, ObjectNode node) {
        String name = field.getName();
        if (name.endsWith(MILLIS) && value instanceof Long millis) {
            node.put(
                    name.substring(0, name.length() - MILLIS.length()),
                    Instant.ofEpochMilli(millis).toString());
        } else if (value instanceof Message message) {
            node.set(name, of(message));
        } else if (value instanceof Boolean flag) {
            node.put(name, flag);
        } else if (value instanceof Long number) {
            node.put(name, number);
        } else if (value instanceof Integer number) {
            node.put(name, number);
        } else {
            text(value, t -> node.put(name, t));
        }
    }

    private static void put(FieldDescriptor field, Object value, ArrayNode array) {
        if (value instanceof Message message) {
            array.add(of(message));
        } else if (value instanceof Number number) {
            array.add(number.longValue());
        } else {
            text(value, array::add);
        }
    }

    private static void text(Object value, Consumer<String> sink) {
        if (value instanceof ByteString bytes) {
            sink.accept(HexFormat.of().formatHex(bytes.toByteArray()));
        } else if (value instanceof EnumValueDescriptor enumValue) {
            sink.accept(enumValue.getName());
        } else {
            sink.accept(value.toString());
        }
    }
}

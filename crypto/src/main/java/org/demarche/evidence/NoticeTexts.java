package org.demarche.evidence;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The entries that a bundle is about, for people: every field that its author has filled in, under the name that the contract gives it. Hides and explains nothing. */
final class NoticeTexts {
    private static final String MILLISECONDS = "_ms";

    private final StringBuilder text = new StringBuilder();

    private NoticeTexts() {}

    static String of(UnverifiedBundle bundle) {
        NoticeTexts texts = new NoticeTexts();
        for (ClaimedEntry entry : bundle.entries()) {
            texts.line(0, "Entry " + entry.index() + ", taken " + Instant.ofEpochMilli(entry.acceptedAtMs()));
            entry.entry()
                    .notice()
                    .ifPresentOrElse(n -> texts.message(1, n.notice()), () -> texts.line(1, "the hub's own"));
            texts.text.append('\n');
        }
        return texts.text.toString();
    }

    private void message(int depth, Message message) {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            List<?> values = field.getValue() instanceof List<?> many ? many : List.of(field.getValue());
            for (Object value : values) {
                if (value instanceof Message inner) {
                    line(depth, field.getKey().getName() + ":");
                    message(depth + 1, inner);
                } else {
                    line(depth, field.getKey().getName() + ": " + word(field.getKey(), value));
                }
            }
        }
    }

    private static String word(FieldDescriptor field, Object value) {
        if (value instanceof ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }
        if (value instanceof EnumValueDescriptor number) {
            return number.getName();
        }
        if (value instanceof Long ms && field.getName().endsWith(MILLISECONDS)) {
            return Instant.ofEpochMilli(ms).toString();
        }
        return String.valueOf(value);
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(Printable.of(line)).append('\n');
    }
}

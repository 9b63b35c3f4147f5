package org.demarche.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.TimeMark;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

final class StrictTest {
    private static final List<Message> TYPES = List.of(
            Notice.getDefaultInstance(),
            SignedNotice.getDefaultInstance(),
            LogEntry.getDefaultInstance(),
            EvidenceBundle.getDefaultInstance());

    @Provide
    Arbitrary<Message> messages() {
        return Combinators.combine(Arbitraries.of(TYPES), Arbitraries.longs())
                .as((type, seed) -> RandomMessages.of(type, new Random(seed)));
    }

    private static void assertMalformed(Message type, byte[] bytes) {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> Strict.parse(type.getDefaultInstanceForType(), bytes));
        assertThat(refused).isNotNull();
        assertThat(refused.refusal().reason()).isEqualTo(Reason.MALFORMED);
    }

    @Property
    void parse_encoded_givesTheMessage(@ForAll("messages") Message message) throws RefusedException {
        assertThat(Strict.parse(message.getDefaultInstanceForType(), Strict.encode(message)))
                .isEqualTo(message);
    }

    @Property
    void parse_fieldsReordered_isMalformed(@ForAll("messages") Message message, @ForAll Random random)
            throws IOException {
        List<WireFields.Field> fields = WireFields.split(Strict.encode(message));
        List<WireFields.Field> shuffled = new ArrayList<>(fields);
        Collections.shuffle(shuffled, random);
        List<Integer> order = shuffled.stream().map(WireFields.Field::tag).toList();
        Assume.that(!order.equals(fields.stream().map(WireFields.Field::tag).toList()));
        assertMalformed(message, WireFields.join(shuffled));
    }

    @Property
    void parse_varintPadded_isMalformed(@ForAll("messages") Message message, @ForAll Random random) throws IOException {
        List<WireFields.Field> fields = WireFields.split(Strict.encode(message));
        Assume.that(!fields.isEmpty());
        int at = random.nextInt(fields.size());
        for (boolean tagToo : new boolean[] {false, true}) {
            List<byte[]> parts = new ArrayList<>(
                    fields.stream().map(WireFields.Field::encoded).toList());
            parts.set(at, fields.get(at).padded(tagToo));
            assertMalformed(message, WireFields.concat(parts));
        }
    }

    @Property
    void parse_singularFieldTwice_isMalformed(@ForAll("messages") Message message, @ForAll Random random)
            throws IOException {
        List<WireFields.Field> fields = WireFields.split(Strict.encode(message));
        List<WireFields.Field> singular = fields.stream()
                .filter(f -> !message.getDescriptorForType()
                        .findFieldByNumber(f.tag() >>> 3)
                        .isRepeated())
                .toList();
        Assume.that(!singular.isEmpty());
        WireFields.Field twice = singular.get(random.nextInt(singular.size()));
        List<WireFields.Field> doubled = new ArrayList<>(fields);
        doubled.add(fields.indexOf(twice), twice);
        assertMalformed(message, WireFields.join(doubled));
    }

    @Property
    void parse_unknownField_isMalformed(@ForAll("messages") Message message, @ForAll Random random) {
        UnknownFieldSet.Field value =
                UnknownFieldSet.Field.newBuilder().addVarint(random.nextLong()).build();
        Message strange = message.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(1000 + random.nextInt(1000), value)
                        .build())
                .build();
        assertMalformed(message, strange.toByteArray());
        assertThatIllegalArgumentException().isThrownBy(() -> Strict.encode(strange));
    }

    @Property
    void parse_cutShort_neverGivesTheMessage(@ForAll("messages") Message message, @ForAll Random random) {
        byte[] bytes = Strict.encode(message);
        Assume.that(bytes.length > 0);
        byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
        assertThat(parsesTo(message, cut)).isNotEqualTo(message);
    }

    @Property
    void parse_oneByteChanged_isRefusedOrAnotherMessage(@ForAll("messages") Message message, @ForAll Random random) {
        byte[] bytes = Strict.encode(message);
        Assume.that(bytes.length > 0);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Message parsed = parsesTo(message, bytes);
        assertThat(parsed).isNotEqualTo(message);
        if (parsed != message.getDefaultInstanceForType()) {
            assertThat(Strict.encode(parsed)).isEqualTo(bytes);
        }
    }

    @Property
    void parse_randomBytes_isMessageOrRefusal(@ForAll byte[] bytes) {
        for (Message type : TYPES) {
            Message parsed = parsesTo(type, bytes);
            assertThat(parsed == type || java.util.Arrays.equals(Strict.encode(parsed), bytes))
                    .isTrue();
        }
    }

    /** The message, or the default instance where the bytes are refused. */
    private static Message parsesTo(Message type, byte[] bytes) {
        try {
            return Strict.parse(type.getDefaultInstanceForType(), bytes);
        } catch (RefusedException e) {
            return type.getDefaultInstanceForType();
        }
    }

    @Example
    void parse_defaultValueWritten_isMalformed() throws IOException {
        assertMalformed(Anchor.getDefaultInstance(), new byte[] {0x08, 0x00});
        assertMalformed(Anchor.getDefaultInstance(), new byte[] {0x12, 0x00});
        assertThat(parsesTo(Anchor.getDefaultInstance(), new byte[] {0x08, 0x01}))
                .isEqualTo(Anchor.newBuilder().setSize(1).build());
    }

    @Example
    void parse_unknownFieldDeepInside_isMalformed() {
        Anchor strange = Anchor.newBuilder()
                .setSize(1)
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                3,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();
        Notice notice = SampleNotices.report("UA").setAnchor(strange).build();
        assertMalformed(notice, notice.toByteArray());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Strict.encode(notice))
                .withMessageContaining("Anchor");
    }

    @Example
    void parse_twoMembersOfOneof_isMalformed() {
        byte[] genesis = LogEntry.newBuilder()
                .setGenesis(org.demarche.proto.v1.CharterGenesis.getDefaultInstance())
                .build()
                .toByteArray();
        byte[] mark = LogEntry.newBuilder()
                .setTimeMark(TimeMark.getDefaultInstance())
                .build()
                .toByteArray();
        assertMalformed(LogEntry.getDefaultInstance(), WireFields.concat(List.of(genesis, mark)));
    }

    @Example
    void parse_textNotUtf8_isMalformed() throws IOException {
        byte[] bytes = new byte[4];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeBytes(Notice.AUTHOR_FIELD_NUMBER, ByteString.copyFrom(new byte[] {(byte) 0xc3, 0x28}));
        assertMalformed(Notice.getDefaultInstance(), bytes);
    }

    @Example
    void parse_moreItemsThanAllowed_isRefusedBeforeTheyAreBuilt() {
        byte[] empties = new byte[60 << 20];
        for (int i = 0; i < empties.length; i += 2) {
            empties[i] = EvidenceBundle.GOVERNANCE_FIELD_NUMBER << 3 | 2;
        }
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> Strict.parse(EvidenceBundle.getDefaultInstance(), empties));
        assertThat(refused.refusal().reason()).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused.refusal().sentence())
                .isEqualTo("EvidenceBundle.governance: 16385 items or more (expected: at most 16384)");
    }

    @Example
    void parse_singularMessageTwice_namesIt() {
        byte[] anchors = {0x32, 0x02, 0x08, 0x01, 0x32, 0x02, 0x08, 0x01};
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> Strict.parse(Notice.getDefaultInstance(), anchors));
        assertThat(refused.refusal()).hasToString("MALFORMED: Notice.anchor: 2 times (expected: once)");
    }

    @Example
    void parse_aboveLimit_isTooLargeBeforeParsing() {
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> Strict.parse(Notice.getDefaultInstance(), new byte[49153]));
        assertThat(refused.refusal().reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused.refusal().sentence()).isEqualTo("Notice: 49153 bytes (expected: at most 49152)");
    }
}
